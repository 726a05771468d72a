import {
  EvaluationQueries,
  GapQueries,
  RelationQueries,
  ReturnModelQueries,
  TimelineQueries,
  type Database,
  type EvaluationContext,
  type Transaction,
} from '@keepwell/database';
import {
  evaluatePerson,
  lineMedianDays,
  type Instant,
  type PersonEvaluation,
  type PersonFacts,
} from '@keepwell/domain';
import { minorsBornAfter } from './minors.js';
import { practiceBasis, type PracticeBasis } from './practice-basis.js';

export interface Question {
  practiceId: string;
  personId: string;
  asOf: Instant;
}

/**
 * Why a person is listed, or why not, at any instant: from every version of every record and both clocks, so that an
 * answer about the past uses what was known then, models of return included. Settings, and what the answer takes from the practice as a whole (the
 * medians of its lines), are those of today. Null: nothing is on record about this person.
 */
export class Explainer {
  private readonly evaluations = new EvaluationQueries();
  private readonly gaps = new GapQueries();
  private readonly relations = new RelationQueries();
  private readonly timelines = new TimelineQueries();
  private readonly models = new ReturnModelQueries();

  constructor(private readonly database: Database) {}

  async explain(question: Question): Promise<PersonEvaluation | null> {
    return this.database.inPractice(question.practiceId, (tx) => this.explainIn(tx, question));
  }

  /** In a transaction of the practice that is open already. */
  async explainIn(tx: Transaction, { practiceId, personId, asOf }: Question): Promise<PersonEvaluation | null> {
    const context = await this.evaluations.context(tx, practiceId);
    const basis = await this.basisWithHistory(tx, practiceId, context, asOf);
    const bornAfter = minorsBornAfter(asOf, basis.majorityAgeYears);
    const related = (await this.relations.needed(tx, practiceId, [personId], bornAfter)).get(personId);
    const facts = await this.timelines.factsWithHistory(tx, practiceId, [personId, ...(related?.ids ?? [])], asOf);
    const [person, ...others] = facts as [PersonFacts, ...PersonFacts[]];
    if (person.patients.length === 0) return null;
    return evaluatePerson(
      basis.prepared,
      person,
      others.filter(({ patients }) => patients.length > 0),
      asOf,
    );
  }

  private async basisWithHistory(
    tx: Transaction,
    practiceId: string,
    context: EvaluationContext,
    asOf: Instant,
  ): Promise<PracticeBasis> {
    const facts = await this.timelines.practiceWithHistory(tx, practiceId, context.facts);
    const medians = context.basis?.lineMedians ?? lineMedianDays(await this.gaps.histogram(tx, practiceId));
    const returnModels = await this.models.usableAt(tx, practiceId, asOf);
    return practiceBasis({ ...context, facts, returnModels }, medians, asOf);
  }
}

import {
  evaluatePerson,
  lineMedianDays,
  minorsBornAfter,
  NO_CARE,
  preparePractice,
  returnOutlook,
  type Instant,
  type PersonEvaluation,
  type PracticeAggregates,
  type PreparedPractice,
  type RestsOn,
  type ReturnOutlook,
} from '@keepwell/domain';
import type { Database, Transaction } from './database.js';
import { settingsOf } from './live-settings.js';
import type { EvaluationContext } from './queries/evaluation-context.js';
import { EvaluationQueries } from './queries/evaluation.queries.js';
import { CareTemplateQueries } from './queries/care-templates.queries.js';
import { GapQueries } from './queries/gaps.queries.js';
import { OutcomeDelayQueries } from './queries/outcome-delays.queries.js';
import { PlaceholderQueries } from './queries/placeholders.queries.js';
import { PastBasisQueries, type PastBasis } from './queries/past-basis.queries.js';
import { RelationQueries } from './queries/relations.queries.js';
import { ReturnModelQueries } from './queries/return-models.queries.js';
import { RuleSettingQueries } from './queries/rule-settings.queries.js';
import { TimelineQueries } from './queries/timeline.queries.js';

export interface Question {
  practiceId: string;
  personId: string;
  asOf: Instant;
}

export interface Explanation {
  evaluation: PersonEvaluation;
  restsOn: RestsOn;
  /** How likely they come again, line by line. */
  returning: ReturnOutlook[];
}

interface PracticeThen {
  prepared: PreparedPractice;
  majorityAgeYears: number;
  restsOn: RestsOn;
}

/**
 * Why a person is listed, or why not, at any instant: from every version of every record and both clocks, so that an answer about the past uses
 * what was known then. Rule settings, placeholders, models of return, line medians and which sources were behind are those of then too, the last two as far as
 * they were kept. Of today are the rules' code, the age of majority, the practice's zone, and which records stand for one person.
 */
export class Explainer {
  private readonly evaluations = new EvaluationQueries();
  private readonly gaps = new GapQueries();
  private readonly relations = new RelationQueries();
  private readonly timelines = new TimelineQueries();
  private readonly models = new ReturnModelQueries();
  private readonly outcomeDelays = new OutcomeDelayQueries();
  private readonly settings = new RuleSettingQueries();
  private readonly past = new PastBasisQueries();
  private readonly care = new CareTemplateQueries();
  private readonly placeholders = new PlaceholderQueries();

  constructor(private readonly database: Database) {}

  /** Null: nothing is on record about this person. */
  async explain(question: Question): Promise<PersonEvaluation | null> {
    const explained = await this.database.inPractice(question.practiceId, (tx) => this.explainIn(tx, question));
    return explained?.evaluation ?? null;
  }

  /** In a transaction of the practice that is open already. */
  async explainIn(tx: Transaction, { practiceId, personId, asOf }: Question): Promise<Explanation | null> {
    const [explained] = await this.explainMany(tx, { practiceId, personIds: [personId], asOf });
    return explained ?? null;
  }

  /** Of many at once, as of one instant; whoever nothing is on record about is left out. */
  async explainMany(
    tx: Transaction,
    { practiceId, personIds, asOf }: { practiceId: string; personIds: string[]; asOf: Instant },
  ): Promise<Explanation[]> {
    const { prepared, majorityAgeYears, restsOn } = await this.practiceThen(tx, practiceId, asOf);
    const bornAfter = minorsBornAfter(asOf, majorityAgeYears);
    const related = await this.relations.needed(tx, practiceId, personIds, bornAfter);
    const everybody = [...new Set([...personIds, ...[...related.values()].flatMap(({ ids }) => ids)])];
    const facts = await this.timelines.factsWithHistory(tx, practiceId, everybody, asOf);
    const byId = new Map(facts.filter(({ patients }) => patients.length > 0).map((each) => [each.personId, each]));
    return personIds.flatMap((personId) => {
      const person = byId.get(personId);
      if (person === undefined) return [];
      const others = (related.get(personId)?.ids ?? []).map((id) => byId.get(id)).filter((each) => each !== undefined);
      return [
        {
          evaluation: evaluatePerson(prepared, person, others, asOf),
          restsOn,
          returning: returnOutlook(prepared, person, asOf),
        },
      ];
    });
  }

  private async practiceThen(tx: Transaction, practiceId: string, asOf: Instant): Promise<PracticeThen> {
    const context = await this.evaluations.context(tx, practiceId);
    const placeholders = await this.placeholders.heldAt(tx, practiceId, asOf);
    const care = (await this.care.at(tx, practiceId, asOf)) ?? NO_CARE;
    const facts = {
      ...(await this.timelines.practiceWithHistory(tx, practiceId, context.facts)),
      placeholders,
      care,
    };
    const ruleSettings = await this.settings.kept(tx, practiceId, asOf);
    const returnModels = await this.models.usableAt(tx, practiceId, asOf);
    const basis = await this.past.at(tx, practiceId, asOf);
    const settings = settingsOf({ ...context, ruleSettings }, basis?.staleSources ?? []);
    const aggregates: PracticeAggregates = {
      ...(await this.aggregatesThen(tx, practiceId, context, basis)),
      returnModels: Object.fromEntries(returnModels.map((model) => [model.line, model])),
      outcomeDays: await this.outcomeDelays.at(tx, practiceId, asOf),
    };
    return {
      prepared: preparePractice(facts, aggregates, settings),
      majorityAgeYears: settings.majorityAgeYears,
      restsOn: { ...(await this.past.inUse(tx, practiceId, asOf)), mediansSince: basis?.since ?? null },
    };
  }

  private async aggregatesThen(
    tx: Transaction,
    practiceId: string,
    { sources, planSpecialties, basis: today }: EvaluationContext,
    basis: PastBasis | null,
  ): Promise<PracticeAggregates> {
    const ids = sources.map(({ connectionId }) => connectionId);
    if (basis !== null) {
      const sourcesWithoutOutcomes = ids.filter((id) => !basis.withOutcomes.includes(id));
      return { sourcesWithoutOutcomes, planSpecialties, lineMedianDays: basis.lineMedians };
    }
    return {
      sourcesWithoutOutcomes: sources.filter(({ hasOutcomes }) => !hasOutcomes).map(({ connectionId }) => connectionId),
      planSpecialties,
      lineMedianDays: today?.lineMedians ?? lineMedianDays(await this.gaps.histogram(tx, practiceId)),
    };
  }
}

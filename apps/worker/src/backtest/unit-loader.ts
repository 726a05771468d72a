import { createHash } from 'node:crypto';
import {
  BacktestQueries,
  EvaluationQueries,
  RelationQueries,
  TimelineQueries,
  type Database,
  type Transaction,
} from '@keepwell/database';
import {
  peopleOf,
  type BacktestUnit,
  type Instant,
  type LocalDate,
  type PersonFacts,
  type RecordVersion,
} from '@keepwell/domain';

/** So many persons are in memory at once, with their history. */
export const PERSONS_AT_ONCE = 200;

export interface LoadedBatch {
  units: BacktestUnit[];
  /** Where to go on; null: that was the last. */
  after: string | null;
}

export interface UnitQuestion {
  practiceId: string;
  backtestId: string;
  /** The first instant that is asked about: what was gone by then is left out. */
  from: Instant;
  /** What was read later is left out, whatever day it speaks of: everybody is asked about with what was known at the same moment. */
  knownBy: Instant;
  minorsBornAfter: LocalDate;
  /** When each source was last read, by connection. */
  ends: ReadonlyMap<string, Instant>;
  /** Whose facts an answer may look at; the first rounds of a backtest do without. */
  withRelated: boolean;
}

/** A practice's people with everything that was ever said of them, batch by batch in the order of ids. */
export class UnitLoader {
  private readonly evaluations = new EvaluationQueries();
  private readonly timelines = new TimelineQueries();
  private readonly relations = new RelationQueries();
  private readonly backtests = new BacktestQueries();

  constructor(
    private readonly database: Database,
    private readonly atOnce = PERSONS_AT_ONCE,
  ) {}

  load(question: UnitQuestion, after: string | null): Promise<LoadedBatch> {
    return this.database.inPractice(question.practiceId, (tx) => this.loadIn(tx, question, after));
  }

  private async loadIn(tx: Transaction, question: UnitQuestion, after: string | null): Promise<LoadedBatch> {
    const { practiceId } = question;
    const ids = await this.evaluations.everyone(tx, practiceId, after, this.atOnce);
    if (ids.length === 0) return { units: [], after: null };
    const needed = question.withRelated
      ? await this.relations.needed(tx, practiceId, ids, question.minorsBornAfter)
      : new Map<string, { ids: string[] }>();
    const everybody = [...new Set([...ids, ...[...needed.values()].flatMap((related) => related.ids)])];
    const facts = await this.factsOf(tx, question, everybody);
    const contacts = await this.backtests.contacts(tx, practiceId, ids, question.knownBy);
    const peopleById = new Map(facts.map((person) => [person.personId, peopleOf(person)]));
    const units = facts.slice(0, ids.length).flatMap((person): BacktestUnit[] => {
      const people = peopleById.get(person.personId);
      if (people === undefined || person.patients.length === 0) return [];
      const related = (needed.get(person.personId)?.ids ?? []).flatMap((id) => peopleById.get(id) ?? []);
      const end = endOf(person, question.ends);
      const household = nameIn(question.backtestId, householdOf(person));
      const unit = { people, related, household, contacts: contacts.get(person.personId) ?? [] };
      return [end === null ? unit : { ...unit, end }];
    });
    return { units, after: ids.at(-1) ?? null };
  }

  /** With every version there ever was; a record that went away in the period ends on that day and no earlier. */
  private async factsOf(
    tx: Transaction,
    { practiceId, from, knownBy }: UnitQuestion,
    ids: string[],
  ): Promise<PersonFacts[]> {
    const facts = await this.timelines.factsWithHistory(tx, practiceId, ids, from);
    withoutLater(facts, await this.backtests.readAfter(tx, practiceId, ids, knownBy));
    const gone = await this.backtests.goneSince(tx, practiceId, ids, { from, knownBy });
    if (gone.size === 0) return facts;
    const end = (kind: string, { source, id }: { source: string; id: string }, own: Instant | null): Instant | null => {
      const at = gone.get(`${kind} ${source} ${id}`);
      return at === undefined ? own : Math.min(at, own ?? at);
    };
    for (const person of facts) {
      person.appointments = person.appointments.map((row) => ({
        ...row,
        data: { ...row.data, deletedAt: end('appointment', row, row.data.deletedAt) },
      }));
      person.plans = person.plans.map((row) => ({
        ...row,
        data: { ...row.data, closedAt: end('plan', row, row.data.closedAt) },
      }));
      person.recalls = person.recalls.map((row) => ({
        ...row,
        data: { ...row.data, doneAt: end('recall', row, row.data.doneAt) },
      }));
      person.patients = person.patients.map((versions) =>
        versions.map((row) => ({
          ...row,
          data: { ...row.data, archivedAt: end('patient', row, row.data.archivedAt) },
        })),
      );
    }
    return facts;
  }
}

/** Leaves out the versions that are named, as if they had not been read. */
function withoutLater(facts: PersonFacts[], later: ReadonlySet<string>): void {
  if (later.size === 0) return;
  const known =
    (kind: string) =>
    ({ source, id, sequence }: RecordVersion): boolean =>
      !later.has(`${kind} ${source} ${id} ${sequence}`);
  for (const person of facts) {
    person.patients = person.patients
      .map((versions) => versions.filter(known('patient')))
      .filter((versions) => versions.length > 0);
    person.appointments = person.appointments.filter(known('appointment'));
    person.plans = person.plans.filter(known('plan'));
    person.recalls = person.recalls.filter(known('recall'));
    person.packages = person.packages.filter(known('package'));
    person.memberships = person.memberships.filter(known('membership'));
    person.programs = person.programs.filter(known('program'));
    person.invoices = person.invoices.filter(known('invoice'));
    person.payments = person.payments.filter(known('payment'));
    person.scores = person.scores.filter(known('score'));
    person.consents = person.consents.filter(known('consent'));
    person.communications = person.communications.filter(known('communication'));
  }
}

/** Counts are kept by household while a backtest runs: under a name that says nothing outside of it. */
function nameIn(backtestId: string, household: string): string {
  return createHash('sha256').update(`${backtestId} ${household}`).digest('base64url').slice(0, 16);
}

/** The last word of any source that knows them: one that was given up ends only those whom no other knows. */
function endOf({ patients }: PersonFacts, ends: ReadonlyMap<string, Instant>): Instant | null {
  const own = patients.flatMap((versions) => versions.flatMap(({ source }) => ends.get(source) ?? []));
  return own.length === 0 ? null : Math.max(...own);
}

function householdOf({ personId, patients }: PersonFacts): string {
  const record = patients[0]?.at(-1);
  const household = record?.data.householdId?.trim() ?? '';
  return record === undefined || household === '' ? `person ${personId}` : `household ${record.source} ${household}`;
}

import {
  audit,
  Explainer,
  PastListQueries,
  PatientQueries,
  type CaseTab,
  type RuleNames,
  type Transaction,
} from '@keepwell/database';
import { restsOnInWords, RULES, type Instant } from '@keepwell/domain';
import { parseAsOf, resolveAsOf } from '../audit/as-of.js';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { choosePractice, withDatabase } from '../operation/working-database.js';
import { written, type Explained } from './explain.js';

export interface StoredQuestion {
  /** Null: the only one. */
  practice: string | null;
  /** Null: now. */
  asOf: string | null;
}

/** A row of the list, as it was shown; the rest of its fields are those of the API. */
export interface ShownRow {
  patientName: string;
  sourceIds: { id: string }[];
  state: string;
  class: string;
  reason: string;
  rules: { rule: string }[];
  place: number | null;
}

export interface ListThen {
  asOf: string;
  timezone: string;
  tab: CaseTab;
  items: ShownRow[];
}

const PAGE_SIZE = 200;

/** Why a patient of a stored practice was listed at an instant, or why not, with the settings, medians and models of then. */
export async function explainStored(patientId: string, question: StoredQuestion, io: Io): Promise<Explained> {
  return inPractice(question, io, async (tx, { practiceId, timezone, asOf, explainer }) => {
    const found = await new PatientQueries().personsNamed(tx, patientId);
    const [personId] = found;
    if (personId === undefined)
      throw new CommandFailed(
        `There is no patient with the id ${patientId}: give the id of the source, letter by letter, or ours`,
      );
    if (found.length > 1)
      throw new CommandFailed(
        `Several sources have a patient with the id ${patientId}: give ours, one of ${found.join(', ')}`,
      );
    const explained = await explainer.explainIn(tx, { practiceId, personId, asOf });
    if (explained === null)
      throw new CommandFailed(
        `Patient ${patientId} was not on record yet at ${new Date(asOf).toISOString()}: choose a later --as-of`,
      );
    await note(
      tx,
      practiceId,
      'patient.explained',
      { kind: 'person', id: personId },
      { asOf: new Date(asOf).toISOString() },
    );
    const { evaluation, restsOn } = explained;
    return { timezone, evaluation: written(evaluation), restsOn: restsOnInWords(restsOn, timezone) };
  });
}

/** What the list of a stored practice showed at an instant (X09). */
export async function listThen(tab: CaseTab, question: StoredQuestion, io: Io): Promise<ListThen> {
  return inPractice(question, io, async (tx, { practiceId, timezone, asOf: instant }) => {
    const lists = new PastListQueries();
    const asOf = new Date(instant);
    const { since } = await lists.kept(tx, practiceId);
    if (asOf < since)
      throw new CommandFailed(`What the list shows is kept since ${since.toISOString()}: choose a later --as-of`);
    const none = { rule: null, locationId: null, practitionerId: null, state: null };
    const items: ShownRow[] = [];
    for (
      let after: { key: string | null; id: string } | null = null, isFirst = true;
      isFirst || after !== null;
      isFirst = false
    ) {
      const wanted = { ...none, tab, asOf, sort: 'priority' as const, limit: PAGE_SIZE, after };
      const page = await lists.page(tx, practiceId, wanted, RULE_NAMES);
      items.push(...(JSON.parse(page.items) as ShownRow[]));
      after = page.next;
    }
    const detail = { tab, asOf: asOf.toISOString() };
    await note(tx, practiceId, 'worklist.past_viewed', { kind: 'worklist', id: practiceId }, detail);
    return { asOf: asOf.toISOString(), timezone, tab, items };
  });
}

const RULE_NAMES: RuleNames = Object.fromEntries(
  RULES.map(({ id, name, kind, class: urgency }) => [id, { name, kind, class: urgency }]),
);

interface Room {
  practiceId: string;
  timezone: string;
  asOf: Instant;
  explainer: Explainer;
}

async function inPractice<T>(
  { practice: wanted, asOf: text }: StoredQuestion,
  io: Io,
  work: (tx: Transaction, room: Room) => Promise<T>,
): Promise<T> {
  const option = text === null ? null : parseAsOf(text);
  return withDatabase(io, async ({ database }) => {
    const { id: practiceId } = await choosePractice(database, wanted);
    return database.inPractice(practiceId, async (tx) => {
      // By the clock of the database, which is the clock of the list.
      const { timezone, now } = await new PastListQueries().kept(tx, practiceId);
      const asOf = resolveAsOf(option, timezone, now.getTime());
      if (asOf > now.getTime()) throw new CommandFailed('--as-of lies ahead: choose a moment that has passed');
      return work(tx, { practiceId, timezone, asOf, explainer: new Explainer(database) });
    });
  });
}

/** Whoever looks at patients leaves a trace, at a terminal as well. */
async function note(
  tx: Transaction,
  practiceId: string,
  event: string,
  subject: { kind: string; id: string },
  detail: Record<string, unknown>,
): Promise<void> {
  await audit(tx, {
    practiceId,
    actorUserId: null,
    event,
    subjectKind: subject.kind,
    subjectId: subject.id,
    detail: { ...detail, by: 'command line' },
  });
}

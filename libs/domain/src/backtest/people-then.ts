import { groupPersons, type RecordsByKind } from '../audit/group-persons.js';
import type { PersonFacts, RecordVersion } from '../facts.js';
import type { Instant, RecordKind } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { isDueFromTheFirst } from '../timeline/scores.js';
import { recordKey } from '../timeline/versions.js';

/** After every instant that a source can name. */
export const END_OF_TIME: Instant = 8.64e15;

/**
 * People whose records hang together (merged, or rows that changed hands), as they were known at any instant: who was one person
 * then, and whose the rows were. A later merge is not known earlier.
 */
export interface PeopleThen {
  /** All versions of every record. */
  records: RecordsByKind;
  at(moment: AsOf): readonly PersonFacts[];
}

/** One list for every kind. */
export const KINDS_OF_PEOPLE = [
  'patient',
  'appointment',
  'plan',
  'recall',
  'package',
  'membership',
  'program',
  'invoice',
  'payment',
  'score',
  'consent',
  'communication',
] as const satisfies RecordKind[];

/** From the records of one cluster; `patientsFrom` as in `groupPersons`. */
export function peopleThen(records: RecordsByKind, patientsFrom: ReadonlyMap<string, string> = new Map()): PeopleThen {
  if (isOnePerson(records)) {
    const persons = groupPersons(records, END_OF_TIME, patientsFrom).map(named);
    return { records, at: () => persons };
  }
  const instants = instantsOf(records);
  let recent: { from: Instant; until: Instant | null; persons: PersonFacts[] } | null = null;
  return {
    records,
    at(moment) {
      if (recent === null || moment.at < recent.from || (recent.until !== null && moment.at >= recent.until)) {
        const until = instants.find((instant) => instant > moment.at) ?? null;
        const persons = groupPersons(knownThen(records, moment.at), moment.at, patientsFrom).map(named);
        recent = { from: moment.at, until, persons };
      }
      moment.reached(recent.until);
      return recent.persons;
    },
  };
}

/** One record, never merged, and every row its own: who it is does not depend on the instant. */
function isOnePerson(records: RecordsByKind): boolean {
  const [first, ...versions] = records.patient ?? [];
  if (first === undefined || (first.data.mergedInto?.trim() ?? '') !== '') return false;
  const isOther = ({ source, id, data }: RecordVersion<'patient'>) =>
    source !== first.source || id !== first.id || (data.mergedInto?.trim() ?? '') !== '';
  if (versions.some(isOther)) return false;
  return KINDS_OF_PEOPLE.every(
    (kind) =>
      kind === 'patient' ||
      (records[kind] ?? []).every((row) => row.source === first.source && row.data.patientId === first.id),
  );
}

/** From what a database knows of one person: their records are taken apart where they were not one person all the time. */
export function peopleOf(person: PersonFacts): PeopleThen {
  const records = recordsOf(person);
  const [first] = person.patients;
  if (person.patients.length === 1 && first?.every(({ data }) => (data.mergedInto?.trim() ?? '') === '') === true)
    return { records, at: () => [person] };
  const sources = new Map<string, string>();
  for (const { source, id } of records.patient ?? []) sources.set(source, source).set(id, source);
  const patientsFrom = new Map<string, string>();
  for (const kind of KINDS_OF_PEOPLE) {
    if (kind === 'patient') continue;
    for (const { source, data } of records[kind] ?? []) {
      const from = data.patientId === null ? undefined : sources.get(data.patientId);
      if (!sources.has(source) && from !== undefined) patientsFrom.set(source, from);
    }
  }
  return peopleThen(records, patientsFrom);
}

/** Ids of two sources may be the same word. */
function named(person: PersonFacts): PersonFacts {
  const source = person.patients[0]?.[0]?.source ?? '';
  return source === '' ? person : { ...person, personId: recordKey(source, person.personId) };
}

export function recordsOf(person: PersonFacts): RecordsByKind {
  return {
    patient: person.patients.flat(),
    appointment: person.appointments,
    plan: person.plans,
    recall: person.recalls,
    package: person.packages,
    membership: person.memberships,
    program: person.programs,
    invoice: person.invoices,
    payment: person.payments,
    score: person.scores,
    consent: person.consents,
    communication: person.communications,
  };
}

/** Every instant at which something of these records became known, in order. */
function instantsOf(records: RecordsByKind): Instant[] {
  const instants = new Set<Instant>();
  for (const kind of KINDS_OF_PEOPLE) {
    for (const { recordedAt, createdAt } of records[kind] ?? []) {
      if (recordedAt !== null) instants.add(recordedAt);
      if (createdAt !== null) instants.add(createdAt);
    }
  }
  return [...instants].sort((one, other) => one - other);
}

/** Without what was written later, except the version from which a record is seen as created (Q01) or a score as due (Q02). */
function knownThen(records: RecordsByKind, at: Instant): RecordsByKind {
  const known: RecordsByKind = {};
  for (const kind of KINDS_OF_PEOPLE) {
    const rows = records[kind];
    if (rows !== undefined) Object.assign(known, { [kind]: rowsThen<RecordKind>(kind, rows, at) });
  }
  return known;
}

function rowsThen<K extends RecordKind>(kind: K, rows: readonly RecordVersion<K>[], at: Instant): RecordVersion<K>[] {
  const isWritten = ({ recordedAt }: RecordVersion<K>) => recordedAt === null || recordedAt <= at;
  const written = new Set<string>();
  const earliest = new Map<string, RecordVersion<K>>();
  const firstGiven = new Map<string, RecordVersion<K>>();
  for (const row of rows) {
    const key = recordKey(row.source, row.id);
    if (isWritten(row)) written.add(key);
    if (!firstGiven.has(key)) firstGiven.set(key, row);
    const first = earliest.get(key);
    if (first === undefined || isBefore(row, first)) earliest.set(key, row);
  }
  return rows.filter((row) => {
    if (isWritten(row)) return true;
    const key = recordKey(row.source, row.id);
    if (written.has(key)) return false;
    if (earliest.get(key) === row && row.createdAt !== null && row.createdAt <= at) return true;
    return kind === 'score' && firstGiven.get(key) === row && isDueFromTheFirst(row as RecordVersion<'score'>);
  });
}

function isBefore(one: RecordVersion, other: RecordVersion): boolean {
  const [first, second] = [one.recordedAt ?? -END_OF_TIME, other.recordedAt ?? -END_OF_TIME];
  return first === second ? one.sequence < other.sequence : first < second;
}

import {
  emptyPerson,
  type Instant,
  type OwnInterval,
  type PersonFacts,
  type PracticeFacts,
  type RecordKind,
  type RecordVersion,
} from '@keepwell/domain';
import { RECORD_TABLES } from '../entities/record-tables.js';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';
import { earlierPracticeRecords, earlierVersions } from './record-history.js';
import { RECORD_WIDTH, recordColumns, rowDecoder } from './record-columns.js';

/** The lists of a person's facts, by kind. */
const LISTS = {
  appointment: 'appointments',
  plan: 'plans',
  recall: 'recalls',
  package: 'packages',
  membership: 'memberships',
  program: 'programs',
  invoice: 'invoices',
  payment: 'payments',
  score: 'scores',
  consent: 'consents',
  communication: 'communications',
} as const satisfies Partial<Record<RecordKind, keyof PersonFacts>>;

type ListedKind = keyof typeof LISTS;
const LISTED_KINDS = Object.keys(LISTS) as ListedKind[];
/** In the place of a kind: what staff agreed with them is no record of a source. */
const OWN_INTERVALS = LISTED_KINDS.length;

/**
 * Every row of the asked persons in one statement: place of the person, kind, whether it is the survivor's, our id, row. A
 * statement per kind would spend more time on the way than in the tables. `offset 0` keeps each look a look by index: whatever
 * the planner believes about the sizes of tables, it must not read a practice to find a person. Of what the practice keeps nothing
 * of, as most keep no packages or memberships, nobody is looked for.
 */
const rowsOf = (which: 'current' | 'known before'): string => {
  const there = which === 'current' ? 'gone_at is null' : '(gone_at is null or gone_at > $3)';
  return `
  with asked as materialized (
    select p.id, a.place::int from unnest($2::uuid[]) with ordinality as a (person_id, place)
     cross join lateral (
       select id from patient where practice_id = $1 and person_id = a.person_id and ${there} offset 0) p)
  select a.place, -1, r.id = r.person_id, r.id::text, ${recordColumns(RECORD_TABLES.patient, 'r')}
    from asked a cross join lateral (select * from patient where practice_id = $1 and id = a.id offset 0) r
  ${LISTED_KINDS.map(
    (kind, i) => `union all
  select a.place, ${i}, false, r.id::text, ${recordColumns(RECORD_TABLES[kind], 'r')}
    from asked a cross join lateral (select * from ${kind} where practice_id = $1 and patient_id = a.id and ${there} offset 0) r
   where (select exists (select from ${kind} where practice_id = $1))`,
  ).join('\n')}
  union all
  select a.place, ${OWN_INTERVALS}, false, w.id::text, ${OWN_INTERVAL_COLUMNS}
    from asked a cross join lateral (
      select * from patient_preference where practice_id = $1 and person_id = a.id and interval_days is not null offset 0) w`;
};

/** As wide as a record. */
const OWN_INTERVAL_COLUMNS = [
  ...['w.line', 'w.interval_days::text', "date_part('epoch', w.at)::text", "date_part('epoch', w.ended_at)::text"],
  ...Array.from({ length: RECORD_WIDTH - 4 }, () => 'null::text'),
].join(', ');

const CURRENT_ROWS = rowsOf('current');
const ROWS_KNOWN_BEFORE = rowsOf('known before');

type FactRow = [place: number, kind: number, isSurvivor: boolean, recordId: string, ...record: (string | null)[]];
const RECORD_FROM = 4;

/** What is known of persons: their rows of every kind, read by person, as the domain takes them. */
export class TimelineQueries {
  /** In the order asked; a person of whom no record is left has no patients. */
  async currentFacts(tx: Transaction, practiceId: string, personIds: string[]): Promise<PersonFacts[]> {
    if (personIds.length === 0) return [];
    const rows = await namedRows<FactRow>(tx, 'current-facts', CURRENT_ROWS, [practiceId, personIds]);
    return assemble(personIds, rows, null);
  }

  /** Every version there ever was, for a question about the past; what was gone by then is left out. */
  async factsWithHistory(
    tx: Transaction,
    practiceId: string,
    personIds: string[],
    asOf: Instant,
  ): Promise<PersonFacts[]> {
    if (personIds.length === 0) return [];
    const values = [practiceId, personIds, new Date(asOf)];
    const rows = await namedRows<FactRow>(tx, 'facts-known-before', ROWS_KNOWN_BEFORE, values);
    const earlier = await earlierVersions(
      tx,
      practiceId,
      rows.map(([, , , recordId]) => recordId),
      asOf,
    );
    return assemble(personIds, rows, earlier);
  }

  /** The practice's own records with all their versions, each beside its own: their order says which comes first (Q12). */
  async practiceWithHistory(tx: Transaction, practiceId: string, current: PracticeFacts): Promise<PracticeFacts> {
    const withEarlier = async <K extends 'location' | 'practitioner' | 'service'>(
      kind: K,
      rows: RecordVersion<K>[],
    ) => {
      const earlier = await earlierPracticeRecords(tx, practiceId, kind);
      return rows.flatMap((row) => [
        ...earlier.filter(({ source, id }) => source === row.source && id === row.id),
        row,
      ]);
    };
    return {
      ...current,
      locations: await withEarlier('location', current.locations),
      practitioners: await withEarlier('practitioner', current.practitioners),
      services: await withEarlier('service', current.services),
    };
  }
}

/** Versions of a record before the one given, oldest first. */
type Earlier = (recordId: string, current: RecordVersion) => RecordVersion[];

function assemble(personIds: string[], rows: FactRow[], earlier: Earlier | null): PersonFacts[] {
  const facts = personIds.map(emptyPerson);
  for (const row of rows) {
    const [place, kindIndex, isSurvivor, recordId] = row;
    const person = facts[place - 1];
    if (person === undefined) throw new Error('A fact came back for nobody who was asked about');
    if (kindIndex === OWN_INTERVALS) {
      (person.ownIntervals ??= []).push(ownInterval(row));
      continue;
    }
    const kind = LISTED_KINDS[kindIndex] ?? 'patient';
    const current: RecordVersion = rowDecoder(kind)(row, RECORD_FROM);
    const versions = earlier === null ? [current] : [...earlier(recordId, current), current];
    if (kind !== 'patient') for (const version of versions) (person[LISTS[kind]] as RecordVersion[]).push(version);
    else if (isSurvivor) person.patients.unshift(versions as RecordVersion<'patient'>[]);
    else person.patients.push(versions as RecordVersion<'patient'>[]);
  }
  for (const person of facts) {
    if (earlier === null) person.hasOneVersionEach = true;
    sortPatients(person);
    person.ownIntervals?.sort((one, other) => one.setAt - other.setAt || one.days - other.days);
  }
  return facts;
}

function ownInterval(row: FactRow): OwnInterval {
  const [line, days, setAt, endedAt] = row.slice(RECORD_FROM) as (string | null)[];
  const instant = (seconds: string) => Math.round(Number(seconds) * 1000);
  return {
    line: line ?? null,
    days: Number(days),
    setAt: instant(setAt ?? ''),
    endedAt: endedAt === null || endedAt === undefined ? null : instant(endedAt),
  };
}

/** The survivor first, the merged ones by source and id: the order in which rows lie on disk must not show. */
function sortPatients(person: PersonFacts): void {
  if (person.patients.length < 3) return;
  const [survivor, ...merged] = person.patients;
  const key = ([version]: RecordVersion<'patient'>[]) => `${version?.source}\u0000${version?.id}`;
  person.patients = [survivor as RecordVersion<'patient'>[], ...merged.sort((a, b) => (key(a) < key(b) ? -1 : 1))];
}

import type { PersonFacts } from '../facts.js';
import type { Instant, RecordKind } from '../records.js';
import type { AsOf } from './as-of.js';
import type { Timeline } from './timeline.js';
import { seeRecords, type Seen } from './versions.js';

/** A person's own lists of records, by kind. */
const LISTS = {
  recall: 'recalls',
  package: 'packages',
  membership: 'memberships',
  program: 'programs',
  payment: 'payments',
  communication: 'communications',
} as const satisfies Partial<Record<RecordKind, keyof PersonFacts>>;

export type OwnKind = keyof typeof LISTS;

/** What is known of the person's records of one kind, ordered by id; those of a patient record not known yet are left out (Q95). */
export function ownRecords<K extends OwnKind>({ person, isKnown }: Timeline, kind: K, asOf: AsOf): Seen<K>[] {
  const rows = person[LISTS[kind]] as unknown as Parameters<typeof seeRecords<K>>[0];
  if (rows.length === 0) return [];
  return seeRecords(rows, asOf).filter(({ row }) => isKnown(row as unknown as Parameters<typeof isKnown>[0]));
}

/** When as much of a record was known as is seen: never later than the instant asked for. */
export function knownAt<K extends RecordKind>({ row, asCreated }: Seen<K>): Instant | null {
  return asCreated ? row.createdAt : row.recordedAt;
}

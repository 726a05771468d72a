import type { RecordVersion } from '../facts.js';
import type { RecordKind } from '../records.js';
import type { AsOf } from './as-of.js';

/** A record as it was known at an instant. */
export interface Seen<K extends RecordKind> {
  row: RecordVersion<K>;
  /** The version in hand was written later: only what the record must have said when it was made counts (Q01). */
  asCreated: boolean;
}

function isEarlier(one: RecordVersion, other: RecordVersion): boolean {
  const first = one.recordedAt ?? Number.NEGATIVE_INFINITY;
  const second = other.recordedAt ?? Number.NEGATIVE_INFINITY;
  return first === second ? one.sequence < other.sequence : first < second;
}

/**
 * A record made after this instant does not exist, even when it claims an earlier change (Q01). A source whose clocks
 * are merely ahead of ours hides nothing: its rows were recorded when we read them.
 */
function isMade({ createdAt, updatedAt }: RecordVersion, asOf: AsOf): boolean {
  return createdAt === null || updatedAt === null || createdAt <= updatedAt || asOf.reached(createdAt);
}

/** All versions of one record → the one that counts at this instant, or null when the record does not exist yet (Q01). */
export function seeRecord<K extends RecordKind>(versions: readonly RecordVersion<K>[], asOf: AsOf): Seen<K> | null {
  let known: RecordVersion<K> | null = null;
  let first: RecordVersion<K> | null = null;
  for (const version of versions) {
    if (first === null || isEarlier(version, first)) first = version;
    const isKnown = version.recordedAt === null || asOf.reached(version.recordedAt);
    if (isKnown && (known === null || !isEarlier(version, known))) known = version;
  }
  if (known !== null) return isMade(known, asOf) ? { row: known, asCreated: false } : null;
  return first !== null && asOf.reached(first.createdAt) ? { row: first, asCreated: true } : null;
}

/** One name for a record across sources; most practices have one source and pay nothing for it. */
export function recordKey(source: string, id: string): string {
  return source === '' ? id : `${source}\u0000${id}`;
}

/** Code-unit order of ids, the tie-breaker everywhere (Q35). */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function byKey(one: Seen<RecordKind>, other: Seen<RecordKind>): number {
  return compareText(one.row.id, other.row.id) || compareText(one.row.source, other.row.source);
}

/** The records among these versions that exist at this instant, ordered by id: the order of arrival leaves no trace. */
export function seeRecords<K extends RecordKind>(rows: readonly RecordVersion<K>[], asOf: AsOf): Seen<K>[] {
  const seen = seeInAnyOrder(rows, asOf);
  return seen.length > 1 ? seen.sort(byKey) : seen;
}

/** For a caller who puts them into an order of its own. */
export function seeInAnyOrder<K extends RecordKind>(
  rows: readonly RecordVersion<K>[],
  asOf: AsOf,
  hasOneEach = haveOneVersionEach(rows),
): Seen<K>[] {
  const seen: Seen<K>[] = [];
  if (hasOneEach) {
    for (const row of rows) {
      const record = seeOnlyVersion(row, asOf);
      if (record !== null) seen.push(record);
    }
    return seen;
  }
  for (const versions of versionsByRecord(rows)) {
    const record = seeRecord(versions, asOf);
    if (record !== null) seen.push(record);
  }
  return seen;
}

/** `seeRecord` where there is one version, as there nearly always is. */
export function seeOnlyVersion<K extends RecordKind>(row: RecordVersion<K>, asOf: AsOf): Seen<K> | null {
  if (row.recordedAt === null || asOf.reached(row.recordedAt)) {
    return isMade(row, asOf) ? { row, asCreated: false } : null;
  }
  return asOf.reached(row.createdAt) ? { row, asCreated: true } : null;
}

/** Up to this many rows comparing each with each is faster than a table. */
const FEW = 12;

export function haveOneVersionEach(rows: readonly RecordVersion[]): boolean {
  if (rows.length > FEW) return new Set(rows.map(({ source, id }) => recordKey(source, id))).size === rows.length;
  for (let index = 1; index < rows.length; index += 1) {
    const { id, source } = rows[index]!;
    for (let before = 0; before < index; before += 1) {
      if (rows[before]!.id === id && rows[before]!.source === source) return false;
    }
  }
  return true;
}

/** Rows grouped into records, in the order in which each record first appears. */
export function versionsByRecord<K extends RecordKind>(rows: readonly RecordVersion<K>[]): RecordVersion<K>[][] {
  if (haveOneVersionEach(rows)) return rows.map((row) => [row]);
  const records = new Map<string, RecordVersion<K>[]>();
  for (const row of rows) {
    const key = recordKey(row.source, row.id);
    const versions = records.get(key);
    if (versions === undefined) records.set(key, [row]);
    else versions.push(row);
  }
  return [...records.values()];
}

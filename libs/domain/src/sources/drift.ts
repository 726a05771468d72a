import type { Instant, RecordKind } from '../records.js';

/** What was handed over of one kind in one hour, and how many of the records carried each field. */
export interface ProfileHour {
  hour: Instant;
  seen: number;
  filled: Readonly<Record<string, number>>;
}

export interface VanishedField {
  field: string;
  /** How many records carried it before, of how many. */
  before: { seen: number; filled: number };
  /** Records in a row that no longer do. */
  since: number;
}

const LEAST_SEEN = 50;
const LEAST_SHARE = 0.2;

/**
 * Fields that carried something (in 20 % of at least 50 records) and carry nothing any more over at least 50 newer ones.
 * `hours` newest first.
 */
export function vanishedFields(hours: readonly ProfileHour[]): VanishedField[] {
  const fields = new Set(hours.flatMap(({ filled }) => Object.keys(filled)));
  return [...fields].sort().flatMap((field) => {
    const carries = hours.findIndex(({ filled }) => (filled[field] ?? 0) > 0);
    if (carries === -1) return [];
    const since = sum(hours.slice(0, carries), ({ seen }) => seen);
    const earlier = hours.slice(carries);
    const before = { seen: sum(earlier, ({ seen }) => seen), filled: sum(earlier, ({ filled }) => filled[field] ?? 0) };
    const carried = before.seen >= LEAST_SEEN && before.filled >= before.seen * LEAST_SHARE;
    return carried && since >= LEAST_SEEN ? [{ field, before, since }] : [];
  });
}

/** A value that says something. `unknown` is how "nothing" is written where a field has to say a word. */
export function carriesSomething(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 'unknown') return false;
  return !Array.isArray(value) || value.length > 0;
}

/** As alarms name it: stream, then kind and field. */
export function driftSubject(stream: string, kind: RecordKind, field: string): string {
  return `${stream} ${kind}.${field}`;
}

function sum(hours: readonly ProfileHour[], of: (hour: ProfileHour) => number): number {
  return hours.reduce((total, hour) => total + of(hour), 0);
}

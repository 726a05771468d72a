import { parseInstant, RecordUnreadable } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';
import { Temporal } from 'temporal-polyfill';

/** One row of a list, as it came. */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text that says something; numbers too, since the same id is a number here and text there. */
export function text(row: Row | null, field: string): string | null {
  const value = row?.[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function flag(row: Row, field: string): boolean | null {
  return typeof row[field] === 'boolean' ? row[field] : null;
}

export function number(row: Row, field: string): number | null {
  const value = row[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function inside(row: Row | null, field: string): Row | null {
  const value = row?.[field];
  return isRow(value) ? value : null;
}

export function rowsIn(row: Row, field: string): Row[] {
  const value = row[field];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

export function idOf(row: Row, field = 'Id'): string {
  const id = text(row, field);
  if (id === null) throw new RecordUnreadable(null, `The row has no ${field}.`);
  return id;
}

/** An instant as Mindbody writes it: the site's local time, without a zone. Null where there is none. */
export function at(row: Row, field: string, zone: ZoneId): Instant | null {
  const value = text(row, field);
  if (value === null || value.startsWith('0001-01-01')) return null;
  const instant = parseInstant(value, zone);
  if (typeof instant !== 'number') throw new RecordUnreadable(text(row, 'Id'), `${field} is not a time.`);
  return instant;
}

/** The date in front of a midnight that means nothing. */
export function date(row: Row, field: string): LocalDate | null {
  const value = text(row, field)?.slice(0, 10) ?? '';
  if (value === '0001-01-01' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  return typeof parseInstant(value, 'UTC') === 'number' ? value : null;
}

/** An instant as Mindbody wants to be told it. */
export function local(instant: Instant, zone: ZoneId): string {
  const there = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return there.toPlainDateTime().toString({ smallestUnit: 'second' });
}

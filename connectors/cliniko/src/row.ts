import { parseInstant, RecordUnreadable } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

/** One row of a list, as it came. */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text that says something; numbers, too, since ids have been both. */
export function text(row: Row, field: string): string | null {
  const value = row[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function flag(row: Row, field: string): boolean | null {
  return typeof row[field] === 'boolean' ? row[field] : null;
}

export function whole(row: Row, field: string): number | null {
  const value = row[field];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

export function idOf(row: Row): string {
  const id = text(row, 'id');
  if (id === null) throw new RecordUnreadable(null, 'The row has no id.');
  return id;
}

/** An instant as Cliniko writes it: UTC. Null where there is none; what cannot be read puts the row aside. */
export function at(row: Row, field: string): Instant | null {
  const value = text(row, field);
  if (value === null) return null;
  const instant = parseInstant(value, null);
  if (typeof instant !== 'number') {
    throw new RecordUnreadable(text(row, 'id'), `${field} is not a time in UTC: ask Cliniko what it means.`);
  }
  return instant;
}

/** A date without time. */
export function date(row: Row, field: string): LocalDate | null {
  const value = text(row, field);
  return value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) && typeof parseInstant(value, 'UTC') === 'number'
    ? value
    : null;
}

/** The first instant of a date in the practice's zone. */
export function dayOf(row: Row, field: string, zone: ZoneId | null): Instant | null {
  const value = date(row, field);
  const instant = value === null ? null : parseInstant(value, zone);
  return typeof instant === 'number' ? instant : null;
}

/** The id at the end of `{ links: { self: "https://…/patients/1" } }`. */
export function linked(row: Row, field: string): string | null {
  const links = isRow(row[field]) ? row[field]['links'] : null;
  const self = isRow(links) ? links['self'] : null;
  if (typeof self !== 'string') return null;
  const last = self.split(/[?#]/)[0]?.replace(/\/+$/, '').split('/').at(-1) ?? '';
  return /^[\w-]+$/.test(last) ? last : null;
}

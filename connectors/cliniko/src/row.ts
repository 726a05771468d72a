import { isRow, parseInstant, RecordUnreadable, wordIn as text, type Row } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

export { flagIn as flag, idOf, isRow, wholeIn as whole, wordIn as text, type Row } from '@keepwell/connector-sdk';

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

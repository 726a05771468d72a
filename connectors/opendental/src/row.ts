import { numberIn, parseInstant, RecordUnreadable, textIn, type Row } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

/** Columns of the database stand in PascalCase; small letters were worked out. */
export { isRow, type Row } from '@keepwell/connector-sdk';

/** Text that says something; the same column is a number on another day. */
export function text(row: Row, field: string): string | null {
  return numberIn(row, field)?.toString() ?? textIn(row, field);
}

/** A number that names another row; 0 is nobody. */
export function num(row: Row, field: string): string | null {
  const value = text(row, field);
  return value === null || value === '0' || !/^-?\d+$/.test(value) ? null : value;
}

export function idOf(row: Row, field: string): string {
  const id = num(row, field);
  if (id === null) throw new RecordUnreadable(null, `The row has no ${field}.`);
  return id;
}

/** "true" and "false", as text. */
export function flag(row: Row, field: string): boolean | null {
  const value = String(row[field] as string | boolean).toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : null;
}

/** A date; the year 1 is none. */
export function date(row: Row, field: string): LocalDate | null {
  const found = /^(\d{4}-\d{2}-\d{2})/.exec(text(row, field) ?? '')?.[1];
  return found === undefined || found.startsWith('0001') || typeof parseInstant(found, 'UTC') !== 'number'
    ? null
    : found;
}

/** A time on the clock of the office's server; of an hour that comes twice, the first. */
export function at(row: Row, field: string, zone: ZoneId): Instant | null {
  const value = text(row, field);
  if (value === null || value.startsWith('0001-01-01')) return null;
  const instant = parseInstant(value, zone);
  return typeof instant === 'number' ? instant : null;
}

import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';
import { RecordUnreadable } from './errors.js';
import { parseInstant } from './instants.js';

/**
 * One object of the other side's JSON, before anybody believes it. Vendors send wrong types now and then: these readers answer "not
 * there" instead of failing, so that one odd field costs one field and not a page.
 */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a field. */
export function rowIn(row: Row | null, field: string): Row | null {
  const value = row?.[field];
  return isRow(value) ? value : null;
}

/** The objects of a list in a field. */
export function rowsIn(row: Row | null, field: string): Row[] {
  const value = row?.[field];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

/** Text that says something, trimmed. */
export function textIn(row: Row | null, field: string): string | null {
  const value = row?.[field];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Text or a whole number as text: ids have been both. */
export function wordIn(row: Row | null, field: string): string | null {
  const value = row?.[field];
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textIn(row, field);
}

export function flagIn(row: Row | null, field: string): boolean | null {
  const value = row?.[field];
  return typeof value === 'boolean' ? value : null;
}

export function numberIn(row: Row | null, field: string): number | null {
  const value = row?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function wholeIn(row: Row | null, field: string): number | null {
  const value = row?.[field];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

/** The row's own id. Throws `RecordUnreadable`: a row without one is put aside. */
export function idOf(row: Row, field = 'id'): string {
  const id = wordIn(row, field);
  if (id === null) throw new RecordUnreadable(null, `The row has no ${field}.`);
  return id;
}

/** Null when absent; `invalid` when there and not a time. A date alone is its first instant in `zone`. */
export function instantIn(row: Row | null, field: string, zone: ZoneId | null): Instant | null | 'invalid' {
  const said = textIn(row, field);
  if (said === null) return null;
  const read = parseInstant(said, zone);
  return typeof read === 'number' ? read : 'invalid';
}

/** The date at the beginning of a text. */
export function dateIn(row: Row | null, field: string): LocalDate | null {
  const said = textIn(row, field)?.slice(0, 10) ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(said) && typeof parseInstant(said, 'UTC') === 'number' ? said : null;
}

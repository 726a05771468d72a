import { parseInstant } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

/** One object of the other side's JSON, before anybody believes it. */
export type Row = Record<string, unknown>;

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function one(row: Row | null, field: string): Row | null {
  const value = row?.[field];
  return isRow(value) ? value : null;
}

export function many(row: Row | null, field: string): Row[] {
  const value = row?.[field];
  return Array.isArray(value) ? value.filter(isRow) : [];
}

export function text(row: Row | null, field: string): string | null {
  const value = row?.[field];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function flag(row: Row | null, field: string): boolean | null {
  const value = row?.[field];
  return typeof value === 'boolean' ? value : null;
}

export function number(row: Row | null, field: string): number | null {
  const value = row?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** An id as text, whether it came as a number or as text. */
export function id(row: Row | null, field: string): string | null {
  const value = row?.[field];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** Null when absent; `invalid` when there and not a time. A date alone is its first instant in `zone`. */
export function instant(row: Row | null, field: string, zone: ZoneId | null): Instant | null | 'invalid' {
  const said = text(row, field);
  if (said === null) return null;
  const read = parseInstant(said, zone);
  return typeof read === 'number' ? read : 'invalid';
}

/** A time that is only worth having where it can be read. */
export function instantOrNull(row: Row | null, field: string, zone: ZoneId | null): Instant | null {
  const read = instant(row, field, zone);
  return read === 'invalid' ? null : read;
}

export function date(row: Row | null, field: string): LocalDate | null {
  const said = text(row, field)?.slice(0, 10) ?? '';
  return typeof parseInstant(said, 'UTC') === 'number' ? said : null;
}

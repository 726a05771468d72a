import type { FieldType, RecordTable } from '../entities/record-table.js';
import type { IncomingRecord } from './incoming.js';

/** PostgreSQL and ISO 8601 agree on years 1 to 9999. */
const FIRST_INSTANT = -62_135_596_800_000;
const LAST_INSTANT = 253_402_300_799_999;
const MAX_INTEGER = 2_147_483_647;
/** One field must not be able to fill the database or overflow an index row. */
const MAX_TEXT = 100_000;
const MAX_ID = 512;

/**
 * What keeps a record from being stored, naming fields and never values; empty when nothing does. One value that
 * PostgreSQL refuses would otherwise take the whole page with it (safety S-07).
 */
export function storableProblems(table: RecordTable, record: IncomingRecord): string[] {
  const problems: string[] = [];
  const note = (field: string, problem: string | null) => {
    if (problem !== null) problems.push(`${field} ${problem}`);
  };
  note('id', textProblem(record.sourceId, MAX_ID));
  note('versionId', record.versionId === null ? null : textProblem(record.versionId, MAX_ID));
  for (const field of ['createdAt', 'updatedAt', 'recordedAt'] as const) {
    if (record[field] !== null) note(field, instantProblem(record[field]));
  }
  if (record.data === null) return problems;
  for (const { field, type } of table.fields) {
    const value = record.data[field];
    if (value !== null && value !== undefined) note(field, valueProblem(type, value));
  }
  return problems;
}

/** Whether an id can so much as be looked up. */
export function isStorableId(id: unknown): id is string {
  return id !== '' && textProblem(id, MAX_ID) === null;
}

function valueProblem(type: FieldType, value: unknown): string | null {
  switch (type) {
    case 'text':
      return textProblem(value, MAX_TEXT);
    case 'reference':
      return textProblem(value, MAX_ID);
    case 'date':
      return isDate(value) ? null : 'is no date that can be stored';
    case 'instant':
      return instantProblem(value);
    case 'boolean':
      return typeof value === 'boolean' ? null : 'is neither true nor false';
    case 'integer':
      return Number.isInteger(value) && Math.abs(value as number) <= MAX_INTEGER ? null : 'is too large a number';
    case 'minor':
      return Number.isSafeInteger(value) ? null : 'is no amount in minor units';
    case 'float':
      return Number.isFinite(value) ? null : 'is no number';
    case 'json':
      return JSON.stringify(value).includes('\\u0000')
        ? 'holds a NUL character'
        : textProblem(JSON.stringify(value), MAX_TEXT);
    case 'texts':
      return Array.isArray(value) && value.every((text) => textProblem(text, MAX_ID) === null)
        ? null
        : 'is no list of texts';
    case 'integers':
      return Array.isArray(value) && value.every(Number.isInteger) ? null : 'is no list of numbers';
  }
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith('0000')) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function textProblem(value: unknown, longest: number): string | null {
  if (typeof value !== 'string') return 'is no text';
  if (value.includes('\u0000')) return 'holds a NUL character';
  return value.length > longest ? `is longer than ${longest} characters` : null;
}

function instantProblem(value: unknown): string | null {
  return Number.isInteger(value) && (value as number) >= FIRST_INSTANT && (value as number) <= LAST_INSTANT
    ? null
    : 'is outside the years 1 to 9999';
}

import type { FieldType } from '../entities/record-table.js';

/** Values in PostgreSQL's COPY text format. */

const NULL = '\\N';
const NEEDS_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

export function copyText(value: string | null): string {
  if (value === null) return NULL;
  return NEEDS_ESCAPE.test(value)
    ? value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
    : value;
}

export function copyInstant(value: number | null): string {
  return value === null ? NULL : new Date(value).toISOString();
}

export function copyHash(hex: string): string {
  return `\\\\x${hex}`;
}

/** One field of a record. Its type was checked before: a value that does not fit never comes here. */
export function copyField(type: FieldType, value: unknown): string {
  if (value === null || value === undefined) return NULL;
  switch (type) {
    case 'text':
    case 'reference':
    case 'date':
      return copyText(value as string);
    case 'instant':
      return new Date(value as number).toISOString();
    case 'boolean':
      return value === true ? 't' : 'f';
    case 'integer':
    case 'minor':
    case 'float':
      return String(value as number);
    case 'json':
      return copyText(JSON.stringify(value));
    case 'texts':
      return copyText(arrayLiteral(value as string[]));
    case 'integers':
      return `{${(value as number[]).join(',')}}`;
  }
}

function arrayLiteral(values: string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, (character) => `\\${character}`)}"`).join(',')}}`;
}

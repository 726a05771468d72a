import { hash } from 'node:crypto';
import type { Instant } from '@keepwell/domain/records';
import type { RecordTable } from '../entities/record-table.js';

/**
 * 128 bits over what we keep of a record: equal hash, nothing to write. The record's making belongs to it, because the
 * domain reads it; the clock of the version does not, because sources move it for edits that we do not keep.
 */
export function contentHash(table: RecordTable, createdAt: Instant | null, data: Record<string, unknown>): string {
  return hashOfContent(contentText(table, createdAt, data));
}

/** What is hashed: when the record was made, then its fields in order, as JSON. The journal keeps the very same text. */
export function contentText(table: RecordTable, createdAt: Instant | null, data: Record<string, unknown>): string {
  const values: unknown[] = [createdAt];
  for (const { field } of table.fields) values.push(data[field] ?? null);
  return JSON.stringify(values);
}

export function hashOfContent(text: string): string {
  // In one call: an object for each hash would cost as much as the hash.
  return hash('sha256', text).slice(0, 32);
}

/** Stands for "deleted before we ever read it". */
export const NO_CONTENT = '0'.repeat(32);

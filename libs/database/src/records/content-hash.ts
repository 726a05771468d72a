import { createHash } from 'node:crypto';
import type { Instant } from '@keepwell/domain/records';
import type { RecordTable } from '../entities/record-table.js';

/**
 * 128 bits over what we keep of a record: equal hash, nothing to write. The record's making belongs to it, because the
 * domain reads it; the clock of the version does not, because sources move it for edits that we do not keep.
 */
export function contentHash(table: RecordTable, createdAt: Instant | null, data: Record<string, unknown>): string {
  const values: unknown[] = [createdAt];
  for (const { field } of table.fields) values.push(data[field] ?? null);
  return createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 32);
}

/** Stands for "deleted before we ever read it". */
export const NO_CONTENT = '0'.repeat(32);

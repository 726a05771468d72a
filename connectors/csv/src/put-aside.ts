import type { FileHandle } from 'node:fs/promises';
import type { UnreadableRecord } from '@keepwell/connector-sdk';
import type { CsvRow } from './rows.js';
import type { Source } from './survey.js';
import type { RowUnreadable } from './unreadable.js';

/** Enough to understand a row by; a row that never ends is not stored whole. */
const KEPT_BYTES = 16 * 1024;

/** The report of a row that could not be read, with the row as it stands in the file under its header. */
export async function putAside(
  file: FileHandle,
  source: Source,
  row: CsvRow,
  error: RowUnreadable,
): Promise<UnreadableRecord> {
  const buffer = Buffer.alloc(Math.min(row.end - row.start, KEPT_BYTES));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, row.start);
  const line = buffer
    .subarray(0, bytesRead)
    .toString('utf8')
    .replace(/^[\r\n]+|[\r\n]+$/g, '');
  const id = row.cells[source.columns.get('id') ?? -1]?.trim();
  return {
    kind: source.format.kind,
    id: id || null,
    code: error.code,
    reason: `${source.fileName} line ${row.line}: ${error.message}`,
    where: `${source.fileName}:${row.line}`,
    raw: `${source.header?.names.join(source.header.delimiter) ?? ''}\n${line}`,
  };
}

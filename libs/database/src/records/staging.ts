import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Transaction } from '../database.js';
import type { RecordTable } from '../entities/record-table.js';
import { copyField, copyHash, copyInstant, copyText } from './copy-text.js';
import type { Run } from './arrange-versions.js';
import type { RecordIds } from './record-ids.js';
import { stagedColumns } from './record-sql.js';

/** PostgreSQL parses one chunk while the next is made. */
const LINES_PER_CHUNK = 250;

/** A row as it shall stand. */
export interface StagedRow extends Omit<Run, 'data'> {
  id: string;
  sourceId: string;
  /** Null only for what was deleted before we read it. */
  data: Record<string, unknown> | null;
  patientId: string | null;
  /** `insert`; `supersede`: what stands goes to the history first; `replace`: it does not. */
  write: 'insert' | 'supersede' | 'replace';
  /** Id of the history row that `supersede` makes. */
  pastId: string | null;
}

export interface RecordScope {
  practiceId: string;
  connectionId: string;
  stream: string;
  /** Makes the ids of rows; absent: new ones. */
  ids?: RecordIds;
}

/**
 * Sends rows to a temporary table of the session by COPY, on the connection of the transaction. COPY may not write into a
 * table under row-level security, and one merge from a staging table is what makes the writes set-based.
 */
export async function stageRows(tx: Transaction, table: RecordTable, rows: StagedRow[]): Promise<string> {
  const staging = `staged_${table.kind}`;
  const columns = stagedColumns(table);
  // Kept for the session and emptied at each commit: making one per page would fill the catalog.
  await tx.query(
    `create temporary table if not exists ${staging} on commit delete rows
       as select ${columns.join(', ')}, '' as write, null::uuid as past_id from ${table.kind} with no data`,
  );
  // Left by an earlier use in this transaction.
  await tx.query(`delete from ${staging}`);
  const client: pg.PoolClient = await clientOf(tx);
  const target = client.query(copyFrom(`copy ${staging} (${[...columns, 'write', 'past_id'].join(', ')}) from stdin`));
  await pipeline(Readable.from(chunks(table, rows)), target);
  return staging;
}

/** The connection that the transaction runs on. */
export async function clientOf(tx: Transaction): Promise<pg.PoolClient> {
  const runner = tx.queryRunner;
  if (runner === undefined) throw new TypeError('There is no open transaction');
  return runner.connect();
}

function* chunks(table: RecordTable, rows: StagedRow[]): Generator<Buffer> {
  let text = '';
  let lines = 0;
  for (const row of rows) {
    text += copyLine(table, row);
    lines += 1;
    if (lines === LINES_PER_CHUNK) {
      yield Buffer.from(text, 'utf8');
      text = '';
      lines = 0;
    }
  }
  if (lines > 0) yield Buffer.from(text, 'utf8');
}

/** In the order of `stagedColumns`. */
function copyLine(table: RecordTable, row: StagedRow): string {
  let line =
    `${row.id}\t${copyText(row.sourceId)}\t${copyInstant(row.createdAt)}\t${copyInstant(row.updatedAt)}\t${copyText(row.versionId)}\t` +
    `${copyInstant(row.latestAt)}\t${copyInstant(row.recordedAt)}\t${copyInstant(row.observedAt)}\t${row.sequence}\t` +
    `${copyHash(row.hash)}\t${copyInstant(row.goneAt)}`;
  if (table.ofPatient) line += `\t${row.patientId ?? '\\N'}`;
  if (table.kind === 'patient') line += `\t${row.id}`;
  for (const { field, type } of table.fields) line += `\t${copyField(type, row.data?.[field])}`;
  return `${line}\t${row.write}\t${row.pastId ?? '\\N'}\n`;
}

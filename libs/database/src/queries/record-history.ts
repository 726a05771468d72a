import { RECORD_KINDS, type RecordVersion } from '@keepwell/domain';
import type { Transaction } from '../database.js';

interface HistoryRow {
  recordId: string;
  createdAt: number | null;
  updatedAt: number | null;
  recordedAt: number | null;
  sequence: string;
  data: RecordVersion['data'];
}

const milliseconds = (column: string): string => `(date_part('epoch', ${column}) * 1000)`;

/**
 * What records said before, oldest first. Source and id are those of the current version, which is in the table of its
 * kind; ids of records are unique across kinds.
 */
export async function earlierVersions(
  tx: Transaction,
  practiceId: string,
  recordIds: string[],
): Promise<(recordId: string, current: RecordVersion) => RecordVersion[]> {
  const rows: HistoryRow[] = await tx.query(
    `select record_id as "recordId", ${milliseconds('source_created_at')} as "createdAt",
            ${milliseconds('source_updated_at')} as "updatedAt", ${milliseconds('recorded_at')} as "recordedAt", sequence, data
       from record_version
      where practice_id = $1 and kind = any($3) and record_id = any($2::uuid[]) and not deleted
      order by record_id, recorded_at nulls first, sequence`,
    [practiceId, recordIds, [...RECORD_KINDS]],
  );
  const byRecord = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    const known = byRecord.get(row.recordId);
    if (known === undefined) byRecord.set(row.recordId, [row]);
    else known.push(row);
  }
  return (recordId, current) =>
    (byRecord.get(recordId) ?? []).map((row) => ({
      id: current.id,
      source: current.source,
      createdAt: row.createdAt === null ? null : Math.round(row.createdAt),
      updatedAt: row.updatedAt === null ? null : Math.round(row.updatedAt),
      recordedAt: row.recordedAt === null ? null : Math.round(row.recordedAt),
      sequence: Number(row.sequence),
      data: row.data,
    }));
}

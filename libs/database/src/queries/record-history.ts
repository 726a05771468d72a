import { type Instant, RECORD_KINDS, type RecordVersion } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { NO_CONTENT } from '../records/content-hash.js';

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
 * What records said before, oldest first, as far as a question about `asOf` may hear of it: a deletion that came before
 * silences all that was said before it, one that came after silences nothing. Source and id are those of the current
 * version, which is in the table of its kind; ids of records are unique across kinds.
 */
export async function earlierVersions(
  tx: Transaction,
  practiceId: string,
  recordIds: string[],
  asOf: Instant,
): Promise<(recordId: string, current: RecordVersion) => RecordVersion[]> {
  const rows: HistoryRow[] = await tx.query(
    `select record_id as "recordId", ${milliseconds('source_created_at')} as "createdAt",
            ${milliseconds('source_updated_at')} as "updatedAt", ${milliseconds('recorded_at')} as "recordedAt", sequence, data
       from record_version v
      where practice_id = $1 and kind = any($3) and record_id = any($2::uuid[]) and content_hash <> decode('${NO_CONTENT}', 'hex')
        and not exists (
          select from record_version d
           where d.practice_id = $1 and d.kind = v.kind and d.record_id = v.record_id and d.gone_at <= $4
             and (v.recorded_at is null or v.recorded_at <= d.gone_at))
      order by record_id, recorded_at nulls first, sequence`,
    [practiceId, recordIds, [...RECORD_KINDS], new Date(asOf)],
  );
  const byRecord = new Map<string, HistoryRow[]>();
  for (const row of rows) {
    const known = byRecord.get(row.recordId);
    if (known === undefined) byRecord.set(row.recordId, [row]);
    else known.push(row);
  }
  return (recordId, current) => (byRecord.get(recordId) ?? []).map((row) => versionOf(row, current.id, current.source));
}

/** What was said before of locations, practitioners or services. */
export async function earlierPracticeRecords<K extends 'location' | 'practitioner' | 'service'>(
  tx: Transaction,
  practiceId: string,
  kind: K,
): Promise<RecordVersion<K>[]> {
  const rows: (HistoryRow & { source: string; id: string })[] = await tx.query(
    `select v.record_id as "recordId", r.connection_id as source, r.source_id as id, ${milliseconds('v.source_created_at')} as "createdAt",
            ${milliseconds('v.source_updated_at')} as "updatedAt", ${milliseconds('v.recorded_at')} as "recordedAt", v.sequence, v.data
       from record_version v join ${RECORD_TABLES[kind].kind} r on r.practice_id = v.practice_id and r.id = v.record_id
      where v.practice_id = $1 and v.kind = $2 and not v.deleted
      order by v.record_id, v.recorded_at nulls first, v.sequence`,
    [practiceId, kind],
  );
  return rows.map((row) => versionOf(row, row.id, row.source) as RecordVersion<K>);
}

function versionOf(row: HistoryRow, id: string, source: string): RecordVersion {
  return {
    id,
    source,
    createdAt: row.createdAt === null ? null : Math.round(row.createdAt),
    updatedAt: row.updatedAt === null ? null : Math.round(row.updatedAt),
    recordedAt: row.recordedAt === null ? null : Math.round(row.recordedAt),
    sequence: Number(row.sequence),
    data: row.data,
  };
}

import { recordProblems } from '@keepwell/connector-sdk';
import type { CheckRecord, IncomingRecord } from '@keepwell/database';
import { storableProblems } from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import { recordedAtOf } from '@keepwell/domain';

/** A source's record with what storing needs to know of the moment it was read. */
export function incomingRecord(record: SourceRecord, observedAt: Instant, sequence: number): IncomingRecord {
  const { kind, id, createdAt, updatedAt, versionId } = record;
  const isDeletion = record.op === 'delete';
  return {
    kind,
    sourceId: id,
    createdAt,
    updatedAt,
    versionId,
    recordedAt: isDeletion ? (updatedAt ?? observedAt) : recordedAtOf(record.kind, createdAt, updatedAt, record.data),
    observedAt,
    sequence,
    // Every kind's data is a record of fields.
    data: isDeletion ? null : (record.data as unknown as Record<string, unknown>),
  };
}

/** A record must say what records.ts says, and fit into a row. */
export const checkIncoming: CheckRecord = (record, table) => [
  ...recordProblems(sourceRecord(record)),
  ...storableProblems(table, record),
];

/** Back to what the connector handed over: what quarantine keeps and replays. */
export function sourceRecord(record: IncomingRecord): SourceRecord {
  const { kind, sourceId: id, createdAt, updatedAt, versionId, data } = record;
  const source =
    data === null
      ? { kind, op: 'delete', id, createdAt, updatedAt, versionId }
      : { kind, op: 'upsert', id, createdAt, updatedAt, versionId, data };
  return source as SourceRecord;
}

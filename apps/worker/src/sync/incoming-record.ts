import { recordProblems } from '@keepwell/connector-sdk';
import type { CheckRecord, IncomingRecord } from '@keepwell/database';
import { storableProblems } from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import { recordedAtOf } from '@keepwell/domain';

/** A source's record with what storing needs to know of the moment it was read. */
export function incomingRecord(record: SourceRecord, observedAt: Instant, sequence: number): IncomingRecord {
  const { kind, id, createdAt, updatedAt, versionId } = record;
  const envelope = { kind, sourceId: id, createdAt, updatedAt, versionId, observedAt, sequence };
  if (record.op === 'delete') return { ...envelope, recordedAt: updatedAt ?? observedAt, data: null };
  return {
    ...envelope,
    recordedAt: recordedAtOf(record.kind, createdAt, updatedAt, record.data),
    data: { ...record.data },
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
  const envelope = { kind, id, createdAt, updatedAt, versionId };
  return (data === null ? { ...envelope, op: 'delete' } : { ...envelope, op: 'upsert', data }) as SourceRecord;
}

import type { PullPage } from '@keepwell/connector-sdk';
import type { IncomingRecord, PutAside, StoredRecords } from '@keepwell/database';
import type { RecordKind } from '@keepwell/domain';
import { sourceRecord } from './incoming-record.js';

/** What the connector could not understand. */
export function unreadable(page: PullPage): PutAside[] {
  return page.unreadable.map(({ kind, id, code, reason, where, raw }) => ({
    kind,
    sourceId: id,
    code,
    reason,
    where,
    waitsFor: null,
    raw,
    rawForm: 'source',
  }));
}

/** What was understood and could not be stored: unsound, or of a patient who has not come yet. */
export function unstored(records: IncomingRecord[], stored: StoredRecords): PutAside[] {
  const aside: PutAside[] = [];
  records.forEach((record, index) => {
    const outcome = stored.outcomes[index];
    if (outcome !== 'invalid' && outcome !== 'patient_unknown') return;
    const patientId = record.data?.patientId;
    const waitsFor = outcome === 'patient_unknown' && typeof patientId === 'string' ? patientId : null;
    aside.push({
      kind: record.kind,
      sourceId: typeof record.sourceId === 'string' ? record.sourceId : null,
      code: outcome === 'invalid' ? 'record_invalid' : 'patient_unknown',
      reason:
        outcome === 'invalid'
          ? `This ${record.kind} cannot be kept: ${stored.problems.get(index) ?? 'it is not sound'}.`
          : `This ${record.kind} names the patient ${waitsFor}, who has not been read; it is kept and stored when they come.`,
      where: null,
      waitsFor,
      raw: JSON.stringify(sourceRecord(record)),
      rawForm: 'record',
    });
  });
  return aside;
}

/** Source ids by kind of everything the source still has. */
export function seenIds(records: IncomingRecord[]): Map<RecordKind, string[]> {
  const seen = new Map<RecordKind, string[]>();
  for (const { kind, sourceId, data } of records) {
    if (data === null || typeof sourceId !== 'string') continue;
    const ids = seen.get(kind);
    const id = sourceId.replaceAll('\u0000', '');
    if (ids === undefined) seen.set(kind, [id]);
    else ids.push(id);
  }
  return seen;
}

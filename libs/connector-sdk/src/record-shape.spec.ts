import type { SourceRecord } from '@keepwell/domain/records';
import { fieldsBeyond, recordProblems, unsaid } from './record-shape.js';

const recall = (data: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}): SourceRecord =>
  ({
    kind: 'recall',
    op: 'upsert',
    id: 'r1',
    createdAt: null,
    updatedAt: 1,
    versionId: null,
    ...envelope,
    data: {
      patientId: 'p1',
      type: 'hygiene',
      dueOn: '2026-03-01',
      intervalMonths: 6,
      disabledUntil: null,
      doneAt: null,
      ...data,
    },
  }) as SourceRecord;

describe('recordProblems', () => {
  it('finds nothing in a sound record', () => {
    expect(recordProblems(recall())).toEqual([]);
  });

  it.each([
    [recall({ dueOn: '2026-02-30' }), 'dueOn must be a date, YYYY-MM-DD'],
    [recall({ doneAt: Number.NaN }), 'doneAt must be whole milliseconds since 1970'],
    [recall({ patientId: '' }), 'patientId must be text that is not empty'],
    [recall({ type: undefined }), 'type must be text that is not empty'],
    [recall({ note: 'free text' }), 'note is no field of ours'],
    [recall({}, { id: '' }), 'id must be text that is not empty'],
    [recall({}, { updatedAt: 1.5 }), 'updatedAt must be whole milliseconds since 1970'],
    [recall({}, { kind: 'spaceship' }), 'kind is not one of ours'],
  ])('names the field that is wrong, never its value', (record, problem) => {
    expect(recordProblems(record)).toContain(problem);
  });
});

describe('S3-62 fieldsBeyond', () => {
  it('S3-62 names what is carried beyond what the connector says it keeps', () => {
    expect(fieldsBeyond({ recall: ['patientId', 'type', 'dueOn'] }, recall())).toEqual(['intervalMonths']);
    expect(fieldsBeyond({}, recall({ intervalMonths: null }))).toEqual(['patientId', 'type', 'dueOn']);
    expect(fieldsBeyond({ recall: ['patientId', 'type', 'dueOn', 'intervalMonths'] }, recall())).toEqual([]);
  });
});

it('leaves unsaid what a source may leave unsaid, and nothing else', () => {
  expect(unsaid('recall')).toEqual({
    type: null,
    dueOn: null,
    intervalMonths: null,
    disabledUntil: null,
    doneAt: null,
  });
  const data = { ...unsaid('appointment'), patientId: 'p', startsAt: 0, status: 'booked' as const };
  const envelope = { id: 'a', createdAt: null, updatedAt: null, versionId: null };
  expect(recordProblems({ kind: 'appointment', op: 'upsert', ...envelope, data })).toEqual([]);
});

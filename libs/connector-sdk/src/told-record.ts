import type { Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import { fieldsOf, recordProblems } from './record-shape.js';
import type { PartialRecord } from './ways-in.js';

/** A record as messages have told it so far, field by field. */
export interface ToldRecord {
  createdAt: Instant | null;
  /** The newest message that spoke of it. */
  updatedAt: Instant | null;
  data: Record<string, unknown>;
  /** When each field was last spoken of. */
  clocks: Record<string, Instant>;
  replaced: boolean;
}

const NOTHING: ToldRecord = { createdAt: null, updatedAt: null, data: {}, clocks: {}, replaced: false };

/** What a place is taken to be until somebody says otherwise. */
const UNLESS_TOLD: Partial<Record<RecordKind, Record<string, unknown>>> = {
  location: { openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] },
};

/**
 * What is known of a record once a message has been heard. Each field keeps the value of the newest message that spoke of
 * it; of two messages of one instant the later heard counts. Nothing given is changed.
 *
 * @example told(null, { kind: 'patient', id: 'X/1', createdAt: null, data: { phone: '020 7946 0001' } }, at)
 */
export function told(before: ToldRecord | null, partial: PartialRecord, at: Instant): ToldRecord {
  const known = before ?? NOTHING;
  const data = { ...known.data };
  const clocks = { ...known.clocks };
  for (const [field, value] of Object.entries(partial.data)) {
    const last = clocks[field];
    if (value === undefined || (last !== undefined && last > at)) continue;
    data[field] = value;
    clocks[field] = at;
  }
  return {
    createdAt: earliest(known.createdAt, partial.createdAt),
    updatedAt: known.updatedAt === null ? at : Math.max(known.updatedAt, at),
    data,
    clocks,
    replaced: known.replaced || partial.replaced === true,
  };
}

/** The record, or what it still lacks to be one: fields, by name. */
export function wholeRecord(
  kind: RecordKind,
  id: string,
  known: ToldRecord,
): { record: SourceRecord } | { lacks: string[] } {
  const data: Record<string, unknown> = {};
  for (const field of fieldsOf(kind)) data[field] = known.data[field] ?? UNLESS_TOLD[kind]?.[field] ?? null;
  if (kind === 'appointment') {
    data.status ??= 'unknown';
    if (known.replaced && (data.status === 'cancelled' || data.status === 'late_cancelled'))
      data.status = 'rescheduled';
  }
  const { createdAt, updatedAt } = known;
  // Every kind's data is a record of its fields; whether they are sound is asked below.
  const record = { op: 'upsert', kind, id, createdAt, updatedAt, versionId: null, data } as unknown as SourceRecord;
  const problems = recordProblems(record);
  return problems.length === 0 ? { record } : { lacks: problems };
}

function earliest(one: Instant | null, other: Instant | null): Instant | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

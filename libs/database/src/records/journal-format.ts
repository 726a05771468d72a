import { promisify } from 'node:util';
import { constants, deflateRaw, inflateRaw } from 'node:zlib';
import type { RecordKind } from '@keepwell/domain/records';
import { RECORD_TABLES } from '../entities/record-tables.js';
import type { IncomingRecord } from './incoming.js';

/** One thing that was done to the records of a connection, in the order in which it was done. */
export type JournalStep =
  | { is: 'records'; stream: string; records: IncomingRecord[] }
  /** Found missing by a walk, or confirmed as deleted, at this moment. */
  | { is: 'absent' | 'gone'; at: number; kind: RecordKind; sourceIds: string[] };

/** The source's own text of records that were applied. */
export type RawTexts = [kind: RecordKind, sourceId: string, text: string][];

type Row = [
  kind: RecordKind,
  sourceId: string,
  sequence: number,
  observedAt: number,
  createdAt: number | null,
  updatedAt: number | null,
  versionId: string | null,
  recordedAt: number | null,
  values: unknown[] | null,
];

interface WrittenRecords {
  is: 'records';
  stream: string;
  /** The fields of each kind, in the order of the values: what is written today is read by whoever knows more fields. */
  fields: Partial<Record<RecordKind, string[]>>;
  rows: Row[];
}

type Written = WrittenRecords | Exclude<JournalStep, { is: 'records' }>;

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);
/** A page of a hostile source is bounded before it comes here; this bounds what a damaged row could become. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Compressed on another thread, so that PostgreSQL is asked meanwhile. */
export function packJournal(steps: JournalStep[]): Promise<Buffer> {
  return pack(steps.map(written));
}

export async function unpackJournal(body: Buffer): Promise<JournalStep[]> {
  return ((await unpack(body)) as Written[]).map(read);
}

export function packRaw(texts: RawTexts): Promise<Buffer> {
  return pack(texts);
}

export async function unpackRaw(body: Buffer): Promise<RawTexts> {
  return (await unpack(body)) as RawTexts;
}

function pack(value: unknown): Promise<Buffer> {
  return deflate(Buffer.from(JSON.stringify(value), 'utf8'), { level: constants.Z_BEST_SPEED });
}

async function unpack(body: Buffer): Promise<unknown> {
  return JSON.parse((await inflate(body, { maxOutputLength: MOST_BYTES })).toString('utf8')) as unknown;
}

function written(step: JournalStep): Written {
  if (step.is !== 'records') return step;
  const fields: WrittenRecords['fields'] = {};
  const rows = step.records.map((record): Row => {
    const { kind, sourceId, sequence, observedAt, createdAt, updatedAt, versionId, recordedAt, data } = record;
    const names = (fields[kind] ??= RECORD_TABLES[kind].fields.map(({ field }) => field));
    const values = data === null ? null : names.map((name) => data[name] ?? null);
    return [kind, sourceId, sequence, observedAt, createdAt, updatedAt, versionId, recordedAt, values];
  });
  return { is: 'records', stream: step.stream, fields, rows };
}

function read(step: Written): JournalStep {
  if (step.is !== 'records') return step;
  const { fields, rows, stream } = step;
  const records = rows.map(
    ([kind, sourceId, sequence, observedAt, createdAt, updatedAt, versionId, recordedAt, values]) => ({
      ...{ kind, sourceId, sequence, observedAt, createdAt, updatedAt, versionId, recordedAt },
      data:
        values === null ? null : Object.fromEntries((fields[kind] ?? []).map((name, place) => [name, values[place]])),
    }),
  );
  return { is: 'records', stream, records };
}

import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { RecordKind } from '@keepwell/domain/records';
import { RECORD_TABLES } from '../entities/record-tables.js';
import { contentText } from './content-hash.js';
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
  updatedAt: number | null,
  versionId: string | null,
  recordedAt: number | null,
  /** When it was made, then the fields; of a deletion only when it was made. */
  content: [createdAt: number | null, ...values: unknown[]] | number | null,
];

interface WrittenRecords {
  is: 'records';
  stream: string;
  /** The fields of each kind, in the order of the values: what is written today is read by whoever knows more fields. */
  fields: Partial<Record<RecordKind, string[]>>;
  rows: Row[];
}

type Written = WrittenRecords | Exclude<JournalStep, { is: 'records' }>;

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);
/** A page of a hostile source is bounded before it comes here; this bounds what a damaged row could become. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Compressed on another thread, so that PostgreSQL is asked meanwhile. */
export function packJournal(steps: JournalStep[]): Promise<Buffer> {
  return pack(`[${steps.map(written).join(',')}]`);
}

export async function unpackJournal(body: Buffer): Promise<JournalStep[]> {
  return ((await unpack(body)) as Written[]).map(read);
}

export function packRaw(texts: RawTexts): Promise<Buffer> {
  return pack(JSON.stringify(texts));
}

export async function unpackRaw(body: Buffer): Promise<RawTexts> {
  return (await unpack(body)) as RawTexts;
}

function pack(text: string): Promise<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  // The quickest level: twice as quick as deflate's, and no larger.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 0, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return compress(bytes, { params });
}

async function unpack(body: Buffer): Promise<unknown> {
  return JSON.parse((await decompress(body, { maxOutputLength: MOST_BYTES })).toString('utf8')) as unknown;
}

/** Put together from texts that are there already: a page has thousands of records. */
function written(step: JournalStep): string {
  if (step.is !== 'records') return JSON.stringify(step);
  const fields: WrittenRecords['fields'] = {};
  const rows = step.records.map((record) => {
    const { kind, sourceId, sequence, observedAt, createdAt, updatedAt, versionId, recordedAt, data, text } = record;
    const table = RECORD_TABLES[kind];
    fields[kind] ??= table.fields.map(({ field }) => field);
    const content = data === null ? json(createdAt) : (text ?? contentText(table, createdAt, data));
    return `["${kind}",${JSON.stringify(sourceId)},${sequence},${observedAt},${json(updatedAt)},${json(versionId)},${json(recordedAt)},${content}]`;
  });
  return `{"is":"records","stream":${JSON.stringify(step.stream)},"fields":${JSON.stringify(fields)},"rows":[${rows.join(',')}]}`;
}

function read(step: Written): JournalStep {
  if (step.is !== 'records') return step;
  const { fields, rows, stream } = step;
  const records = rows.map(
    ([kind, sourceId, sequence, observedAt, updatedAt, versionId, recordedAt, content]): IncomingRecord => {
      const clocks = { kind, sourceId, sequence, observedAt, updatedAt, versionId, recordedAt };
      if (!Array.isArray(content)) return { ...clocks, createdAt: content, data: null };
      const [createdAt, ...values] = content;
      const names = fields[kind] ?? [];
      return { ...clocks, createdAt, data: Object.fromEntries(names.map((name, place) => [name, values[place]])) };
    },
  );
  return { is: 'records', stream, records };
}

/** Also of what a connector left undefined: a page that cannot be read back would be lost. */
function json(value: string | number | null | undefined): string {
  return value === null || value === undefined ? 'null' : JSON.stringify(value);
}

import { PATIENT_RECORD_KINDS, type RecordData, type RecordKind, type RecordVersion } from '@keepwell/domain';
import type { FieldType, RecordTable } from '../entities/record-table.js';
import { RECORD_TABLES } from '../entities/record-tables.js';

/**
 * Record rows of several kinds in one statement: every column as text, the shorter kinds filled up with nulls. For
 * thousands of rows a JSON array of each, as in record-json.ts, costs PostgreSQL three times as much. Column list and
 * decoder come from the one description of the table, so they cannot disagree.
 */

const ENVELOPE_LENGTH = 6;

/** How many columns `recordColumns` names, whatever the kind. */
export const RECORD_WIDTH =
  ENVELOPE_LENGTH +
  Math.max(...(['patient', ...PATIENT_RECORD_KINDS] as const).map((kind) => RECORD_TABLES[kind].fields.length));

/** Seconds, to be multiplied here: the text of a whole timestamp depends on the session's zone. */
const seconds = (column: string): string => `date_part('epoch', ${column})::text`;

function textOf(column: string, type: FieldType): string {
  switch (type) {
    case 'instant':
      return seconds(column);
    case 'date':
      return `to_char(${column}, 'YYYY-MM-DD')`;
    case 'texts':
    case 'integers':
      return `to_json(${column})::text`;
    case 'text':
    case 'reference':
      return column;
    case 'boolean':
    case 'integer':
    case 'minor':
    case 'float':
    case 'json':
      return `${column}::text`;
  }
}

/** The columns of one row of `alias`, comma-separated: source, id, its clocks, position, then the fields in order. */
export function recordColumns({ fields }: RecordTable, alias: string): string {
  const columns = [
    `${alias}.connection_id::text`,
    `${alias}.source_id`,
    seconds(`${alias}.source_created_at`),
    seconds(`${alias}.source_updated_at`),
    seconds(`${alias}.recorded_at`),
    `${alias}.sequence::text`,
    ...fields.map(({ column, type }) => textOf(`${alias}.${column}`, type)),
  ];
  while (columns.length < RECORD_WIDTH) columns.push('null::text');
  return columns.join(', ');
}

type Text = string | null;

const instantOf = (text: Text): number | null => (text === null ? null : Math.round(Number(text) * 1000));

const READ: Record<FieldType, (text: string) => unknown> = {
  text: (text) => text,
  reference: (text) => text,
  date: (text) => text,
  instant: instantOf,
  boolean: (text) => text === 'true',
  integer: Number,
  minor: Number,
  float: Number,
  json: (text) => JSON.parse(text) as unknown,
  texts: (text) => JSON.parse(text) as unknown,
  integers: (text) => JSON.parse(text) as unknown,
};

/** Reads what `recordColumns` named, from the place in the row where its first column stands. */
export type RowDecoder<K extends RecordKind> = (row: readonly unknown[], from: number) => RecordVersion<K>;

function decoderOf<K extends RecordKind>({ fields }: RecordTable): RowDecoder<K> {
  const names = fields.map(({ field }) => field);
  const readers = fields.map(({ type }) => READ[type]);
  const nothing: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
  /** Rows that follow one another mostly name the same service, place and status: one piece of memory, compared at once. */
  const repeats = fields.map(({ type }) => type === 'text' || type === 'reference');
  const before: Text[] = fields.map(() => null);
  let source = '';
  return (row, from) => {
    const data = { ...nothing };
    for (let i = 0; i < names.length; i++) {
      const text = row[from + ENVELOPE_LENGTH + i] as Text;
      if (text === null) continue;
      if (repeats[i] !== true) data[names[i]!] = readers[i]!(text);
      else data[names[i]!] = text === before[i] ? before[i] : (before[i] = text);
    }
    if (source !== row[from]) source = row[from] as string;
    return {
      id: row[from + 1] as string,
      source,
      createdAt: instantOf(row[from + 2] as Text),
      updatedAt: instantOf(row[from + 3] as Text),
      recordedAt: instantOf(row[from + 4] as Text),
      sequence: Number(row[from + 5]),
      data: data as unknown as RecordData[K],
    };
  };
}

const decoders = Object.fromEntries(
  Object.values(RECORD_TABLES).map((table) => [table.kind, decoderOf(table)]),
) as unknown as { [K in RecordKind]: RowDecoder<K> };

export function rowDecoder<K extends RecordKind>(kind: K): RowDecoder<K> {
  return decoders[kind];
}

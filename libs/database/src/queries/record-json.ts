import type { RecordData, RecordKind, RecordVersion } from '@keepwell/domain';
import type { FieldType, RecordTable } from '../entities/record-table.js';
import { RECORD_TABLES } from '../entities/record-tables.js';

/**
 * Record rows as the domain wants them. PostgreSQL writes each row as one JSON array (it has a core of its own, and one
 * long string crosses cheaper than twenty short ones); here the array becomes a `RecordVersion`. Column list and decoder
 * come from the one description of the table, so they cannot disagree.
 */

const milliseconds = (column: string): string => `date_part('epoch', ${column}) * 1000`;

function jsonColumn(column: string, type: FieldType): string {
  return type === 'instant' ? milliseconds(column) : column;
}

/** The JSON array of one row of `alias`: source, id, its clocks, position, then the fields in order. */
export function recordJson(table: RecordTable, alias: string): string {
  const envelope = [
    `${alias}.connection_id`,
    `${alias}.source_id`,
    milliseconds(`${alias}.source_created_at`),
    milliseconds(`${alias}.source_updated_at`),
    milliseconds(`${alias}.recorded_at`),
    `${alias}.sequence`,
  ];
  const fields = table.fields.map(({ column, type }) => jsonColumn(`${alias}.${column}`, type));
  return `json_build_array(${[...envelope, ...fields].join(', ')})::text`;
}

const ENVELOPE_LENGTH = 6;

function instantOf(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

/** Reads what `recordJson` wrote. */
export type RecordDecoder<K extends RecordKind> = (json: string) => RecordVersion<K>;

function decoderOf<K extends RecordKind>(table: RecordTable): RecordDecoder<K> {
  const names = table.fields.map(({ field }) => field);
  const instants = table.fields.map(({ type }) => type === 'instant');
  return (json) => {
    const row = JSON.parse(json) as [string, string, number | null, number | null, number | null, number];
    const values = row as unknown[];
    const data: Record<string, unknown> = {};
    for (let i = 0; i < names.length; i++) {
      const value = values[ENVELOPE_LENGTH + i];
      data[names[i] as string] = instants[i] === true ? instantOf(value as number | null) : value;
    }
    return {
      id: row[1],
      source: row[0],
      createdAt: instantOf(row[2]),
      updatedAt: instantOf(row[3]),
      recordedAt: instantOf(row[4]),
      sequence: row[5],
      data: data as unknown as RecordData[K],
    };
  };
}

const decoders = Object.fromEntries(
  Object.values(RECORD_TABLES).map((table) => [table.kind, decoderOf(table)]),
) as unknown as { [K in RecordKind]: RecordDecoder<K> };

export function recordDecoder<K extends RecordKind>(kind: K): RecordDecoder<K> {
  return decoders[kind];
}

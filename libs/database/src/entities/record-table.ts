import type { RecordData, RecordKind } from '@keepwell/domain/records';
import { EntitySchema, type EntitySchemaColumnOptions, type EntitySchemaIndexOptions } from 'typeorm';

/**
 * The tables of canonical records are described once, field by field of libs/domain/src/records.ts; the TypeORM entity, the
 * COPY line, the content hash and the JSON of a superseded version all follow from that description. A field added to
 * records.ts without a column here does not compile.
 */

/** `reference`: another record, as the source names it; its column ends in `_source_id` because `_id` is ours. */
export type FieldType =
  'text' | 'reference' | 'instant' | 'date' | 'boolean' | 'integer' | 'minor' | 'float' | 'json' | 'texts' | 'integers';

export interface RecordField {
  /** Name in records.ts. */
  field: string;
  /** Name of the entity's property. */
  property: string;
  column: string;
  type: FieldType;
}

/** What every canonical row has beside its data. */
export interface RecordRow {
  practiceId: string;
  id: string;
  connectionId: string;
  /** The stream that last wrote the row: an absence sweep of one stream must not touch what another brings. */
  stream: string;
  sourceId: string;
  sourceCreatedAt: Date | null;
  sourceUpdatedAt: Date | null;
  sourceVersion: string | null;
  /** The newest clock the source gave for this same content: what is older never overwrites (safety S-03). */
  latestSourceAt: Date | null;
  /** When this version could first be known; null: always known. */
  recordedAt: Date | null;
  /** When we read it. */
  observedAt: Date;
  sequence: string;
  contentHash: Buffer;
  /** Not brought by the last full walk; unconfirmed. */
  absentSince: Date | null;
  /** Deleted there, said by the source or confirmed by us. (`appointment.deleted_at` is the source's own column.) */
  goneAt: Date | null;
  /** When we heard of it: a closed week knows of no deletion that was told later. */
  goneObservedAt: Date | null;
  recordVersion: number;
}

export interface RecordTable {
  /** The table is called as the kind. */
  kind: RecordKind;
  fields: RecordField[];
  /** Rows carry `patient_id`. */
  ofPatient: boolean;
  entity: EntitySchema<RecordRow>;
}

const SQL_TYPES: Record<FieldType, EntitySchemaColumnOptions> = {
  text: { type: 'text', nullable: true },
  reference: { type: 'text', nullable: true },
  instant: { type: 'timestamptz', nullable: true },
  date: { type: 'date', nullable: true },
  boolean: { type: 'boolean', nullable: true },
  integer: { type: 'integer', nullable: true },
  minor: { type: 'bigint', nullable: true },
  float: { type: 'double precision', nullable: true },
  json: { type: 'jsonb', nullable: true },
  texts: { type: 'text', array: true, nullable: true },
  integers: { type: 'integer', array: true, nullable: true },
};

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function columnsOf(
  kind: RecordKind,
  fields: RecordField[],
  ofPatient: boolean,
): Record<string, EntitySchemaColumnOptions> {
  const columns: Record<string, EntitySchemaColumnOptions> = {
    practiceId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    connectionId: { type: 'uuid' },
    stream: { type: 'text' },
    sourceId: { type: 'text' },
    sourceCreatedAt: { type: 'timestamptz', nullable: true },
    sourceUpdatedAt: { type: 'timestamptz', nullable: true },
    sourceVersion: { type: 'text', nullable: true },
    latestSourceAt: { type: 'timestamptz', nullable: true },
    recordedAt: { type: 'timestamptz', nullable: true },
    observedAt: { type: 'timestamptz' },
    sequence: { type: 'bigint' },
    contentHash: { type: 'bytea' },
    absentSince: { type: 'timestamptz', nullable: true },
    goneAt: { type: 'timestamptz', nullable: true },
    goneObservedAt: { type: 'timestamptz', nullable: true },
    recordVersion: { type: 'integer', default: 1 },
  };
  if (ofPatient) columns.patientId = { type: 'uuid', nullable: true };
  if (kind === 'patient') {
    columns.personId = { type: 'uuid' };
    // Filled in by the database: what records of one person have in common.
    columns.plainName = { type: 'text', nullable: true };
    columns.phoneDigits = { type: 'text', nullable: true };
  }
  for (const { property, type } of fields) columns[property] = { ...SQL_TYPES[type] };
  for (const [property, column] of Object.entries(columns)) column.name = snakeCase(property);
  return columns;
}

/** Describes the table of one kind. Every field of the kind must be given, in the order of records.ts. */
export function recordTable<K extends RecordKind>(
  kind: K,
  types: Record<keyof RecordData[K] & string, FieldType>,
  more: EntitySchemaIndexOptions[] = [],
): RecordTable {
  const fields = Object.entries<FieldType>(types).map(([field, type]) => {
    const property = type === 'reference' ? field.replace(/Id$/, 'SourceId') : field;
    return { field, property, column: snakeCase(property), type };
  });
  const ofPatient = kind !== 'patient' && 'patientId' in types;
  const indices = [
    { name: `${kind}_source`, columns: ['practiceId', 'connectionId', 'sourceId'], unique: true },
    ...(ofPatient ? [{ name: `${kind}_of_patient`, columns: ['practiceId', 'patientId'] }] : []),
    ...more,
  ];
  return {
    kind,
    fields,
    ofPatient,
    entity: new EntitySchema<RecordRow>({
      name: kind,
      tableName: kind,
      columns: columnsOf(kind, fields, ofPatient),
      indices,
    }),
  };
}

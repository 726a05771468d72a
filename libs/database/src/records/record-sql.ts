import type { FieldType, RecordField, RecordTable } from '../entities/record-table.js';

/** SQL text made from the description of a record table. Names come from our own code, never from a request. */

/** An instant as milliseconds since 1970, a JavaScript number. (`extract` would go through numeric, ten times slower.) */
export function millis(column: string): string {
  return `round(date_part('epoch', ${column}) * 1000)`;
}

const READ: Partial<Record<FieldType, (column: string) => string>> = {
  instant: (column) => `${millis(column)}::bigint`,
};

/** The data of a row as JSON with the names and types of records.ts: what `record_version.data` holds. */
export function recordData(table: RecordTable, alias: string): string {
  const pairs = table.fields.map(({ field, column, type }: RecordField) => {
    const name = `${alias}.${column}`;
    return `'${field}', ${READ[type]?.(name) ?? name}`;
  });
  return `jsonb_build_object(${pairs.join(', ')})`;
}

/** Columns of our own that a COPY line begins with, in this order. What a whole page has in common does not travel with each row. */
const ENVELOPE_COLUMNS = [
  'id',
  'source_id',
  'source_created_at',
  'source_updated_at',
  'source_version',
  'latest_source_at',
  'recorded_at',
  'observed_at',
  'sequence',
  'content_hash',
  'gone_at',
] as const;

/** The columns that differ from row to row of a page, in the order in which `copyLine` writes them. */
export function stagedColumns(table: RecordTable): string[] {
  const columns: string[] = [...ENVELOPE_COLUMNS];
  if (table.ofPatient) columns.push('patient_id');
  if (table.kind === 'patient') columns.push('person_id');
  return [...columns, ...table.fields.map(({ column }) => column)];
}

/** Columns that an update takes from the staged row: not its identity, and not whom a patient record belongs to (merges decide that). */
export function changingColumns(table: RecordTable): string[] {
  const fixed = ['id', 'source_id', 'person_id'];
  return stagedColumns(table).filter((column) => !fixed.includes(column));
}

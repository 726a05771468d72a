import { parseInstant, type StatusWords, type UnreadableRecord } from '@keepwell/connector-sdk';
import type { AppointmentStatus, Instant, RecordKind, SourceRecord } from '@keepwell/domain/records';
import type { Row } from './client.js';

/** FILL IN: what Acme Dental calls its statuses. A word that is not here is told as `unknown`, never guessed. */
export const STATUS_WORDS: Record<string, AppointmentStatus> = {};

export interface Mapping {
  zone: string | null;
  statuses: StatusWords;
}

export type Mapped = { record: SourceRecord } | { aside: UnreadableRecord };

/** A patient of Acme Dental as ours: only the fields named in `keeps`, everything else is left behind. */
export function mapPatient(row: Row, _mapping: Mapping): Mapped {
  // FILL IN: return { record: { kind: 'patient', op: 'upsert', ...envelope(row, mapping), data: { ...unsaid('patient'), givenName: … } } };
  return notWritten('patient', row, 'mapPatient');
}

/** An appointment of Acme Dental as ours; the status by `mapping.statuses.statusOf(word)`, the word itself in `rawStatus`. */
export function mapAppointment(row: Row, _mapping: Mapping): Mapped {
  // FILL IN
  return notWritten('appointment', row, 'mapAppointment');
}

/** What every record has: its id as text, and when Acme Dental says that it changed. */
export function envelope(row: Row, { zone }: Mapping) {
  return {
    id: textOf(row['id']) ?? '',
    createdAt: null,
    updatedAt: instantOf(row['updated_at'], zone),
    versionId: null,
  };
}

export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function instantOf(value: unknown, zone: string | null): Instant | null {
  const read = typeof value === 'string' ? parseInstant(value, zone) : null;
  return typeof read === 'number' ? read : null;
}

function notWritten(kind: RecordKind, row: Row, where: string): Mapped {
  const reason = `src/map.ts does not say yet how the kind "${kind}" of Acme Dental becomes ours: write ${where}().`;
  return { aside: { kind, id: textOf(row['id']), code: 'not_written', reason, where: 'src/map.ts', raw: null } };
}

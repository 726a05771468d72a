import type { PersonFacts } from '../facts.js';
import { recordKey, type Seen } from './versions.js';

export type IsKnown = (row: { source: string; data: { patientId: string | null } }) => boolean;

/** Rows of a patient record that is not known yet do not count (Q95), although it belongs to the same person. */
export function knownPatients(person: PersonFacts, patients: readonly Seen<'patient'>[]): IsKnown {
  if (patients.length === person.patients.length) return () => true;
  const known = new Set(patients.map(({ row }) => recordKey(row.source, row.id)));
  return ({ source, data }) => data.patientId === null || known.has(recordKey(source, data.patientId));
}

import type { PersonFacts } from '../facts.js';
import { recordKey, type Seen } from './versions.js';

export type IsKnown = (row: { source: string; data: { patientId: string | null } }) => boolean;

/** Where all of a person's records are known, as they nearly always are: nobody need ask row by row. */
export const allKnown: IsKnown = () => true;

/**
 * Rows of a patient record that is not known yet do not count (Q95), although it belongs to the same person. A source that has
 * no patients of its own names those of another.
 */
export function knownPatients(person: PersonFacts, patients: readonly Seen<'patient'>[]): IsKnown {
  if (patients.length === person.patients.length) return allKnown;
  const known = new Set(patients.map(({ row }) => recordKey(row.source, row.id)));
  const knownIds = new Set(patients.map(({ row }) => row.id));
  const records = person.patients.flatMap(([version]) => version ?? []);
  const sources = new Set(records.map(({ source }) => source));
  const ids = new Set(records.map(({ id }) => id));
  return ({ source, data: { patientId } }) => {
    if (patientId === null) return true;
    if (sources.has(source)) return known.has(recordKey(source, patientId));
    return knownIds.has(patientId) || !ids.has(patientId);
  };
}

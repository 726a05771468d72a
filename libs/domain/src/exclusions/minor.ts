import type { Exclusion } from '../evaluation.js';
import type { AsOf } from '../timeline/as-of.js';
import { hasContact } from '../timeline/contact.js';
import type { Timeline } from '../timeline/timeline.js';
import { addMonths, parseDate } from '../zones/calendar-date.js';
import { excluded, factOf } from './exclusion.js';
import { deceased, notARealPatient } from './patient-record.js';
import { refusesContact } from './refusal.js';

/** Under age on the local date in the patient's location (Q12, Q39); nobody without a birth date is. */
export function isMinor({ patient, opening }: Timeline, majorityAgeYears: number, asOf: AsOf): boolean {
  const born = patient.birthDate === null ? null : parseDate(patient.birthDate);
  return born !== null && !asOf.reached(opening.zone.startOf(addMonths(born, majorityAgeYears * 12)));
}

function householdOf({ patients }: Timeline): string | null {
  const { row } = patients[0]!;
  const household = row.data.householdId?.trim() ?? '';
  return household === '' ? null : `${row.source}\u0000${household}`;
}

function canBeGuardian(adult: Timeline, majorityAgeYears: number, asOf: AsOf): boolean {
  if (isMinor(adult, majorityAgeYears, asOf) || !hasContact(adult.patient)) return false;
  return !deceased(adult, asOf) && !refusesContact(adult, asOf) && !notARealPatient(adult, asOf);
}

/** E05: a minor in whose household nobody of age may be contacted (Q39). */
export function minorAlone(
  timeline: Timeline,
  related: () => readonly Timeline[],
  majorityAgeYears: number,
  asOf: AsOf,
): Exclusion | null {
  if (!isMinor(timeline, majorityAgeYears, asOf)) return null;
  const household = householdOf(timeline);
  const hasGuardian =
    household !== null &&
    related().some(
      (other) =>
        other.person.personId !== timeline.person.personId &&
        householdOf(other) === household &&
        canBeGuardian(other, majorityAgeYears, asOf),
    );
  if (hasGuardian) return null;
  const { row, asCreated } = timeline.patients[0]!;
  const recordedAt = asCreated ? row.createdAt : row.recordedAt;
  return excluded('E05', 'A minor without a guardian to contact in the household.', [
    factOf('patient', row, null, recordedAt, 'Under age'),
  ]);
}

import type { Exclusion } from '../evaluation.js';
import type { Instant, LocalDate } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { hasContact } from '../timeline/contact.js';
import type { Timeline } from '../timeline/timeline.js';
import { addMonths, parseDate } from '../zones/calendar-date.js';
import { excluded, factOf } from './exclusion.js';
import { deceased, notARealPatient } from './patient-record.js';
import { refusesContact } from './refusal.js';

/** Under age on the local date in the patient's location (Q12, Q39); nobody without a birth date is. */
export function isMinor({ patient, opening }: Timeline, majorityAgeYears: number, asOf: AsOf): boolean {
  if (patient.birthDate === null || isLongOfAge(patient.birthDate, majorityAgeYears, asOf.at)) return false;
  const born = parseDate(patient.birthDate);
  return born !== null && !asOf.reached(opening.zone.startOf(addMonths(born, majorityAgeYears * 12)));
}

/** Of age for two years by the calendar year alone, wherever they are: no date need be worked out, and nothing is to come. */
function isLongOfAge(birthDate: LocalDate, majorityAgeYears: number, at: Instant): boolean {
  return yearIn(birthDate) + majorityAgeYears + 2 <= yearOf(at);
}

const ZERO = 48;

function yearIn(date: LocalDate): number {
  let year = 0;
  for (let place = 0; place < 4; place += 1) year = year * 10 + date.charCodeAt(place) - ZERO;
  return year;
}

let lastAsked = { at: Number.NaN, year: Number.NaN };

/** One instant is asked about for thousands of people. */
function yearOf(at: Instant): number {
  if (lastAsked.at !== at) lastAsked = { at, year: new Date(at).getUTCFullYear() };
  return lastAsked.year;
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

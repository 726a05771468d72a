import type { Exclusion } from '../evaluation.js';
import type { Patient } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Booking } from '../timeline/booking.js';
import type { Timeline } from '../timeline/timeline.js';
import { formatDate } from '../zones/calendar-date.js';
import { excluded, factOf } from './exclusion.js';

const RECENT_DAYS = 30;

const plain = (text: string | null): string => text?.trim().toLowerCase() ?? '';
const digits = (text: string | null): string => text?.replace(/\D/g, '') ?? '';

/** Two records that look like one person (K04, Q42); brothers share a birth date and a phone but not a given name. */
export function looksLikeTwin(one: Patient, other: Patient): boolean {
  if (one.birthDate === null || one.birthDate !== other.birthDate) return false;
  const given = plain(one.givenName);
  const otherGiven = plain(other.givenName);
  if (given !== '' && otherGiven !== '' && given !== otherGiven) return false;
  if (digits(one.phone) !== '' && digits(one.phone) === digits(other.phone)) return true;
  const family = plain(one.familyName);
  return given !== '' && family !== '' && given === otherGiven && family === plain(other.familyName);
}

/** A live booking, or a visit within the last 30 days (local dates, that day included). */
function signOfLife({ live, visits }: Timeline, asOf: AsOf): Booking | null {
  const [booking] = live;
  if (booking !== undefined) return booking;
  const last = visits.at(-1);
  if (last === undefined) return null;
  return asOf.reached(last.opening.zone.startOf(last.day + RECENT_DAYS + 1)) ? null : last;
}

/**
 * E10 for a suspected duplicate: the other record has a booking or a recent visit, so this one is no patient to call (Q42).
 * `isExcluded` says whether the other record is excluded for a reason of its own.
 */
export function possibleDuplicate(
  timeline: Timeline,
  related: readonly Timeline[],
  isExcluded: (other: Timeline) => boolean,
  asOf: AsOf,
): Exclusion | null {
  for (const other of related) {
    if (other.person.personId === timeline.person.personId || !looksLikeTwin(timeline.patient, other.patient)) continue;
    const sign = signOfLife(other, asOf);
    if (sign === null || isExcluded(other)) continue;
    const { row, asCreated } = other.patients[0]!;
    return excluded('E10', `Possible duplicate of patient ${row.id}, who has a booking or a recent visit.`, [
      factOf(
        'patient',
        row,
        null,
        asCreated ? row.createdAt : row.recordedAt,
        'Same birth date and same phone or name',
      ),
      factOf('appointment', sign.row, sign.startsAt, sign.recordedAt, `Appointment on ${formatDate(sign.day)}`),
    ]);
  }
  return null;
}

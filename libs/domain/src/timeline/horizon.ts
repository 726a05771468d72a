import type { Specialty } from '../records.js';
import type { AsOf } from './as-of.js';
import { countsForLine, type Booking } from './booking.js';

/** How far ahead a booking silences a rule (E06, Q15). */
const HORIZON_DAYS: Record<Specialty, number> = { PT: 30, PR: 21, MS: 180, DE: 240, MB: 60, DPC: 365 };
const UNKNOWN_SPECIALTY_DAYS = 30;

export function horizonDays(specialty: Specialty | null): number {
  return specialty === null ? UNKNOWN_SPECIALTY_DAYS : HORIZON_DAYS[specialty];
}

/** Every line: for what is asked of a person as a whole. An unknown line is looked at in the same way (Q29, Q45). */
export const ANY_LINE = '';

/** The first live booking of the line that starts within the horizon (E06); days count where the booking is (Q12). */
export function bookingWithinHorizon(
  live: readonly Booking[],
  line: string,
  specialty: Specialty | null,
  asOf: AsOf,
): Booking | null {
  const days = horizonDays(specialty);
  for (const booking of live) {
    if (!countsForLine(booking.line, line)) continue;
    if (asOf.reached(booking.opening.zone.startOf(booking.day - days))) return booking;
  }
  return null;
}

import type { Instant } from '../records.js';
import type { AsOf } from './as-of.js';
import type { Booking } from './booking.js';
import type { Timeline } from './timeline.js';

/** How long the desk may still enter what became of an appointment; what is older nobody writes down any more. */
export const OUTCOME_ENTERED_WITHIN_DAYS = 30;

/** Open days that the desk has to enter an outcome before rules go on without it: at least, and where a place usually takes longer. */
export const LEAST_OUTCOME_DAYS = 2;
export const MOST_OUTCOME_DAYS = 10;

/** An appointment that has passed and of which nobody has said what became. */
export interface OutcomeMissing {
  startsAt: Instant;
  /** The desk may still enter it. */
  isAwaited: boolean;
}

/** Those that passed after the last visit without a word, oldest first: no visit and no loss (K11, Q27). None in an audit. */
export function withoutOutcome({ practice, bookings, visits, unknown }: Timeline): Booking[] {
  if (!practice.isLive || unknown.length === 0) return [];
  const lastVisit = visits.at(-1);
  const passed: Booking[] = [];
  for (let index = bookings.length - 1; index >= 0; index -= 1) {
    const booking = bookings[index]!;
    if (lastVisit !== undefined && booking.day <= lastVisit.day) break;
    if (booking.standing === 'unknown') passed.unshift(booking);
  }
  return passed;
}

export function outcomeMissing(timeline: Timeline, asOf: AsOf): OutcomeMissing | null {
  if (timeline.unknown.length === 0) return null;
  const newest = withoutOutcome(timeline).at(-1);
  if (newest === undefined) return null;
  const { day, startsAt, opening } = newest;
  return { startsAt, isAwaited: !asOf.reached(opening.zone.startOf(day + OUTCOME_ENTERED_WITHIN_DAYS)) };
}

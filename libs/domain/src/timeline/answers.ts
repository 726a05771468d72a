import type { Instant } from '../records.js';
import { countsForLine, type Booking } from './booking.js';
import { intervalOfLoss, type Timeline } from './timeline.js';

/** A replacement is often booked in the same call, before the cancel is entered (K08). */
const SAME_CALL_MS = 30 * 60_000;
const INTERVALS_AROUND = 1.5;

/** The appointment that makes up for a lost one, or null while it is open (Q06). Whatever became of it later is its own matter. */
export function answerTo(timeline: Timeline, lost: Booking): Booking | null {
  const { loss, day, line } = lost;
  if (loss === null) return null;
  let nearbyDays: number | null = null;
  for (const booking of timeline.bookings) {
    if (booking === lost || !countsForLine(booking.line, line)) continue;
    if (booking.standing === 'visit' && booking.startsAt > loss.at) return booking;
    if (!booking.answers || (booking.loss !== null && booking.loss.at <= loss.at)) continue;
    const { createdAt } = booking.row;
    if (createdAt !== null && createdAt >= loss.at - SAME_CALL_MS) return booking;
    if (booking.startsAt <= loss.at) continue;
    nearbyDays ??= INTERVALS_AROUND * intervalOfLoss(timeline, lost).days;
    if (Math.abs(booking.day - day) <= nearbyDays) return booking;
  }
  return null;
}

/**
 * Was the slot made up for by a booking made before `end`, whatever became of it? A later visit that stood already ends the
 * loss, but replaces nothing: the metric CNR asks this, the rules ask `answerTo`.
 */
export function isReplacedBy(timeline: Timeline, lost: Booking, end: Instant): boolean {
  const { loss, day, line } = lost;
  if (loss === null) return false;
  return timeline.bookings.some((booking) => {
    if (booking === lost || !booking.answers || !countsForLine(booking.line, line)) return false;
    if (booking.loss !== null && booking.loss.at <= loss.at) return false;
    const { createdAt } = booking.row;
    if (createdAt !== null && createdAt >= loss.at - SAME_CALL_MS) return createdAt <= end;
    return (
      booking.startsAt > loss.at &&
      Math.abs(booking.day - day) <= INTERVALS_AROUND * intervalOfLoss(timeline, lost).days
    );
  });
}

/** Losses that nothing has answered, in order of their start. */
export function unansweredLosses(timeline: Timeline): Booking[] {
  return timeline.losses.filter((lost) => answerTo(timeline, lost) === null);
}

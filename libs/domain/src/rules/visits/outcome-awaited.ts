import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking } from '../../timeline/booking.js';
import type { Episode } from '../../timeline/episode.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { describeVisits } from '../evidence.js';
import type { Silence } from '../rule.js';
import { UNTOLD } from '../untold.js';

/**
 * The live list and an appointment that has passed without an outcome (K11). They may be in the room at this moment, or the desk has
 * not caught up: for two open days, and longer where it usually takes longer, nothing is missed. An audit looks at a folder that nobody fills
 * any more, and does not wait.
 *
 * The appointment of the line after the last visit that has passed without an outcome; null in an audit, and where there is none. While
 * the desk may still enter it, every rule waits; afterwards it is taken for a visit that nobody wrote down, as most of them are: windows
 * count from it.
 */
export function presumedVisit(
  { practice, patient, unknown }: Timeline,
  line: string,
  last: Booking | null,
  asOf: AsOf,
): Booking | Silence | null {
  if (!practice.isLive || unknown.length === 0) return null;
  const passed = unknown.findLast((booking) => countsForLine(booking.line, line) && isAfter(booking, last));
  if (passed === undefined) return null;
  const { source, data } = passed.row;
  const locationId = data.locationId ?? patient.locationId;
  const days = practice.outcomeDays(source, locationId);
  const until = passed.opening.endOfBusinessDays(passed.day, days);
  if (until !== null && asOf.reached(until)) return passed;
  if (!asOf.tells) return UNTOLD.suspended;
  const given = practice.isOutcomeDelayMeasured(source, locationId)
    ? `as measured here it may take ${days} open days to be entered`
    : `${days} open days are given to enter it, until it is measured how long that takes here`;
  return {
    // Not `waiting`: a case that rests on it stays as it is until the desk has said, it was no mistake.
    because: 'suspended',
    says: `Appointment ${passed.id} of ${formatDate(passed.day)} has no outcome yet; ${given} (K11).`,
  };
}

const isAfter = ({ day }: Booking, last: Booking | null): boolean => last === null || day > last.day;

/** With what nobody entered the plan may well be done: a matter for the desk, not for a call to the patient (K11). */
export function maybeFinished(timeline: Timeline, episode: Episode, { tells }: AsOf): Silence | null {
  const prescribed = episode.plan?.prescribedVisits ?? null;
  if (!timeline.practice.isLive || prescribed === null || timeline.unknown.length === 0) return null;
  const visited = new Set(episode.visitDays.map(({ day }) => day));
  const open = timeline.unknown.filter((booking) => booking.plan === episode.plan && !visited.has(booking.day));
  if (open.length === 0 || visited.size + new Set(open.map(({ day }) => day)).size < prescribed) return null;
  if (!tells) return UNTOLD.closed;
  return {
    because: 'closed',
    says: `${describeVisits(episode)}; ${open.length} more without an outcome (${open.map(({ id }) => id).join(', ')}): it may be done.`,
  };
}

/** In the live list whoever loses a slot gets the next open day to book again: until then the loss is news, and not yet a silence. */
const LOSS_BUSINESS_DAYS = 1;

/** The newest loss of the line since the last visit, while its day runs; null in an audit. The rules of losses have windows of their own. */
export function freshLoss({ practice, losses }: Timeline, line: string, last: Booking, asOf: AsOf): Silence | null {
  if (!practice.isLive || losses.length === 0) return null;
  let newest: { lost: Booking; at: Instant; day: EpochDay } | null = null;
  for (const lost of losses) {
    const { loss } = lost;
    if (loss === null || !countsForLine(lost.line, line) || loss.at <= last.startsAt) continue;
    if (newest === null || loss.at > newest.at) newest = { lost, at: loss.at, day: loss.day };
  }
  if (newest === null) return null;
  const { lost, day } = newest;
  const until = lost.opening.endOfBusinessDays(day, LOSS_BUSINESS_DAYS);
  if (until === null || asOf.reached(until)) return null;
  if (!asOf.tells) return UNTOLD.suspended;
  return {
    // As above: a case that was settled by the slot waits with it.
    because: 'suspended',
    says: `The slot of ${formatDate(lost.day)} was lost on ${formatDate(day)}; the next open day is given to book again.`,
  };
}

import type { Decided, Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { countsForLine, type Booking, type Loss } from '../../timeline/booking.js';
import { episodeKey } from '../../timeline/episode.js';
import { movesOf } from '../../timeline/moves.js';
import type { Timeline } from '../../timeline/timeline.js';
import { compareText } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { describeLine, lossFact, visitFact } from '../evidence.js';
import { askEach } from '../record-finding.js';
import { classOf, type Rule, type RuleAnswer, type Silence } from '../rule.js';
import { decided, silent, UNTOLD } from '../untold.js';
import { daysOf } from '../window.js';
import { isInferred } from './loss-rules.js';

const NEWEST = 5;
const MISSES = 3;
const MOVES = 2;
const NO_MOVES: readonly Instant[] = [];
const LATE_MS = 24 * 3_600_000;
const ONE_ENDING_MS = 30 * 60_000;

/** Three of the last five bookings went wrong on the patient's side (RC 4, Q51). It fires beside a live booking. */
export const repeatedMisses: Rule = {
  id: 'R08',
  name: 'REPEATED_MISSES',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'Three of the last five bookings were cancelled late, missed or moved again and again.',
  startsOff: true,
  defaults: { within: '60 d' },
  restsOnEvents: 'misses, late cancels and moves on record; a source that is behind can only add to them',
  prepare(parameters) {
    const days = daysOf(this.id, 'within', parameters.within);
    return (timeline, asOf) => {
      if (!mayHaveMissed(timeline)) return hardlyEver(timeline, asOf);
      const counted = timeline.bookings.filter((booking) => counts(booking, days, asOf));
      const lines = linesOf(counted);
      return askEach(lines, 'No booking in the time looked at.', (line) =>
        askLine(this, timeline, { line, counted }, days, asOf),
      );
    };
  },
};

/** A cancel that does not say when may be dated at a start still to come (Q26): lost only from then on. */
function lostBy({ loss }: Booking, asOf: AsOf): Loss | null {
  return loss !== null && asOf.reached(loss.at) ? loss : null;
}

/** Past or lost, in the days looked at, and the patient's own to keep (Q51). */
function counts(booking: Booking, days: number, asOf: AsOf): boolean {
  const { standing, row, startsAt, day, opening } = booking;
  if (standing === 'idle' || row.data.walkIn === true || booking.loss?.by === 'clinic') return false;
  const loss = lostBy(booking, asOf);
  if (loss === null && !asOf.reached(startsAt)) return false;
  const from = loss === null ? day : Math.min(day, loss.day);
  return !asOf.reached(opening.zone.startOf(from + days + 1));
}

function hardlyEver({ bookings }: Timeline, { tells }: AsOf): RuleAnswer {
  if (!tells) return bookings.length === 0 ? UNTOLD.no_data : UNTOLD.not_applicable;
  if (bookings.length === 0) return silent({ because: 'no_data', says: 'No appointment on record.' });
  return silent({
    because: 'not_applicable',
    says: `Fewer than ${MISSES} bookings on record were cancelled or missed.`,
  });
}

/** Whatever the days looked at: without three of them there is nothing to look at, today or later. */
function mayHaveMissed({ losses, hasOneVersionEach }: Timeline): boolean {
  if (!hasOneVersionEach) return true;
  if (losses.length < MISSES) return false;
  return losses.filter(({ loss }) => loss?.by !== 'clinic').length >= MISSES;
}

function linesOf(counted: readonly Booking[]): string[] {
  const [first] = counted;
  if (first === undefined) return [];
  if (counted.every(({ line }) => line === first.line)) return [first.line];
  return [...new Set(counted.map(({ line }) => line))].sort(compareText);
}

/** The newest by start; a series that was ended in one go is one loss (K14, Q51). */
function newest(bookings: readonly Booking[]): readonly Booking[] {
  if (!bookings.some(({ loss, row }) => loss !== null && row.data.seriesId !== null)) return bookings.slice(-NEWEST);
  const kept: Booking[] = [];
  for (const booking of bookings) {
    const ending = kept.find((other) => isOneEnding(other, booking));
    if (ending === undefined) kept.push(booking);
  }
  return kept.slice(-NEWEST);
}

function isOneEnding(one: Booking, other: Booking): boolean {
  const { seriesId } = one.row.data;
  if (seriesId === null || seriesId !== other.row.data.seriesId || one.row.source !== other.row.source) return false;
  if (one.loss === null || other.loss === null || one.loss.by === 'no_show' || other.loss.by === 'no_show')
    return false;
  return Math.abs(one.loss.at - other.loss.at) <= ONE_ENDING_MS;
}

interface Miss {
  booking: Booking;
  at: Instant;
  how: string;
}

function missOf(timeline: Timeline, booking: Booking, asOf: AsOf): Miss | null {
  const { status, startsAt } = booking;
  const loss = lostBy(booking, asOf);
  if (loss !== null && loss.by === 'no_show') return { booking, at: loss.at, how: 'not come to' };
  if (loss !== null && (status === 'late_cancelled' || startsAt - loss.at < LATE_MS)) {
    return { booking, at: loss.at, how: 'cancelled late' };
  }
  const moves = timeline.hasOneVersionEach ? NO_MOVES : movesOf(timeline.person.appointments, booking, asOf);
  if (moves.length < MOVES) return null;
  const at = Math.max(moves[MOVES - 1]!, loss?.at ?? startsAt);
  return { booking, at, how: `moved ${moves.length} times` };
}

function askLine(
  rule: Rule,
  timeline: Timeline,
  { line, counted }: { line: string; counted: readonly Booking[] },
  days: number,
  asOf: AsOf,
): Finding | Decided | Silence {
  const ofLine = counted.every((booking) => countsForLine(booking.line, line))
    ? counted
    : counted.filter((booking) => countsForLine(booking.line, line));
  const bookings = newest(ofLine);
  const latest = bookings.at(-1)!;
  // Bookings of an unknown line count in every line (Q29) but do not name it.
  const own = counted.findLast((booking) => booking.line === line)!;
  const { plan, lineName, row, service } = own;
  if (plan !== null && plan.closed) {
    return asOf.tells ? { because: 'closed', says: `Its plan ${plan.id} is closed (E03).` } : UNTOLD.closed;
  }
  if (latest.standing === 'visit' && bookings.at(-2)?.standing === 'visit') {
    if (!asOf.tells) return UNTOLD.answered;
    return { because: 'answered', says: `Came twice in a row, last on ${formatDate(latest.day)}.` };
  }
  const misses = bookings.flatMap((booking) => missOf(timeline, booking, asOf) ?? []);
  if (misses.length < MISSES) {
    if (!asOf.tells) return UNTOLD.not_applicable;
    return {
      because: 'not_applicable',
      says: `${misses.length} of the last ${bookings.length} bookings in ${describeLine(lineName)} were missed.`,
    };
  }
  const inOrder = misses.map(({ at }) => at).sort((one, other) => one - other);
  const since = inOrder[MISSES - 1]!;
  if (!asOf.tells) return decided(rule, isInferred(timeline, own), episodeKey(plan, lineName), since);
  const told = misses.map(({ booking, how }) => `${formatDate(booking.day)} ${how}`).join(', ');
  return {
    rule: rule.id,
    name: rule.name,
    version: rule.version,
    kind: rule.kind,
    class: classOf(rule, isInferred(timeline, own)),
    episode: episodeKey(plan, lineName),
    since,
    reason: `${misses.length} of the last ${bookings.length} bookings (${describeLine(lineName)}) in ${days} days went wrong: ${told}.`,
    facts: bookings.map((booking) => (booking.loss === null ? visitFact(booking, 'Booking') : lossFact(booking))),
    checked: [`${bookings.length} bookings of the last ${days} days looked at, clinic cancels and walk-ins left out`],
    clearsWhen: 'Two visits in a row.',
    parameters: { within: `${days} d`, misses: misses.length, of: bookings.length },
    service: service?.name ?? lineName,
    locationId: row.data.locationId ?? timeline.patient.locationId,
    practitionerId: row.data.practitionerId ?? timeline.patient.practitionerId,
  };
}

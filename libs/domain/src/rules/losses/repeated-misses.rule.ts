import type { Finding } from '../../evaluation.js';
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
import { classOf, type Rule, type Silence } from '../rule.js';
import { daysOf } from '../window.js';
import { isInferred } from './loss-rules.js';

const NEWEST = 5;
const MISSES = 3;
const MOVES = 2;
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
      const counted = timeline.bookings.filter((booking) => counts(booking, days, asOf));
      const lines = [...new Set(counted.map(({ line }) => line))].sort(compareText);
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

/** The newest by start; a series that was ended in one go is one loss (K14, Q51). */
function newest(bookings: Booking[]): Booking[] {
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
  const moves = movesOf(timeline.person.appointments, booking, asOf);
  if (moves.length < MOVES) return null;
  const at = Math.max(moves[MOVES - 1]!, loss?.at ?? startsAt);
  return { booking, at, how: `moved ${moves.length} times` };
}

function askLine(
  rule: Rule,
  timeline: Timeline,
  { line, counted }: { line: string; counted: Booking[] },
  days: number,
  asOf: AsOf,
): Finding | Silence {
  const bookings = newest(counted.filter((booking) => countsForLine(booking.line, line)));
  const latest = bookings.at(-1)!;
  // Bookings of an unknown line count in every line (Q29) but do not name it.
  const own = counted.findLast((booking) => booking.line === line)!;
  const { plan, lineName, row, service } = own;
  if (plan !== null && plan.closed) return { because: 'closed', says: `Its plan ${plan.id} is closed (E03).` };
  if (bookings.length >= 2 && bookings.slice(-2).every(({ standing }) => standing === 'visit')) {
    return { because: 'answered', says: `Came twice in a row, last on ${formatDate(latest.day)}.` };
  }
  const misses = bookings.flatMap((booking) => missOf(timeline, booking, asOf) ?? []);
  if (misses.length < MISSES) {
    return {
      because: 'not_applicable',
      says: `${misses.length} of the last ${bookings.length} bookings in ${describeLine(lineName)} were missed.`,
    };
  }
  const inOrder = misses.map(({ at }) => at).sort((one, other) => one - other);
  const told = misses.map(({ booking, how }) => `${formatDate(booking.day)} ${how}`).join(', ');
  return {
    rule: rule.id,
    name: rule.name,
    version: rule.version,
    kind: rule.kind,
    class: classOf(rule, isInferred(timeline, own)),
    episode: episodeKey(plan, lineName),
    since: inOrder[MISSES - 1]!,
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

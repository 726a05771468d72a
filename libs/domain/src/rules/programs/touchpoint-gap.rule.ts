import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Booking } from '../../timeline/booking.js';
import { isProgramOpen } from '../../timeline/ended-programs.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence } from '../visits/episode-rules.js';
import { freshLoss, presumedVisit } from '../visits/outcome-awaited.js';
import { daysOf, windowEnd, windowNamed, type Window } from '../window.js';

/** In a program a touchpoint is over and none is scheduled, or none was held for three weeks (RC 4, Q68). */
export const touchpointGap: Rule = {
  id: 'R26',
  name: 'TOUCHPOINT_GAP',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'In a program, no touchpoint is scheduled.',
  startsOff: true,
  startsIn: ['PR'],
  defaults: { after: '1 BD', longest: '21 d' },
  restsOn: ['program'],
  prepare(parameters) {
    const window = windowNamed(this.id, parameters, 'after');
    const longest = daysOf(this.id, 'longest', parameters.longest);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'program', asOf), 'No program on record.', (seen) =>
        ask(this, timeline, seen, { window, longest }, asOf),
      );
  },
};

const isTouchpoint = ({ service }: Booking): boolean => service?.kind === 'touchpoint';

function ask(
  rule: Rule,
  timeline: Timeline,
  seen: Seen<'program'>,
  { window, longest }: { window: Window; longest: number },
  asOf: AsOf,
): Finding | Silence {
  if (!isProgramOpen(seen, asOf)) return { because: 'closed', says: `Program ${seen.row.id} is not open.` };
  const { startedAt, name } = seen.row.data;
  const { zone } = timeline.opening;
  const last = timeline.visits.findLast(isTouchpoint);
  // The live list takes a review of the program for a touchpoint, and waits for the outcome of one that has passed.
  const isNext = (booking: Booking): boolean =>
    isTouchpoint(booking) || (timeline.practice.isLive && booking.line === last?.line);
  const standing = timeline.live.find(
    (booking) => isNext(booking) && asOf.reached(booking.opening.zone.startOf(booking.day - longest)),
  );
  if (standing !== undefined) return bookedSilence(standing, asOf);
  const presumed = last === undefined ? null : presumedVisit(timeline, last.line, last, asOf);
  if (presumed !== null && 'because' in presumed) return presumed;
  const lost = last === undefined ? null : freshLoss(timeline, last.line, last, asOf);
  if (lost !== null) return lost;
  const isSinceStart = last !== undefined && (startedAt === null || last.startsAt >= startedAt);
  const from = isSinceStart ? zone.dayOf(last.startsAt) : startedAt === null ? null : zone.dayOf(startedAt);
  if (from === null) return { because: 'no_data', says: 'Not known since when the program runs.' };
  const afterLast = isSinceStart ? windowEnd(window, last.opening, last.day) : null;
  const long = zone.startOf(from + longest);
  const held = [afterLast, long].filter((instant) => asOf.reached(instant)).map(Number);
  if (held.length === 0) {
    return { because: 'waiting', says: `The last touchpoint or the start was on ${formatDate(from)}.` };
  }
  const what = isSinceStart
    ? `Last touchpoint ${formatDate(last.day)}`
    : `Started ${formatDate(from)}, no touchpoint held`;
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since: Math.min(...held),
    reason: `${what} (${name?.trim() || 'program'}); none is scheduled within ${longest} days.`,
    facts: [
      recordFact(
        'program',
        seen,
        startedAt,
        `Program open${startedAt === null ? '' : ` since ${formatDate(zone.dayOf(startedAt))}`}`,
      ),
      ...(isSinceStart ? [visitFact(last, 'Last touchpoint')] : []),
    ],
    checked: [`no touchpoint booked within ${longest} days`],
    clearsWhen: `A touchpoint booked within ${longest} days, or the end of the program.`,
    parameters: { after: window.text, longest: `${longest} d` },
    service: last?.service?.name ?? null,
  });
}

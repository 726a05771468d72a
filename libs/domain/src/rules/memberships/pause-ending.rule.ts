import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { ANY_LINE, bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import { describeMembership, membershipSpecialty, membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence } from '../visits/episode-rules.js';
import { daysOf } from '../window.js';

/** A pause is about to end, and nothing is booked (RC 4, Q67). */
export const pauseEnding: Rule = {
  id: 'R25',
  name: 'PAUSE_ENDING',
  version: 1,
  kind: 'W',
  class: 'S2',
  says: 'The pause of a membership ends soon and nothing is booked.',
  startsOff: true,
  startsIn: ['MB', 'DPC', 'PR'],
  defaults: { within: '7 d' },
  restsOn: ['membership'],
  prepare(parameters) {
    const days = daysOf(this.id, 'within', parameters.within);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'membership', asOf), 'No membership on record.', (seen) =>
        ask(this, timeline, seen, days, asOf),
      );
  },
};

function ask(rule: Rule, timeline: Timeline, seen: Seen<'membership'>, days: number, asOf: AsOf): Finding | Silence {
  const { pausedUntil, startedAt } = seen.row.data;
  if (membershipStanding(seen, asOf) !== 'paused')
    return { because: 'not_applicable', says: `Membership ${seen.row.id} is not paused.` };
  if (pausedUntil === null) return { because: 'no_data', says: 'Not known until when the pause lasts.' };
  const { zone } = timeline.opening;
  const until = zone.dayOf(pausedUntil);
  const since = zone.startOf(until - days);
  if (!asOf.reached(since)) return { because: 'waiting', says: `Paused until ${formatDate(until)}.` };
  if (asOf.reached(zone.startOf(until + 1)))
    return { because: 'closed', says: `The pause ended on ${formatDate(until)}.` };
  const specialty = membershipSpecialty(timeline, seen);
  const booking = bookingWithinHorizon(timeline.live, ANY_LINE, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since,
    reason: `The pause of the ${describeMembership(seen)} ends ${formatDate(until)}; nothing booked.`,
    facts: [recordFact('membership', seen, startedAt, `Paused until ${formatDate(until)}`)],
    checked: bookingsChecked(timeline, ANY_LINE, specialty, asOf),
    clearsWhen: `Any booking within ${horizonDays(specialty)} days, or the end of the pause.`,
    parameters: { within: `${days} d` },
  });
}

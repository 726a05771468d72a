import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { ANY_LINE, bookingWithinHorizon, horizonDays } from '../../timeline/horizon.js';
import { describeMembership, membershipSpecialty, membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { bookingsChecked, visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence, notForSpecialty } from '../visits/episode-rules.js';
import { daysOf } from '../window.js';

/** Pays and does not come: long without a visit or a word (RC 4, Q65). */
export const memberUnderusing: Rule = {
  id: 'R23',
  name: 'MEMBER_UNDERUSING',
  version: 1,
  kind: 'O',
  class: 'S2',
  says: 'An active member has not come or been in touch for long.',
  startsOff: true,
  defaults: { MB: '45 d', DPC: '120 d', tenure: '60 d' },
  restsOn: ['membership'],
  alsoReads: ['communication'],
  prepare({ tenure, ...bySpecialty }) {
    const tenureDays = daysOf(this.id, 'tenure', tenure);
    const quiet = new Map(Object.entries(bySpecialty).map(([name, value]) => [name, daysOf(this.id, name, value)]));
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'membership', asOf), 'No membership on record.', (seen) => {
        const specialty = membershipSpecialty(timeline, seen);
        const days = quiet.get(specialty);
        if (days === undefined) return notForSpecialty({ specialty, lineName: null }, asOf);
        return ask(this, timeline, seen, { tenureDays, days }, asOf);
      });
  },
};

function ask(
  rule: Rule,
  timeline: Timeline,
  seen: Seen<'membership'>,
  { tenureDays, days }: { tenureDays: number; days: number },
  asOf: AsOf,
): Finding | Silence {
  const { startedAt } = seen.row.data;
  if (membershipStanding(seen, asOf) !== 'active')
    return { because: 'closed', says: `Membership ${seen.row.id} is not active.` };
  if (startedAt === null) return { because: 'no_data', says: 'Not known since when the membership runs.' };
  const { zone } = timeline.opening;
  const specialty = membershipSpecialty(timeline, seen);
  const booking = bookingWithinHorizon(timeline.live, ANY_LINE, specialty, asOf);
  if (booking !== null) return bookedSilence(booking, asOf);
  const visit = timeline.visits.at(-1);
  const message = lastInbound(timeline, asOf);
  const started = zone.dayOf(startedAt);
  const heard = Math.max(
    started,
    visit === undefined ? started : zone.dayOf(visit.startsAt),
    message === null ? started : zone.dayOf(message.row.data.at),
  );
  const since = Math.max(zone.startOf(started + tenureDays), zone.startOf(heard + days));
  if (!asOf.reached(since)) return { because: 'waiting', says: `Last heard of on ${formatDate(heard)}.` };
  const seenLast = visit === undefined ? 'never seen' : `last seen ${formatDate(visit.day)}`;
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since,
    reason: `Member since ${formatDate(started)} (${describeMembership(seen)}); ${seenLast}, not heard of since ${formatDate(heard)}; nothing booked.`,
    facts: [
      recordFact('membership', seen, startedAt, `Membership active since ${formatDate(started)}`),
      ...(visit === undefined ? [] : [visitFact(visit, 'Last visit')]),
      ...(message === null
        ? []
        : [
            recordFact(
              'communication',
              message,
              message.row.data.at,
              `Was in touch on ${formatDate(zone.dayOf(message.row.data.at))}`,
            ),
          ]),
    ],
    checked: bookingsChecked(timeline, ANY_LINE, specialty, asOf),
    clearsWhen: `Any booking within ${horizonDays(specialty)} days, a visit, or a message from the member.`,
    parameters: { quiet: `${days} d`, tenure: `${tenureDays} d` },
    service: visit?.service?.name ?? visit?.lineName ?? null,
  });
}

function lastInbound(timeline: Timeline, asOf: AsOf): Seen<'communication'> | null {
  let last: Seen<'communication'> | null = null;
  for (const seen of ownRecords(timeline, 'communication', asOf)) {
    const { direction, at } = seen.row.data;
    if (direction !== 'in' || !asOf.reached(at)) continue;
    if (last === null || at > last.row.data.at) last = seen;
  }
  return last;
}

import { tiersInCare, type TierCare } from '../../care/care-of.js';
import { isBookingOf, isServiceOf } from '../../care/match.js';
import { dayAfter } from '../../care/template.js';
import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import type { Timeline } from '../../timeline/timeline.js';
import { formatDate } from '../../zones/calendar-date.js';
import { visitFact } from '../evidence.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { bookedSilence } from '../visits/episode-rules.js';
import { daysOf } from '../window.js';

/** A member has not been seen for longer than the tier promises (S4-09). How often is the practice's own: its tiers. */
export const followUpLate: Rule = {
  id: 'P04',
  name: 'FOLLOW_UP_LATE',
  version: 1,
  kind: 'W',
  class: 'S3',
  says: 'A member has not been seen for longer than their tier promises.',
  practiceRule: true,
  startsOff: true,
  readsCare: true,
  startsIn: ['MB', 'DPC'],
  defaults: { more: '0 d' },
  restsOn: ['membership'],
  prepare(parameters) {
    const more = daysOf(this.id, 'more', parameters.more);
    return (timeline, asOf) => {
      // Most people are no members, and the tiers are read for nobody else.
      const running = timeline.person.memberships.length === 0 ? [] : tiersInCare(timeline, asOf);
      return askEach(running, 'No membership that runs.', (care) => ask(this, timeline, care, more, asOf));
    };
  },
};

function ask(rule: Rule, timeline: Timeline, care: TierCare, more: number, asOf: AsOf): Finding | Silence {
  const { seen, tier, from, standing } = care;
  if (standing === 'paused' || standing === 'unknown')
    return { because: 'closed', says: `Membership ${seen.row.id} is not active.` };
  if (tier === null) return { because: 'no_data', says: 'The practice has described no tier of this name.' };
  if (from === null) return { because: 'no_data', says: 'Not known since when the membership runs.' };
  const { followUp } = tier;
  if (followUp === null) return { because: 'not_applicable', says: `${tier.name} promises no regular follow-up.` };
  const { visit: match, every, grace } = followUp;
  const booked = timeline.live.find((booking) => isBookingOf(match, booking));
  if (booked !== undefined) return bookedSilence(booked, asOf);
  // In the live list an appointment that has passed without an outcome is taken for a visit (K11).
  const last = timeline.bookings.findLast(
    (booking) => (booking.standing === 'visit' || booking.standing === 'unknown') && isBookingOf(match, booking),
  );
  if (last === undefined && !timeline.practice.services.some((service) => isServiceOf(match, service)))
    return { because: 'no_data', says: `No service of the practice shows a follow-up of ${tier.name}.` };
  const base = last === undefined ? from : Math.max(last.day, from);
  const due = dayAfter(base, every);
  const { zone } = timeline.opening;
  const since = zone.startOf(dayAfter(due, grace) + more);
  if (!asOf.reached(since))
    return { because: 'waiting', says: `The next follow-up is expected by ${formatDate(due)}.` };
  const seenLast = last === undefined ? 'none since' : 'the last';
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since,
    reason: `${tier.name} promises a follow-up every ${every}; ${seenLast} ${formatDate(last?.day ?? from)}, due ${formatDate(due)}; nothing booked.`,
    facts: [
      recordFact('membership', seen, seen.row.data.startedAt, `Member (${tier.name}) since ${formatDate(from)}`),
      ...(last === undefined ? [] : [visitFact(last, 'Last follow-up')]),
    ],
    checked: [`no follow-up booked; ${tier.name}: every ${every}, due ${formatDate(due)}`],
    clearsWhen: 'A follow-up booked or held, a pause, or the end of the membership.',
    parameters: { every, grace, more: `${more} d` },
    service: last?.service?.name ?? null,
  });
}

import type { Finding } from '../../evaluation.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { describeMembership, membershipStanding } from '../../timeline/membership.js';
import { knownAt, ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatDate, parseDate } from '../../zones/calendar-date.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

/** The card will not live to pay the next charge (RC 4, Q64). */
export const cardExpiring: Rule = {
  id: 'R22',
  name: 'CARD_EXPIRING',
  version: 1,
  kind: 'V',
  class: 'S3',
  says: 'The card of a membership expires before the next charge.',
  startsOff: true,
  startsIn: ['MB', 'DPC'],
  defaults: { within: '30 d' },
  restsOn: ['membership'],
  restsOnEvents: 'the date on the card on record',
  prepare(parameters) {
    const days = daysOf(this.id, 'within', parameters.within);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'membership', asOf), 'No membership on record.', (seen) =>
        ask(this, timeline, seen, days, asOf),
      );
  },
};

function ask(rule: Rule, timeline: Timeline, seen: Seen<'membership'>, days: number, asOf: AsOf): Finding | Silence {
  const standing = membershipStanding(seen, asOf);
  if (standing === 'ended') return { because: 'closed', says: `Membership ${seen.row.id} has ended.` };
  if (standing === 'unknown') return { because: 'no_data', says: 'The membership does not say whether it is active.' };
  const { cardExpiresOn, renewsAt, startedAt } = seen.row.data;
  const expires = cardExpiresOn === null ? null : parseDate(cardExpiresOn);
  if (expires === null) return { because: 'no_data', says: 'Not known when the card expires.' };
  const { zone } = timeline.opening;
  const soon = zone.startOf(expires - days);
  const renewal = renewsAt === null ? null : zone.dayOf(renewsAt);
  const isBeforeRenewal = renewal !== null && expires < renewal;
  if (!isBeforeRenewal && !asOf.reached(soon)) {
    return { because: 'waiting', says: `The card is good until ${formatDate(expires)}.` };
  }
  const told = knownAt(seen) ?? today(timeline, asOf);
  const next = renewal === null ? '' : `; next charge ${formatDate(renewal)}`;
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since: isBeforeRenewal ? Math.min(told, soon) : soon,
    reason: `The card of the ${describeMembership(seen)} expires ${formatDate(expires)}${next}.`,
    facts: [recordFact('membership', seen, startedAt, `Card expires on ${formatDate(expires)}${next}`)],
    checked: [],
    clearsWhen: 'A card that is good for longer, or the end of the membership.',
    parameters: { within: `${days} d` },
  });
}

/** For a membership of which nothing says when it was written or began: it holds as found today, never since a day to come. */
function today({ opening: { zone } }: Timeline, asOf: AsOf): Instant {
  const day = zone.dayOf(asOf.at);
  asOf.reached(zone.startOf(day + 1));
  return zone.startOf(day);
}

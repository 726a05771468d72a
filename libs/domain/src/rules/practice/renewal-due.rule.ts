import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { describeMembership, membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import type { Seen } from '../../timeline/versions.js';
import { formatDate, type EpochDay } from '../../zones/calendar-date.js';
import { chargesOf } from '../memberships/failed-charges.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

/** A membership renews soon: a word before the charge, not after it (S4-03). Whoever is charged each month needs no reminder. */
export const renewalDue: Rule = {
  id: 'P02',
  name: 'RENEWAL_DUE',
  version: 1,
  kind: 'W',
  class: 'S3',
  says: 'A membership renews soon.',
  practiceRule: true,
  startsOff: true,
  startsIn: ['MB', 'DPC'],
  defaults: { within: '14 d', term: '60 d' },
  restsOn: ['membership'],
  restsOnEvents: 'the renewal date on record',
  prepare(parameters) {
    const within = daysOf(this.id, 'within', parameters.within);
    const term = daysOf(this.id, 'term', parameters.term);
    return (timeline, asOf) =>
      askEach(ownRecords(timeline, 'membership', asOf), 'No membership on record.', (seen) =>
        ask(this, timeline, seen, { within, term }, asOf),
      );
  },
};

function ask(
  rule: Rule,
  timeline: Timeline,
  seen: Seen<'membership'>,
  { within, term }: { within: number; term: number },
  asOf: AsOf,
): Finding | Silence {
  const standing = membershipStanding(seen, asOf);
  const { renewsAt, startedAt, cancelRequestedAt } = seen.row.data;
  if (standing !== 'active' && standing !== 'trialing')
    return { because: 'closed', says: `Membership ${seen.row.id} is not active.` };
  if (asOf.reached(cancelRequestedAt)) return { because: 'closed', says: 'Asked to cancel: nothing is to be renewed.' };
  if (renewsAt === null) return { because: 'no_data', says: 'Not known when the membership renews.' };
  const { zone } = timeline.opening;
  const renewal = zone.dayOf(renewsAt);
  const running = termOf(timeline, seen, asOf);
  if (running !== null && renewal - running.from < term) {
    return { because: 'not_applicable', says: `Renews every ${renewal - running.from} days, without a word.` };
  }
  if (asOf.reached(zone.startOf(renewal + 1)))
    return { because: 'answered', says: `Was to renew on ${formatDate(renewal)}.` };
  const since = zone.startOf(renewal - within);
  if (!asOf.reached(since)) return { because: 'waiting', says: `Renews on ${formatDate(renewal)}.` };
  const sinceWhen = running === null ? '' : `, term since ${formatDate(running.from)}`;
  const paid = running?.paid ?? null;
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since,
    reason: `The ${describeMembership(seen)} renews ${formatDate(renewal)}${sinceWhen}.`,
    facts: [
      recordFact('membership', seen, startedAt, `Renews on ${formatDate(renewal)}`),
      ...(paid === null ? [] : [recordFact('payment', paid, paid.row.data.at, 'The last charge that was paid')]),
    ],
    checked: ['no wish to cancel on record'],
    clearsWhen: 'The renewal, a later date, or the end of the membership.',
    parameters: { within: `${within} d`, term: `${term} d` },
  });
}

interface Term {
  from: EpochDay;
  paid: Seen<'payment'> | null;
}

/** From the last charge that was paid for it, else from its start: from there to the renewal it is one term. */
function termOf(timeline: Timeline, { row }: Seen<'membership'>, asOf: AsOf): Term | null {
  const { zone } = timeline.opening;
  const paid = chargesOf(timeline, asOf).findLast(
    ({ row: { data, source } }) => data.membershipId === row.id && source === row.source && data.status === 'succeeded',
  );
  const from = paid?.row.data.at ?? row.data.startedAt;
  return from === null ? null : { from: zone.dayOf(from), paid: paid ?? null };
}

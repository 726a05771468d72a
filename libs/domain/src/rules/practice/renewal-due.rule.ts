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
  const runsFrom = termStart(timeline, seen, asOf);
  if (runsFrom !== null && renewal - runsFrom < term) {
    return { because: 'not_applicable', says: `Renews every ${renewal - runsFrom} days, without a word.` };
  }
  if (asOf.reached(zone.startOf(renewal + 1)))
    return { because: 'answered', says: `Was to renew on ${formatDate(renewal)}.` };
  const since = zone.startOf(renewal - within);
  if (!asOf.reached(since)) return { because: 'waiting', says: `Renews on ${formatDate(renewal)}.` };
  const paid = runsFrom === null ? '' : `, term since ${formatDate(runsFrom)}`;
  return recordFinding(rule, timeline, {
    episode: seen.row.id,
    since,
    reason: `The ${describeMembership(seen)} renews ${formatDate(renewal)}${paid}.`,
    facts: [recordFact('membership', seen, startedAt, `Renews on ${formatDate(renewal)}`)],
    checked: ['no wish to cancel on record'],
    clearsWhen: 'The renewal, a later date, or the end of the membership.',
    parameters: { within: `${within} d`, term: `${term} d` },
  });
}

/** The last charge that was paid for it, else its start: from there to the renewal it is one term. */
function termStart(timeline: Timeline, { row }: Seen<'membership'>, asOf: AsOf): EpochDay | null {
  const { zone } = timeline.opening;
  const paid = chargesOf(timeline, asOf).findLast(
    ({ row: { data, source } }) => data.membershipId === row.id && source === row.source && data.status === 'succeeded',
  );
  const from = paid?.row.data.at ?? row.data.startedAt;
  return from === null ? null : zone.dayOf(from);
}

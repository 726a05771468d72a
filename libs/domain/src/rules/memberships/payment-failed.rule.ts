import type { Finding } from '../../evaluation.js';
import type { AsOf } from '../../timeline/as-of.js';
import { isProgramOpen } from '../../timeline/ended-programs.js';
import { membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import { compareText, recordKey, type Seen } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { askEach, recordFact, recordFinding } from '../record-finding.js';
import type { Rule, Silence } from '../rule.js';
import { daysOf } from '../window.js';

/** A recurring charge failed and was not made good: quiet retries first, people from the third day on (RC 4, Q63). */
export const paymentFailed: Rule = {
  id: 'R21',
  name: 'PAYMENT_FAILED',
  version: 1,
  kind: 'O',
  class: 'S1',
  says: 'A recurring payment failed and has not been made good.',
  startsOff: true,
  startsIn: ['MB', 'DPC', 'PR'],
  defaults: { after: '3 d' },
  restsOn: ['payment', 'membership'],
  restsOnEvents: 'a charge that was refused',
  prepare(parameters) {
    const days = daysOf(this.id, 'after', parameters.after);
    return (timeline, asOf) =>
      askEach(seriesOf(timeline, asOf), 'No recurring charge on record.', (series) =>
        ask(this, timeline, series, days, asOf),
      );
  },
};

/** Charges of one membership, or those of a program that is open, in order of time. */
interface Series {
  episode: string;
  charges: Seen<'payment'>[];
  what: string;
  endedBecause: string | null;
}

function byTime(one: Seen<'payment'>, other: Seen<'payment'>): number {
  return one.row.data.at - other.row.data.at || compareText(one.row.id, other.row.id);
}

function seriesOf(timeline: Timeline, asOf: AsOf): Series[] {
  const charges = ownRecords(timeline, 'payment', asOf)
    .filter(({ row }) => (row.data.kind === 'charge' || row.data.kind === 'payment') && asOf.reached(row.data.at))
    .sort(byTime);
  if (charges.length === 0) return [];
  const memberships = new Map(
    ownRecords(timeline, 'membership', asOf).map((seen) => [recordKey(seen.row.source, seen.row.id), seen]),
  );
  const series = new Map<string, Series>();
  const program = openProgram(timeline, asOf);
  for (const charge of charges) {
    const { membershipId } = charge.row.data;
    if (membershipId === null && program === null) continue;
    const key = membershipId === null ? '' : recordKey(charge.row.source, membershipId);
    const known = series.get(key);
    if (known !== undefined) known.charges.push(charge);
    else if (membershipId === null)
      series.set(key, { episode: program!.row.id, charges: [charge], what: 'program', endedBecause: null });
    else {
      const membership = memberships.get(key);
      const isEnded = membership !== undefined && membershipStanding(membership, asOf) === 'ended';
      series.set(key, {
        episode: membershipId,
        charges: [charge],
        // Whoever pays for others is asked about their failed payments, and told whose (K17).
        what: membership === undefined ? `membership ${membershipId} (not on their own record)` : 'membership',
        endedBecause: isEnded ? `Membership ${membershipId} has ended.` : null,
      });
    }
  }
  return [...series.values()];
}

/** The one started last, of several the greatest id (Q35): its instalments are the person's charges without a membership (Q63). */
function openProgram(timeline: Timeline, asOf: AsOf): Seen<'program'> | null {
  const open = ownRecords(timeline, 'program', asOf).filter((seen) => isProgramOpen(seen, asOf));
  const begun = ({ row }: Seen<'program'>) => row.data.startedAt ?? 0;
  return open.sort((one, other) => begun(one) - begun(other) || compareText(one.row.id, other.row.id)).at(-1) ?? null;
}

/** Expired cards, empty accounts and hard refusals want different words; the code itself is not for patients. */
function declineClass(code: string | null): string {
  const word = code?.toLowerCase() ?? '';
  if (word.includes('expired')) return 'the card has expired';
  if (word.includes('insufficient') || word.includes('funds')) return 'not enough funds';
  return word === '' ? 'no reason given' : 'refused by the bank';
}

function ask(
  rule: Rule,
  timeline: Timeline,
  { episode, charges, what, endedBecause }: Series,
  days: number,
  asOf: AsOf,
): Finding | Silence {
  if (endedBecause !== null) return { because: 'closed', says: endedBecause };
  const lastSuccess = charges.findLast(({ row }) => row.data.status === 'succeeded');
  const paidAt = lastSuccess?.row.data.at ?? Number.NEGATIVE_INFINITY;
  const failures = charges.filter(({ row }) => row.data.status === 'failed' && row.data.at > paidAt);
  const [anchor] = failures;
  if (anchor === undefined)
    return { because: 'answered', says: `No charge of the ${what} has failed since the last that succeeded.` };
  const { zone } = timeline.opening;
  const day = zone.dayOf(anchor.row.data.at);
  const since = zone.startOf(day + days);
  if (!asOf.reached(since)) {
    return { because: 'waiting', says: `Failed on ${formatDate(day)}: quiet retries for ${days} days.` };
  }
  const latest = failures.at(-1)!;
  const why = declineClass(latest.row.data.failureCode);
  const tries = failures.length === 1 ? 'once' : `${failures.length} times`;
  return recordFinding(rule, timeline, {
    episode,
    since,
    reason: `A charge of the ${what} failed on ${formatDate(day)} (${why}); tried ${tries}, not paid since.`,
    facts: failures.map((each) =>
      recordFact(
        'payment',
        each,
        each.row.data.at,
        `Charge of ${formatDate(zone.dayOf(each.row.data.at))} failed: ${declineClass(each.row.data.failureCode)}`,
      ),
    ),
    checked: ['no charge succeeded at or after the failure'],
    clearsWhen: 'A charge that succeeds, or the end of the membership.',
    parameters: { after: `${days} d`, failures: failures.length },
  });
}

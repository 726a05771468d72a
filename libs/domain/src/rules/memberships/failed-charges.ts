import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { isProgramOpen } from '../../timeline/ended-programs.js';
import { membershipStanding } from '../../timeline/membership.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import { compareText, recordKey, type Seen } from '../../timeline/versions.js';
import { formatDate } from '../../zones/calendar-date.js';
import { recordFact } from '../record-finding.js';
import type { Silence } from '../rule.js';

/** Charges of one membership, or those of a program that is open, in order of time. */
export interface Series {
  episode: string;
  charges: Seen<'payment'>[];
  what: string;
  endedBecause: string | null;
}

/** Failures since the last success of a series, oldest first; at least one. */
export interface Unpaid {
  failures: Seen<'payment'>[];
  failedAt: Instant;
  /** "refused by the bank": of the latest attempt. */
  why: string;
  /** "once", "3 times". */
  tries: string;
}

function byTime(one: Seen<'payment'>, other: Seen<'payment'>): number {
  return one.row.data.at - other.row.data.at || compareText(one.row.id, other.row.id);
}

/** Payments and charges that have been made or tried, oldest first. */
export function chargesOf(timeline: Timeline, asOf: AsOf): Seen<'payment'>[] {
  return ownRecords(timeline, 'payment', asOf)
    .filter(({ row }) => (row.data.kind === 'charge' || row.data.kind === 'payment') && asOf.reached(row.data.at))
    .sort(byTime);
}

export function seriesOf(timeline: Timeline, asOf: AsOf): Series[] {
  const charges = chargesOf(timeline, asOf);
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

/** What the series still owes; a silence where it is ended or paid. */
export function unpaidOf({ charges, what, endedBecause }: Series): Unpaid | Silence {
  if (endedBecause !== null) return { because: 'closed', says: endedBecause };
  const lastSuccess = charges.findLast(({ row }) => row.data.status === 'succeeded');
  const paidAt = lastSuccess?.row.data.at ?? Number.NEGATIVE_INFINITY;
  const failures = charges.filter(({ row }) => row.data.status === 'failed' && row.data.at > paidAt);
  const [anchor] = failures;
  if (anchor === undefined)
    return { because: 'answered', says: `No charge of the ${what} has failed since the last that succeeded.` };
  const why = declineClass(failures.at(-1)!.row.data.failureCode);
  const tries = failures.length === 1 ? 'once' : `${failures.length} times`;
  return { failures, failedAt: anchor.row.data.at, why, tries };
}

export function failureFacts({ opening: { zone } }: Timeline, { failures }: Unpaid) {
  return failures.map((each) =>
    recordFact(
      'payment',
      each,
      each.row.data.at,
      `Charge of ${formatDate(zone.dayOf(each.row.data.at))} failed: ${declineClass(each.row.data.failureCode)}`,
    ),
  );
}

import type { RecordVersion } from '../../facts.js';
import type { Instant } from '../../records.js';
import type { AsOf } from '../../timeline/as-of.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import { addMonths } from '../../zones/calendar-date.js';
import type { Zone } from '../../zones/zone.js';
import { isWithin, type Period } from '../period.js';
import { chargesOf } from './payments.js';
import { count, reportShare, share, type MetricSet } from './share.js';

const CONVERSION_MS = 30 * 86_400_000;

type MembershipRow = RecordVersion<'membership'>;

function isMemberAt({ data }: MembershipRow, instant: Instant): boolean {
  if (data.startedAt === null || data.startedAt > instant) return false;
  const hasEndedUndated = data.endsAt === null && (data.status === 'cancelled' || data.status === 'expired');
  return !hasEndedUndated && (data.endsAt === null || data.endsAt > instant);
}

function endOf({ data }: MembershipRow, asOf: AsOf): Instant | null {
  return data.endsAt !== null && asOf.reached(data.endsAt) ? data.endsAt : null;
}

/** A charge failed and was not paid before the end: nobody decided to leave. */
function endedUnpaid(timeline: Timeline, membership: MembershipRow, end: Instant, asOf: AsOf): boolean {
  const charges = chargesOf(timeline, asOf).filter(({ data }) => data.membershipId === membership.id && data.at <= end);
  const isPaidFrom = (at: Instant) => charges.some(({ data }) => data.status === 'succeeded' && data.at >= at);
  return charges.some(({ data }) => data.status === 'failed' && !isPaidFrom(data.at));
}

/** Asked for, or written down as cancelled; one that merely ran out is neither this nor unpaid. */
function isOnRequest({ data }: MembershipRow): boolean {
  return data.cancelRequestedAt !== null || data.status === 'cancelled';
}

/** The borders of the whole months that end with a period: a part of a month would look like less leaving. */
function monthsOf({ from, to }: Period, zone: Zone): Instant[] {
  const last = zone.dayOf(to);
  const months: Instant[] = [to];
  for (let back = 1; ; back += 1) {
    const start = zone.startOf(addMonths(last, -back));
    if (start < from) return months;
    months.unshift(start);
  }
}

/** Members who end in a month out of those at its start, those lost to unpaid charges, units used, programs continued. */
export function membershipMetrics(period: Period, zone: Zone, asOf: AsOf): MetricSet {
  const churn = share('membership_churn');
  const involuntary = share('involuntary_churn');
  const voluntary = reportShare('voluntary_churn');
  const utilisation = share('utilisation');
  const conversion = share('program_conversion');
  const months = monthsOf(period, zone);

  const addMembership = (timeline: Timeline, membership: MembershipRow): void => {
    const end = endOf(membership, asOf);
    for (let month = 0; month + 1 < months.length; month += 1) {
      const start = months[month]!;
      if (isMemberAt(membership, start))
        count(churn, end !== null && isWithin({ from: start, to: months[month + 1]! }, end));
    }
    if (isMemberAt(membership, period.from)) {
      const ended = end !== null && isWithin(period, end);
      const isUnpaid = ended && endedUnpaid(timeline, membership, end, asOf);
      count(involuntary, isUnpaid);
      count(voluntary, ended && !isUnpaid && isOnRequest(membership));
    }
  };

  const addPackages = (timeline: Timeline): void => {
    for (const { row } of ownRecords(timeline, 'package', asOf)) {
      const { unitsTotal, unitsUsed, purchasedAt } = row.data;
      if (unitsTotal === null || unitsUsed === null || purchasedAt === null || !isWithin(period, purchasedAt)) continue;
      utilisation.numerator += unitsUsed;
      utilisation.denominator += unitsTotal;
    }
  };

  const addPrograms = (timeline: Timeline, memberships: readonly MembershipRow[]): void => {
    for (const { row } of ownRecords(timeline, 'program', asOf)) {
      const { endsAt } = row.data;
      if (endsAt === null || !isWithin(period, endsAt) || !asOf.reached(endsAt + CONVERSION_MS)) continue;
      const follows = ({ data }: MembershipRow) =>
        data.startedAt !== null && data.startedAt >= endsAt && data.startedAt <= endsAt + CONVERSION_MS;
      count(conversion, memberships.some(follows));
    }
  };

  return {
    add(timeline) {
      const memberships = ownRecords(timeline, 'membership', asOf).map(({ row }) => row);
      for (const membership of memberships) addMembership(timeline, membership);
      addPackages(timeline);
      addPrograms(timeline, memberships);
    },
    shares: () => [utilisation, churn, involuntary, voluntary, conversion],
  };
}

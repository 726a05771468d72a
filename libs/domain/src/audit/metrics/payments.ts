import type { RecordVersion } from '../../facts.js';
import type { AsOf } from '../../timeline/as-of.js';
import { ownRecords } from '../../timeline/own-records.js';
import type { Timeline } from '../../timeline/timeline.js';
import { isWithin, type Period } from '../period.js';
import { count, reportShare, share, type MetricSet } from './share.js';

const RECOVERY_MS = 14 * 86_400_000;

type PaymentRow = RecordVersion<'payment'>;

/** A membership's charge, whichever attempt it is. */
export function isCharge({ data }: PaymentRow): boolean {
  return data.membershipId !== null && (data.kind === 'charge' || data.kind === 'payment');
}

function succeededWithin(rows: readonly PaymentRow[], { data: failed }: PaymentRow): boolean {
  return rows.some(
    ({ data }) =>
      data.status === 'succeeded' &&
      data.membershipId === failed.membershipId &&
      data.at >= failed.at &&
      data.at <= failed.at + RECOVERY_MS,
  );
}

/** What is known of a person's charges for memberships. */
export function chargesOf(timeline: Timeline, asOf: AsOf): PaymentRow[] {
  return ownRecords(timeline, 'payment', asOf)
    .map(({ row }) => row)
    .filter(isCharge);
}

/**
 * How many renewals fail at the first attempt, and how many of those are paid within two weeks: of all, and of those that
 * have had their two weeks.
 */
export function paymentMetrics(period: Period, asOf: AsOf): MetricSet {
  const failedRate = share('failed_payment_rate');
  const recovered = share('payment_recovery_14d');
  const matured = reportShare('payment_recovery_14d', 'matured');
  return {
    add(timeline) {
      const charges = chargesOf(timeline, asOf);
      for (const charge of charges) {
        const { at, status, attempt } = charge.data;
        const isDecided = status === 'succeeded' || status === 'failed';
        if (!isDecided || (attempt !== null && attempt > 1) || !isWithin(period, at)) continue;
        count(failedRate, status === 'failed');
        if (status !== 'failed') continue;
        const isPaid = succeededWithin(charges, charge);
        count(recovered, isPaid);
        if (asOf.reached(at + RECOVERY_MS)) count(matured, isPaid);
      }
    },
    shares: () => [failedRate, recovered, matured],
  };
}

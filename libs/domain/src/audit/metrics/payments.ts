import type { RecordVersion } from '../../facts.js';
import type { AsOf } from '../../timeline/as-of.js';
import { seeRecords } from '../../timeline/versions.js';
import { isWithin, type Period } from '../period.js';
import { count, share, type MetricSet } from './share.js';

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
      data.at > failed.at &&
      data.at <= failed.at + RECOVERY_MS,
  );
}

/** How many renewals fail at the first attempt, and how many of those are paid within two weeks. */
export function paymentMetrics(period: Period, asOf: AsOf): MetricSet {
  const failedRate = share('failed_payment_rate');
  const recovered = share('payment_recovery_14d');
  return {
    add({ person }) {
      if (person.payments.length === 0) return;
      const charges = seeRecords(person.payments, asOf)
        .map(({ row }) => row)
        .filter(isCharge);
      for (const charge of charges) {
        const { at, status, attempt } = charge.data;
        const isDecided = status === 'succeeded' || status === 'failed';
        if (!isDecided || (attempt !== null && attempt > 1) || !isWithin(period, at)) continue;
        count(failedRate, status === 'failed');
        if (status === 'failed' && asOf.reached(at + RECOVERY_MS)) count(recovered, succeededWithin(charges, charge));
      }
    },
    shares: () => [failedRate, recovered],
  };
}

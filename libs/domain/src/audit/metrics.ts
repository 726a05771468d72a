import type { AsOf } from '../timeline/as-of.js';
import type { Timeline } from '../timeline/timeline.js';
import { appointmentMetrics } from './metrics/appointments.js';
import { episodeMetrics } from './metrics/episodes.js';
import { lineMetrics } from './metrics/lines.js';
import { membershipMetrics } from './metrics/memberships.js';
import { paymentMetrics } from './metrics/payments.js';
import { rebookingMetrics } from './metrics/rebooking.js';
import { recallMetrics } from './metrics/recalls.js';
import type { MetricSet, Share } from './metrics/share.js';
import type { Zone } from '../zones/zone.js';
import { isoInstant, type AuditMetric } from './report.js';
import type { Period } from './period.js';

export interface MetricCount {
  add(timeline: Timeline): void;
  metrics(): AuditMetric[];
}

/** The metrics of RC 2 that the data allow, counted in one pass over the persons; each with numerator and denominator. */
export function countMetrics(period: Period, zone: Zone, asOf: AsOf): MetricCount {
  const sets = metricSets(period, zone, asOf);
  return {
    add(timeline) {
      // Excluded patients count: their visits happened (Q93).
      for (const set of sets) set.add(timeline);
    },
    metrics: () =>
      sets
        .flatMap((set) => set.shares())
        .filter(({ reportOnly }) => reportOnly !== true)
        .map((share) => auditMetric(share, period)),
  };
}

/** The same figures for any period: an audit's twelve months, a report's week. */
export function metricSets(period: Period, zone: Zone, asOf: AsOf): MetricSet[] {
  return [
    appointmentMetrics(period),
    rebookingMetrics(period, asOf),
    episodeMetrics(period, asOf),
    recallMetrics(asOf),
    lineMetrics(period, asOf),
    paymentMetrics(period, asOf),
    membershipMetrics(period, zone, asOf),
  ];
}

function auditMetric({ id, variant, numerator, denominator }: Share, { from, to }: Period): AuditMetric {
  return {
    id,
    variant,
    period: { from: isoInstant(from), to: isoInstant(to) },
    numerator,
    denominator,
    value: denominator === 0 ? null : numerator / denominator,
  };
}

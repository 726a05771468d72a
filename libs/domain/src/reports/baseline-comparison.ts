import type { AuditMetric } from '../audit/report.js';
import { careMetricId, type CareFigure } from './care-metrics.js';
import { definitionOf, isDefined } from './dictionary.js';
import type { BaselineComparison } from './report.js';

/** What of the stored baseline a report compares with. */
export interface BaselineFacts {
  takenAt: string;
  metrics: readonly AuditMetric[];
}

/** The audit of the day of connection beside the trailing weeks: same metric, same variant (S2-02). */
export function compareWithBaseline({ metrics }: BaselineFacts, trailing: readonly CareFigure[]): BaselineComparison[] {
  const now = new Map(trailing.map((figure) => [figure.metric, figure]));
  return metrics.flatMap(({ id, variant, numerator, denominator, value }): BaselineComparison[] => {
    const metric = careMetricId(id, variant);
    const figure = now.get(metric);
    if (figure === undefined || !isDefined(metric)) return [];
    if (denominator === 0 && figure.denominator === 0) return [];
    const { label, unit } = definitionOf(metric);
    const present = figure.denominator === 0 ? null : figure.numerator / figure.denominator;
    return [
      {
        ...{ metric, label, unit },
        baseline: { numerator, denominator, value },
        now: { numerator: figure.numerator, denominator: figure.denominator, value: present },
        difference: value === null || present === null ? null : rounded(present - value),
      },
    ];
  });
}

/** The last bits of a difference of shares say nothing. */
function rounded(difference: number): number {
  return Math.round(difference * 1e9) / 1e9;
}

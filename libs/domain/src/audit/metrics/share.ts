import type { Timeline } from '../../timeline/timeline.js';

/** One figure of the report: some out of all. */
export interface Share {
  id: string;
  variant: string;
  numerator: number;
  denominator: number;
  /** Printed in reports, not among the figures of an audit, whose ids and variants are fixed (Q93). */
  reportOnly?: true;
}

/** Figures that are counted together, person by person. */
export interface MetricSet {
  add(timeline: Timeline): void;
  shares(): Share[];
}

/** Where Q93 names no variant it is `live`: what is known now, not what was known at the period's end (Q103). */
export const LIVE = 'live';

export function share(id: string, variant = LIVE): Share {
  return { id, variant, numerator: 0, denominator: 0 };
}

/** Beside the figures of an audit, in reports alone. */
export function reportShare(id: string, variant = LIVE): Share {
  return { ...share(id, variant), reportOnly: true };
}

/** Counts one of all, and as one of some when it belongs. */
export function count(figure: Share, belongs: boolean): void {
  figure.denominator += 1;
  if (belongs) figure.numerator += 1;
}

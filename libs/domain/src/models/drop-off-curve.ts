/** How many have left by which visit, a discharge being an end of its own (RC 6.5), with intervals. */

export interface DropOffTally {
  visit: number;
  dropped: number;
  discharged: number;
  active: number;
}

export interface DropOffPoint extends DropOffTally {
  /** Courses with at least this many visits. */
  atRisk: number;
  /** Share that had dropped off by this visit. */
  incidence: number;
  low: number;
  high: number;
}

const Z_975 = 1.959963984540054;

/**
 * Cumulative incidence by visit number with pointwise 95 % intervals: the variance of Marubini and Valsecchi (1995), on the scale of
 * ln(-ln(1 - F)), so that they stay between 0 and 1.
 */
export function dropOffCurve(tallies: readonly DropOffTally[]): DropOffPoint[] {
  const ordered = [...tallies].sort((one, other) => one.visit - other.visit);
  let atRisk = ordered.reduce((sum, row) => sum + row.dropped + row.discharged + row.active, 0);
  let surviving = 1;
  let incidence = 0;
  const steps: { before: number; incidence: number; dropped: number; ended: number; atRisk: number }[] = [];
  return ordered.map((row) => {
    const ended = row.dropped + row.discharged;
    incidence += (surviving * row.dropped) / atRisk;
    steps.push({ before: surviving, incidence, dropped: row.dropped, ended, atRisk });
    const point = { ...row, atRisk, incidence, ...interval(incidence, varianceOf(steps)) };
    surviving *= 1 - ended / atRisk;
    atRisk -= ended + row.active;
    return point;
  });
}

function varianceOf(
  steps: readonly { before: number; incidence: number; dropped: number; ended: number; atRisk: number }[],
) {
  const now = steps.at(-1)!.incidence;
  let variance = 0;
  for (const { before, incidence, dropped, ended, atRisk } of steps) {
    const further = now - incidence;
    if (atRisk > ended) variance += (further ** 2 * ended) / (atRisk * (atRisk - ended));
    variance += (before ** 2 * dropped * (atRisk - dropped)) / atRisk ** 3;
    variance -= (2 * further * before * dropped) / atRisk ** 2;
  }
  return Math.max(0, variance);
}

function interval(incidence: number, variance: number): { low: number; high: number } {
  if (incidence <= 0 || incidence >= 1) return { low: incidence <= 0 ? 0 : incidence, high: incidence };
  const log = -Math.log(1 - incidence);
  const spread = (Z_975 * Math.sqrt(variance)) / ((1 - incidence) * log);
  return { low: 1 - Math.exp(-log * Math.exp(-spread)), high: 1 - Math.exp(-log * Math.exp(spread)) };
}

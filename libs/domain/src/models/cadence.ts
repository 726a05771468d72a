/** A person's own rhythm: gaps between visits on a log scale, shrunk towards the planned interval (RC 6.1). */
export interface Cadence {
  /** Days between visits as usual for this person. */
  usualDays: number;
  /** Spread on the log scale. */
  spread: number;
}

const PRIOR_GAPS = 3;
const PRIOR_SPREAD = 0.45;
const PRIOR_SPREAD_WEIGHT = 5;
/** The 95 % quantile of the standard normal distribution (Q48). */
export const Z_95 = 1.6448536269514722;

const KEPT_DAYS = 1024;
const LOGARITHMS = Float64Array.from({ length: KEPT_DAYS }, (_, days) => Math.log(days));

/** Gaps are whole days, and mostly few of them. */
function logOf(days: number): number {
  return LOGARITHMS[days] ?? Math.log(days);
}

export function cadenceOf(gapDays: readonly number[], plannedDays: number): Cadence {
  const count = gapDays.length;
  let logSum = 0;
  for (const gap of gapDays) logSum += logOf(gap);
  const logUsual = (logSum + PRIOR_GAPS * logOf(plannedDays)) / (count + PRIOR_GAPS);
  let squares = 0;
  for (const gap of gapDays) {
    const off = logOf(gap) - logUsual;
    squares += off * off;
  }
  const variance = (squares + PRIOR_SPREAD_WEIGHT * PRIOR_SPREAD ** 2) / (count + PRIOR_SPREAD_WEIGHT);
  return { usualDays: Math.exp(logUsual), spread: Math.sqrt(variance) };
}

/** The day by which this person would have come again with the probability that `z` stands for. */
export function duePointDays({ usualDays, spread }: Cadence, z: number): number {
  return usualDays * Math.exp(z * spread);
}

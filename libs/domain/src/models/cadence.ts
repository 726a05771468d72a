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

export function cadenceOf(gapDays: readonly number[], plannedDays: number): Cadence {
  const count = gapDays.length;
  let logSum = 0;
  for (const gap of gapDays) logSum += Math.log(gap);
  const logUsual = (logSum + PRIOR_GAPS * Math.log(plannedDays)) / (count + PRIOR_GAPS);
  let squares = 0;
  for (const gap of gapDays) squares += (Math.log(gap) - logUsual) ** 2;
  const variance = (squares + PRIOR_SPREAD_WEIGHT * PRIOR_SPREAD ** 2) / (count + PRIOR_SPREAD_WEIGHT);
  return { usualDays: Math.exp(logUsual), spread: Math.sqrt(variance) };
}

/** The day by which this person would have come again with the probability that `z` stands for. */
export function duePointDays({ usualDays, spread }: Cadence, z: number): number {
  return usualDays * Math.exp(z * spread);
}

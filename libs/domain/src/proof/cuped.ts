/** Variance reduction by what was known before: part of the outcome that the past explains is taken out of it (CUPED, RC 7). */

export interface Arm {
  /** Outcome of each unit. */
  outcomes: readonly number[];
  /** Of the same units, in the same order: what was known before they were assigned. */
  before: readonly number[];
}

export interface Effect {
  difference: number;
  standardError: number;
}

export interface AdjustedEffect {
  theta: number;
  raw: Effect;
  adjusted: Effect;
}

/** Both arms pooled for theta. Throws `RangeError` where an arm's lists differ in length or have fewer than two units. */
export function cuped(treated: Arm, control: Arm): AdjustedEffect {
  for (const { outcomes, before } of [treated, control]) {
    if (outcomes.length !== before.length || outcomes.length < 2) {
      throw new RangeError(
        `An arm needs two units and a past of each: ${outcomes.length} outcomes, ${before.length} pasts`,
      );
    }
  }
  const pooledBefore = [...treated.before, ...control.before];
  const pooledOutcomes = [...treated.outcomes, ...control.outcomes];
  const spread = covariance(pooledBefore, pooledBefore);
  const theta = spread === 0 ? 0 : covariance(pooledOutcomes, pooledBefore) / spread;
  const middle = mean(pooledBefore);
  const adjust = ({ outcomes, before }: Arm) =>
    outcomes.map((outcome, unit) => outcome - theta * (before[unit]! - middle));
  return {
    theta,
    raw: effectOf(treated.outcomes, control.outcomes),
    adjusted: effectOf(adjust(treated), adjust(control)),
  };
}

function effectOf(treated: readonly number[], control: readonly number[]): Effect {
  const variance = covariance(treated, treated) / treated.length + covariance(control, control) / control.length;
  return { difference: mean(treated) - mean(control), standardError: Math.sqrt(variance) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function covariance(one: readonly number[], other: readonly number[]): number {
  const [first, second] = [mean(one), mean(other)];
  const sum = one.reduce((total, value, index) => total + (value - first) * (other[index]! - second), 0);
  return sum / (one.length - 1);
}

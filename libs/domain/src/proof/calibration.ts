/** How good probabilities were, once it is known what happened (RC 6.6). */

export interface Prediction {
  /** Said beforehand, 0 to 1. */
  probability: number;
  happened: boolean;
}

export function brier(predictions: readonly Prediction[]): number {
  const squares = predictions.map(({ probability, happened }) => (probability - Number(happened)) ** 2);
  return squares.reduce((sum, square) => sum + square, 0) / predictions.length;
}

/** The chance that one to whom it happened was given more than one to whom it did not; ties count half. Null without both kinds. */
export function auc(predictions: readonly Prediction[]): number | null {
  const ordered = [...predictions].sort((one, other) => one.probability - other.probability);
  const hits = ordered.filter(({ happened }) => happened).length;
  const misses = ordered.length - hits;
  if (hits === 0 || misses === 0) return null;
  let rankSum = 0;
  for (let from = 0; from < ordered.length;) {
    let to = from;
    while (to < ordered.length && ordered[to]!.probability === ordered[from]!.probability) to += 1;
    const rank = (from + 1 + to) / 2;
    rankSum += rank * ordered.slice(from, to).filter(({ happened }) => happened).length;
    from = to;
  }
  return (rankSum - (hits * (hits + 1)) / 2) / (hits * misses);
}

export interface Bin {
  n: number;
  said: number;
  happened: number;
}

/** Said against happened in bins of equal count, from the least probable on. */
export function reliability(predictions: readonly Prediction[], bins = 10): Bin[] {
  const ordered = [...predictions].sort((one, other) => one.probability - other.probability);
  return Array.from({ length: bins }, (_, bin) => {
    const own = ordered.slice(
      Math.floor((bin * ordered.length) / bins),
      Math.floor(((bin + 1) * ordered.length) / bins),
    );
    const share = (of: (prediction: Prediction) => number) => own.reduce((sum, each) => sum + of(each), 0) / own.length;
    return {
      n: own.length,
      said: share(({ probability }) => probability),
      happened: share(({ happened }) => Number(happened)),
    };
  }).filter(({ n }) => n > 0);
}

export interface Recalibration {
  intercept: number;
  slope: number;
}

const STEPS = 50;
const CLOSE_ENOUGH = 1e-10;
const SETTLED = 1e-8;
const EDGE = 1e-9;
const SHORTEST_STEP = 1e-6;

/**
 * Slope and intercept of what happened over the logit of what was said; 1 and 0 for probabilities that mean what they say. By
 * Newton's method; null where it does not settle, as when the two kinds are told apart perfectly.
 */
export function recalibration(predictions: readonly Prediction[]): Recalibration | null {
  const rows = predictions.map(({ probability, happened }) => {
    const inside = Math.min(Math.max(probability, EDGE), 1 - EDGE);
    return { x: Math.log(inside / (1 - inside)), y: Number(happened) };
  });
  const lnLikelihood = (at: Recalibration) =>
    rows.reduce((sum, { x, y }) => sum - Math.log1p(Math.exp((y === 1 ? -1 : 1) * (at.intercept + at.slope * x))), 0);
  let [intercept, slope] = [0, 1];
  let here = lnLikelihood({ intercept, slope });
  for (let step = 0; step < STEPS; step += 1) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const { x, y } of rows) {
      const p = 1 / (1 + Math.exp(-(intercept + slope * x)));
      const weight = p * (1 - p);
      g0 += y - p;
      g1 += (y - p) * x;
      h00 += weight;
      h01 += weight * x;
      h11 += weight * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(Math.abs(determinant) > CLOSE_ENOUGH)) return null;
    const [d0, d1] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
    // A whole step may overshoot where the probabilities are far off: half of it, then, until it is one upwards.
    let share = 1;
    let there = lnLikelihood({ intercept: intercept + d0, slope: slope + d1 });
    while (!(there >= here - CLOSE_ENOUGH) && share > SHORTEST_STEP) {
      share /= 2;
      there = lnLikelihood({ intercept: intercept + share * d0, slope: slope + share * d1 });
    }
    intercept += share * d0;
    slope += share * d1;
    here = there;
    if (Math.abs(d0) + Math.abs(d1) < SETTLED) return { intercept, slope };
  }
  return null;
}

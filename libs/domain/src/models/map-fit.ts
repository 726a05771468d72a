import {
  chanceOfReturn,
  countHistories,
  fitBestK,
  logsOf,
  parametersOf,
  totalLnLikelihood,
  type LnPrior,
  type ReturnParameters,
} from './mbg-cnbd-k.js';
import type { CountedHistory, VisitHistory } from './visit-history.js';

/**
 * Parameters of one line of one practice, drawn towards what is known from elsewhere, all the more the fewer people were seen.
 *
 * With theta the logarithms of r, alpha k, a and b (alpha k, since the usual gap is alpha k / r whatever k is):
 *
 *     theta = argmax  ln L(theta | histories)  -  1/2 sum over j of ((theta_j - mu_j) / width)^2
 *
 * The likelihood grows with the number of people, the second term does not: with many it is forgotten. How much of it is left is
 * `priorWeight`: the mean over j of (variance of theta_j) / width^2, 1 where nobody was seen, near 0 where thousands were.
 */
export interface MapFit {
  parameters: ReturnParameters;
  /** Without the prior. */
  lnLikelihood: number;
  /** Of the logarithms of r, alpha, a, b: the inverse of the curvature at the best place (Laplace). */
  covariance: number[][];
  /** 0 (only the practice's own people speak) to 1 (only the prior does). */
  priorWeight: number;
  people: number;
}

export interface Prior {
  centre: ReturnParameters;
  /** Standard deviation on the logarithms: 0.5 allows for a factor of 2.7 either way in 95 of 100. */
  width: number;
}

export function mapFit(histories: readonly VisitHistory[], prior: Prior): MapFit {
  const counted = countHistories(histories);
  const lnPrior = lnPriorOf(prior);
  const { parameters, lnLikelihood } =
    counted.length === 0
      ? { parameters: { ...prior.centre }, lnLikelihood: 0 }
      : fitBestK(counted, { prior: lnPrior, from: (k) => centreOf(prior, k) });
  const covariance = covarianceAt(parameters, counted, lnPrior, prior.width);
  const shares = covariance.map((row, axis) => row[axis]! / prior.width ** 2);
  return {
    parameters,
    lnLikelihood,
    covariance,
    priorWeight: Math.min(1, shares.reduce((sum, share) => sum + share, 0) / shares.length),
    people: histories.length,
  };
}

function centreOf({ centre }: Prior, k: number): number[] {
  return logsOf({ ...centre, k, alpha: (centre.alpha * centre.k) / k });
}

function lnPriorOf(prior: Prior): LnPrior {
  return (logs, k) => {
    const centre = centreOf(prior, k);
    return -0.5 * logs.reduce((sum, log, axis) => sum + ((log - centre[axis]!) / prior.width) ** 2, 0);
  };
}

const STEP = 1e-3;

/** Of the logarithms; where the curvature is no curvature (a flat place) the prior alone speaks for that direction. */
function covarianceAt(
  parameters: ReturnParameters,
  histories: readonly CountedHistory[],
  lnPrior: LnPrior,
  width: number,
): number[][] {
  const { k } = parameters;
  const at = logsOf(parameters);
  const size = at.length;
  const value = (moves: readonly [number, number][]) => {
    const logs = [...at];
    for (const [axis, by] of moves) logs[axis]! += by;
    return -totalLnLikelihood(parametersOf(logs, k), histories) - lnPrior(logs, k);
  };
  const here = value([]);
  const curvature = at.map((_, row) =>
    at.map((__, column) => {
      if (row === column) return (value([[row, STEP]]) - 2 * here + value([[row, -STEP]])) / STEP ** 2;
      const both = (one: number, other: number) =>
        value([
          [row, one],
          [column, other],
        ]);
      return (both(STEP, STEP) - both(STEP, -STEP) - both(-STEP, STEP) + both(-STEP, -STEP)) / (4 * STEP ** 2);
    }),
  );
  return (
    inverse(curvature) ??
    at.map((_, row) => Array.from({ length: size }, (__, column) => (row === column ? width ** 2 : 0)))
  );
}

/** By Cholesky's decomposition; null for a matrix that is not positive definite. */
export function inverse(matrix: readonly (readonly number[])[]): number[][] | null {
  const size = matrix.length;
  const lower: number[][] = matrix.map(() => Array.from({ length: size }, () => 0));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row]![column]!;
      for (let inner = 0; inner < column; inner += 1) sum -= lower[row]![inner]! * lower[column]![inner]!;
      if (row === column) {
        if (!(sum > 0)) return null;
        lower[row]![row] = Math.sqrt(sum);
      } else lower[row]![column] = sum / lower[column]![column]!;
    }
  }
  const columns = matrix.map((_, column) => {
    const forward: number[] = [];
    for (let row = 0; row < size; row += 1) {
      let sum = row === column ? 1 : 0;
      for (let inner = 0; inner < row; inner += 1) sum -= lower[row]![inner]! * forward[inner]!;
      forward.push(sum / lower[row]![row]!);
    }
    const solved: number[] = Array.from({ length: size }, () => 0);
    for (let row = size - 1; row >= 0; row -= 1) {
      let sum = forward[row]!;
      for (let inner = row + 1; inner < size; inner += 1) sum -= lower[inner]![row]! * solved[inner]!;
      solved[row] = sum / lower[row]![row]!;
    }
    return solved;
  });
  return matrix.map((_, row) => columns.map((column) => column[row]!));
}

/** A chance with the interval that the uncertainty of the parameters leaves (95 %). */
export interface Chance {
  chance: number;
  low: number;
  high: number;
}

const Z_975 = 1.959963984540054;
const EDGE = 1e-9;

const logit = (chance: number): number => {
  const inside = Math.min(Math.max(chance, EDGE), 1 - EDGE);
  return Math.log(inside / (1 - inside));
};
const unLogit = (log: number): number => 1 / (1 + Math.exp(-log));

/** Linear in the logarithms of the parameters, on the logit scale (delta method): no chance below 0 or above 1. */
export function chanceWithInterval(
  { parameters, covariance }: Pick<MapFit, 'parameters' | 'covariance'>,
  history: VisitHistory,
  weeks: number,
  shown: (chance: number) => number = (chance) => chance,
): Chance {
  const at = logsOf(parameters);
  const asLogit = (logs: readonly number[]) =>
    logit(shown(chanceOfReturn(parametersOf(logs, parameters.k), history, weeks)));
  const slopes = at.map((_, axis) => {
    const moved = (by: number) => asLogit(at.map((log, index) => (index === axis ? log + by : log)));
    return (moved(STEP) - moved(-STEP)) / (2 * STEP);
  });
  let variance = 0;
  slopes.forEach((one, row) =>
    slopes.forEach((other, column) => (variance += one * other * covariance[row]![column]!)),
  );
  const middle = asLogit(at);
  const spread = Z_975 * Math.sqrt(Math.max(0, variance));
  return { chance: unLogit(middle), low: unLogit(middle - spread), high: unLogit(middle + spread) };
}

import { lnAdd, lnBeta, lnGamma } from './ln-gamma.js';
import { minimise } from './nelder-mead.js';

/**
 * BG/BB (Fader, Hardie and Shang 2010): one chance to come per period, as with a yearly check-up. The chance to come is
 * beta(`alpha`, `beta`) over people, the chance to stop before a period beta(`gamma`, `delta`). Periods, not weeks.
 */
export interface PeriodicParameters {
  alpha: number;
  beta: number;
  gamma: number;
  delta: number;
}

/** People with the same record: came in `came` of `periods`, the last time in period `last` (0: never). */
export interface PeriodicHistory {
  came: number;
  last: number;
  periods: number;
  count: number;
}

type OnePerson = Omit<PeriodicHistory, 'count'>;

function lnOne({ alpha, beta, gamma, delta }: PeriodicParameters, { came: x, last, periods: n }: OnePerson): number {
  const base = lnBeta(alpha, beta) + lnBeta(gamma, delta);
  let sum = lnBeta(alpha + x, beta + n - x) + lnBeta(gamma, delta + n) - base;
  for (let missed = 0; missed < n - last; missed += 1)
    sum = lnAdd(sum, lnBeta(alpha + x, beta + last - x + missed) + lnBeta(gamma + 1, delta + last + missed) - base);
  return sum;
}

export function periodicLnLikelihood(parameters: PeriodicParameters, histories: readonly PeriodicHistory[]): number {
  let total = 0;
  for (const history of histories) total += history.count * lnOne(parameters, history);
  return total;
}

/** The chance that the person has not stopped before the next period. */
export function periodicAlive(parameters: PeriodicParameters, history: OnePerson): number {
  const { alpha, beta, gamma, delta } = parameters;
  const { came: x, periods: n } = history;
  const there =
    lnBeta(alpha + x, beta + n - x) - lnBeta(alpha, beta) + lnBeta(gamma, delta + n + 1) - lnBeta(gamma, delta);
  return Math.exp(there - lnOne(parameters, history));
}

/** In how many of the next `ahead` periods the person is expected to come. */
export function periodicExpected(parameters: PeriodicParameters, history: OnePerson, ahead: number): number {
  const { alpha, beta, gamma, delta } = parameters;
  const { came: x, periods: n } = history;
  const lead =
    lnBeta(alpha + x + 1, beta + n - x) - lnBeta(alpha, beta) - lnOne(parameters, history) + lnGamma(gamma + delta);
  const at = (period: number) => Math.exp(lnGamma(1 + delta + period) - lnGamma(gamma + delta + period));
  return (delta / (gamma - 1)) * Math.exp(lead - lnGamma(1 + delta)) * (at(n) - at(n + ahead));
}

export function fitPeriodic(histories: readonly PeriodicHistory[]): {
  parameters: PeriodicParameters;
  lnLikelihood: number;
} {
  const parametersOf = (logs: readonly number[]): PeriodicParameters => {
    const [alpha, beta, gamma, delta] = logs.map(Math.exp) as [number, number, number, number];
    return { alpha, beta, gamma, delta };
  };
  const { at, value } = minimise((logs) => -periodicLnLikelihood(parametersOf(logs), histories), [0, 0, 0, 0]);
  return { parameters: parametersOf(at), lnLikelihood: -value };
}

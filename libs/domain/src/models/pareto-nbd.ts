import { hypergeometric } from './hypergeometric.js';
import { lnAdd, lnGamma } from './ln-gamma.js';
import { minimise } from './nelder-mead.js';
import type { CountedHistory, VisitHistory } from './visit-history.js';

/**
 * Pareto/NBD (Schmittlein, Morrison and Colombo 1987; likelihood as in Fader and Hardie 2005): visits as a Poisson process whose rate is
 * gamma(`r`, `alpha`) over people, and a length of stay whose rate is gamma(`s`, `beta`). Weeks. For cross-checks only.
 */
export interface ParetoParameters {
  r: number;
  alpha: number;
  s: number;
  beta: number;
}

interface Weights {
  alive: number;
  gone: number;
}

function lnWeights({ r, alpha, s, beta }: ParetoParameters, { repeats: x, last, until }: VisitHistory): Weights {
  const shape = r + s + x;
  const common = lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
  const [larger, apart, second] = alpha >= beta ? [alpha, alpha - beta, s + 1] : [beta, beta - alpha, r + x];
  const part = (at: number) =>
    Math.log(hypergeometric(shape, second, shape + 1, apart / (larger + at))) - shape * Math.log(larger + at);
  const [early, late] = [part(last), part(until)];
  const difference = early > late ? early + Math.log1p(-Math.exp(late - early)) : Number.NEGATIVE_INFINITY;
  return {
    alive: common - (r + x) * Math.log(alpha + until) - s * Math.log(beta + until),
    gone: common + Math.log(s / shape) + difference,
  };
}

export function paretoLnLikelihood(parameters: ParetoParameters, histories: readonly CountedHistory[]): number {
  let total = 0;
  for (const history of histories) {
    const { alive, gone } = lnWeights(parameters, history);
    total += history.count * lnAdd(alive, gone);
  }
  return total;
}

export function paretoAlive(parameters: ParetoParameters, history: VisitHistory): number {
  const { alive, gone } = lnWeights(parameters, history);
  return Math.exp(alive - lnAdd(alive, gone));
}

/** Repeat visits of somebody of whom nothing is known yet, in the first `weeks`. */
export function paretoExpectedRepeats({ r, alpha, s, beta }: ParetoParameters, weeks: number): number {
  return ((r * beta) / (alpha * (s - 1))) * (1 - (beta / (beta + weeks)) ** (s - 1));
}

/** Visits to come in the next `weeks`, given what somebody did so far. */
export function paretoExpectedVisits(parameters: ParetoParameters, history: VisitHistory, weeks: number): number {
  const { r, alpha, s, beta } = parameters;
  const { repeats, until } = history;
  const rate = ((r + repeats) * (beta + until)) / ((alpha + until) * (s - 1));
  return paretoAlive(parameters, history) * rate * (1 - ((beta + until) / (beta + until + weeks)) ** (s - 1));
}

export function fitPareto(histories: readonly CountedHistory[]): {
  parameters: ParetoParameters;
  lnLikelihood: number;
} {
  const parametersOf = (logs: readonly number[]): ParetoParameters => {
    const [r, alpha, s, beta] = logs.map(Math.exp) as [number, number, number, number];
    return { r, alpha, s, beta };
  };
  const { at, value } = minimise((logs) => -paretoLnLikelihood(parametersOf(logs), histories), [0, 2, 0, 2]);
  return { parameters: parametersOf(at), lnLikelihood: -value };
}

import { lnGamma } from './ln-gamma.js';
import { minimise } from './nelder-mead.js';
import type { CountedHistory, VisitHistory } from './visit-history.js';

/** NBD (Ehrenberg 1959): everybody keeps coming, at rates that are gamma(`r`, `alpha`) over people. What a model must beat. Weeks. */
export interface NbdParameters {
  r: number;
  alpha: number;
}

/** Of the days themselves, not of their number alone: comparable with the models that know of stopping. */
export function nbdLnLikelihood({ r, alpha }: NbdParameters, histories: readonly CountedHistory[]): number {
  let total = 0;
  for (const { repeats, until, count } of histories) {
    const days = lnGamma(r + repeats) - lnGamma(r) + r * Math.log(alpha) - (r + repeats) * Math.log(alpha + until);
    total += count * days;
  }
  return total;
}

export function nbdExpectedVisits(
  { r, alpha }: NbdParameters,
  { repeats, until }: VisitHistory,
  weeks: number,
): number {
  return ((r + repeats) / (alpha + until)) * weeks;
}

export function fitNbd(histories: readonly CountedHistory[]): { parameters: NbdParameters; lnLikelihood: number } {
  const parametersOf = (logs: readonly number[]): NbdParameters => ({
    r: Math.exp(logs[0]!),
    alpha: Math.exp(logs[1]!),
  });
  const { at, value } = minimise((logs) => -nbdLnLikelihood(parametersOf(logs), histories), [0, 2]);
  return { parameters: parametersOf(at), lnLikelihood: -value };
}

import { lnGamma } from './ln-gamma.js';
import { minimise } from './nelder-mead.js';

/**
 * Gamma-gamma model of spend (Fader, Hardie and Lee 2005, "RFM and CLV"): amounts vary around a person's own mean, the means over people.
 * `p` and `q` have no unit, `v` has that of the money.
 */
export interface SpendParameters {
  p: number;
  q: number;
  v: number;
}

/** One person: how many repeat visits with an amount, and their mean amount. */
export interface Spend {
  visits: number;
  mean: number;
}

export function spendLnLikelihood({ p, q, v }: SpendParameters, spends: readonly Spend[]): number {
  let total = 0;
  const lnGammaOfQ = lnGamma(q);
  for (const { visits: x, mean } of spends) {
    const shape = p * x;
    total += lnGamma(shape + q) - lnGamma(shape) - lnGammaOfQ + q * Math.log(v) + shape * Math.log(x);
    total += (shape - 1) * Math.log(mean) - (shape + q) * Math.log(v + x * mean);
  }
  return total;
}

/** What one visit of anybody brings; needs q > 1. */
export function meanSpend({ p, q, v }: SpendParameters): number {
  return (p * v) / (q - 1);
}

/** What one visit of this person brings: their own mean, drawn towards that of all the more the less was seen. */
export function expectedSpend({ p, q, v }: SpendParameters, { visits, mean }: Spend): number {
  return (p * (v + visits * mean)) / (p * visits + q - 1);
}

export function fitSpend(spends: readonly Spend[]): { parameters: SpendParameters; lnLikelihood: number } {
  const parametersOf = (logs: readonly number[]): SpendParameters => {
    const [p, q, v] = logs.map(Math.exp) as [number, number, number];
    return { p, q, v };
  };
  const usual = spends.reduce((sum, { mean }) => sum + mean, 0) / Math.max(1, spends.length);
  const { at, value } = minimise((logs) => -spendLnLikelihood(parametersOf(logs), spends), [1, 1, Math.log(usual)]);
  return { parameters: parametersOf(at), lnLikelihood: -value };
}

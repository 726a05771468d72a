import { lnBeta } from './ln-gamma.js';
import { minimise } from './nelder-mead.js';

/**
 * Shifted-beta-geometric model of renewals (Fader and Hardie 2007): everybody has their own chance to leave at each renewal, beta(`a`, `b`)
 * over members. Retention then rises with tenure though nobody changes: those likely to leave have left.
 */
export interface RenewalParameters {
  a: number;
  b: number;
}

/** The share still there after `renewals` of them. */
export function renewalSurvival({ a, b }: RenewalParameters, renewals: number): number {
  return Math.exp(lnBeta(a, b + renewals) - lnBeta(a, b));
}

/** The share of those still there who stay at renewal number `renewal`, counted from 1. */
export function retentionAt({ a, b }: RenewalParameters, renewal: number): number {
  return (b + renewal - 1) / (a + b + renewal - 1);
}

/** `remaining[i]`: members left after i renewals; the first entry is how many began. */
export function fitRenewals(remaining: readonly number[]): { parameters: RenewalParameters; lnLikelihood: number } {
  const parametersOf = (logs: readonly number[]): RenewalParameters => ({
    a: Math.exp(logs[0]!),
    b: Math.exp(logs[1]!),
  });
  const { at, value } = minimise((logs) => -renewalLnLikelihood(parametersOf(logs), remaining), [0, 0]);
  return { parameters: parametersOf(at), lnLikelihood: -value };
}

function renewalLnLikelihood({ a, b }: RenewalParameters, remaining: readonly number[]): number {
  const whole = lnBeta(a, b);
  let total = 0;
  for (let renewal = 1; renewal < remaining.length; renewal += 1)
    total += (remaining[renewal - 1]! - remaining[renewal]!) * (lnBeta(a + 1, b + renewal - 1) - whole);
  const seen = remaining.length - 1;
  return total + remaining[seen]! * (lnBeta(a, b + seen) - whole);
}

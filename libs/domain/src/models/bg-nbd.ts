import { hypergeometric } from './hypergeometric.js';
import { chanceAlive, type ReturnParameters, type StopsFrom } from './mbg-cnbd-k.js';
import type { VisitHistory } from './visit-history.js';

/**
 * How many visits to expect, for k = 1 (Fader, Hardie and Lee 2005, "Counting Your Customers the Easy Way"; for MBG the same with one
 * more chance to stop). Weeks; needs 2F1, so it serves values and cross-checks, never the list.
 */

type Rates = Omit<ReturnParameters, 'k'>;

/** Repeat visits of somebody of whom nothing is known yet, in the first `weeks` after their first visit. BG/NBD. */
export function expectedRepeats({ r, alpha, a, b }: Rates, weeks: number): number {
  const kept = (alpha / (alpha + weeks)) ** r * hypergeometric(r, b, a + b - 1, weeks / (alpha + weeks));
  return ((a + b - 1) / (a - 1)) * (1 - kept);
}

/** Visits to come in the next `weeks`, given what somebody did so far. */
export function expectedVisits(rates: Rates, history: VisitHistory, weeks: number, stops: StopsFrom = 'mbg'): number {
  const { r, alpha, a, b } = rates;
  const { repeats: x, until } = history;
  const shape = r + x;
  const left = stops === 'mbg' ? b + x + 1 : b + x;
  const all = stops === 'mbg' ? a + b + x : a + b + x - 1;
  const kept =
    Math.exp(shape * Math.log((alpha + until) / (alpha + until + weeks))) *
    hypergeometric(shape, left, all, weeks / (alpha + until + weeks));
  return (all / (a - 1)) * (1 - kept) * chanceAlive({ ...rates, k: 1 }, history, stops);
}

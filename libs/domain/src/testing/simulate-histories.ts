import type { ReturnParameters } from '../models/mbg-cnbd-k.js';
import type { VisitHistory } from '../models/visit-history.js';

/** Numbers between 0 and 1, the same for the same seed (mulberry32): good enough to plant parameters and find them again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Marsaglia and Tsang's method; rate 1. */
export function gammaDraw(shape: number, next: () => number): number {
  if (shape < 1) return gammaDraw(shape + 1, next) * (1 - next()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = normal(next);
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - next()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

export interface SimulatedPerson {
  /** Weeks from the first visit. */
  visits: number[];
  until: number;
}

/** One person who comes and stops as MBG/CNBD-k says, watched for `until` weeks from their first visit on. */
export function simulatePerson(
  { k, r, alpha, a, b }: ReturnParameters,
  until: number,
  next: () => number,
): SimulatedPerson {
  const rate = gammaDraw(r, next) / alpha;
  const [one, other] = [gammaDraw(a, next), gammaDraw(b, next)];
  const stops = one / (one + other);
  const visits = [0];
  while (next() >= stops) {
    const at = visits.at(-1)! + gammaDraw(k, next) / rate;
    if (at > until) break;
    visits.push(at);
  }
  return { visits, until };
}

/** What is known of a person `at` weeks after their first visit. */
export function historyUntil({ visits }: SimulatedPerson, at: number): VisitHistory {
  const seen = visits.filter((visit) => visit <= at);
  let logGaps = 0;
  for (let index = 1; index < seen.length; index += 1) logGaps += Math.log(seen[index]! - seen[index - 1]!);
  return { repeats: seen.length - 1, last: seen.at(-1)!, until: at, logGaps };
}

/** `count` persons who came first at some time in the first half of `weeks`, watched to the end. */
export function simulateHistories(parameters: ReturnParameters, count: number, weeks: number, seed: number) {
  const next = seeded(seed);
  const histories: VisitHistory[] = [];
  for (let person = 0; person < count; person += 1) {
    const until = weeks * (0.5 + 0.5 * next());
    histories.push(historyUntil(simulatePerson(parameters, until, next), until));
  }
  return histories;
}

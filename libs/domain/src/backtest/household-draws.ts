import { xoroshiro128plus } from 'pure-rand';
import type { BacktestNumber } from './result.js';

/** One value, and whose household it is of. */
export interface Drawn {
  household: number;
  value: number;
}

const REPLICATES = 200;
const TAIL = 0.025;

/**
 * Intervals for numbers that are no shares: households are drawn again and again, each with a Poisson weight of mean 1, since what
 * people of one household do hangs together. Seeded: the same data give the same interval.
 */
export class HouseholdDraws {
  private readonly weights: Uint8Array[];

  constructor(households: number, seed = 6_2003) {
    const generator = xoroshiro128plus(seed);
    for (let step = 0; step < 4; step += 1) generator.unsafeNext();
    this.weights = Array.from({ length: REPLICATES }, () =>
      Uint8Array.from({ length: households }, () => poissonOfMeanOne((generator.unsafeNext() >>> 0) / 0x1_0000_0000)),
    );
  }

  /** The sum of all values, times `scale`. */
  sum(values: readonly Drawn[], scale: number, n: number): BacktestNumber {
    if (!Number.isFinite(scale)) return { value: null, low: null, high: null, n };
    const draws = this.weights.map(
      (weights) => values.reduce((sum, { household, value }) => sum + value * weights[household]!, 0) * scale,
    );
    return { value: round(values.reduce((sum, { value }) => sum + value, 0) * scale), ...interval(draws), n };
  }

  median(values: readonly Drawn[]): BacktestNumber {
    const n = values.length;
    if (n === 0) return { value: null, low: null, high: null, n };
    const sorted = [...values].sort((one, other) => one.value - other.value);
    const draws: number[] = [];
    for (const weights of this.weights) {
      const drawn = weightedMedian(sorted, ({ household }) => weights[household]!);
      if (drawn !== null) draws.push(drawn);
    }
    return { value: round(weightedMedian(sorted, () => 1)!), ...interval(draws), n };
  }
}

function poissonOfMeanOne(uniform: number): number {
  let term = Math.exp(-1);
  let sum = term;
  let k = 0;
  while (uniform >= sum && k < 20) {
    k += 1;
    term /= k;
    sum += term;
  }
  return k;
}

/** The mean of the middle two where the weights fall into halves. */
function weightedMedian(sorted: readonly Drawn[], weightOf: (drawn: Drawn) => number): number | null {
  let total = 0;
  for (const drawn of sorted) total += weightOf(drawn);
  if (total === 0) return null;
  let passed = 0;
  let lower: number | null = null;
  for (const drawn of sorted) {
    const weight = weightOf(drawn);
    if (weight === 0) continue;
    passed += weight;
    if (lower !== null) return (lower + drawn.value) / 2;
    if (passed * 2 > total) return drawn.value;
    if (passed * 2 === total) lower = drawn.value;
  }
  return lower;
}

function interval(draws: readonly number[]): { low: number | null; high: number | null } {
  if (draws.length === 0) return { low: null, high: null };
  const sorted = [...draws].sort((one, other) => one - other);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
  return { low: at(TAIL), high: at(1 - TAIL) };
}

/** Four decimals: what is printed does not depend on the last bits of a sum. */
export function round(number: number): number {
  return Math.round(number * 1e4) / 1e4 + 0;
}

import { xoroshiro128plus, type RandomGenerator } from 'pure-rand';

/**
 * Seeded chance. Every person draws from a source of their own, so that a practice of 10,000 begins with the same people as
 * one of 100, and nobody's story depends on the order in which others are told.
 */
export class Random {
  private readonly generator: RandomGenerator;

  constructor(seed: string) {
    this.generator = xoroshiro128plus(hash32(seed));
    // Close seeds begin alike: walk away from the beginning.
    for (let i = 0; i < 4; i++) this.generator.unsafeNext();
  }

  /** In [0, 1). */
  next(): number {
    return (this.generator.unsafeNext() >>> 0) / 0x1_0000_0000;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** In [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Whole number in [low, high], both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.next() * choices.length)];
    if (choice === undefined) throw new RangeError('Nothing to pick from');
    return choice;
  }

  weighted<T extends string>(weights: Readonly<Partial<Record<T, number>>>): T {
    const entries = Object.entries(weights) as [T, number][];
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.next() * total;
    for (const [choice, weight] of entries) {
      left -= weight;
      if (left < 0) return choice;
    }
    const last = entries.at(-1);
    if (last === undefined) throw new RangeError('Nothing to choose from');
    return last[0];
  }

  /** Around `median`, never negative, with a long tail: delays and proneness look like this. */
  logNormal(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.next()));
  }
}

/** FNV-1a with a final mix. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

import fc from 'fast-check';
import { ourShare, take, type PaceState } from './pace-state.js';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 5, 9, 12);

/** Everybody asks as fast as they are let: when each request was granted. */
function greedy(
  budgets: { requests: number; perMs: number }[],
  forMs: number,
  wanted = 1,
  impatientMs = Infinity,
): number[] {
  const at: number[] = [];
  let state: PaceState = {};
  for (let now = NOON; now < NOON + forMs;) {
    const taken = take(state, budgets, now, wanted);
    state = taken.state;
    for (let n = 0; n < taken.granted; n += 1) at.push(now);
    now += taken.granted > 0 ? 10 : Math.min(taken.waitMs, impatientMs);
  }
  return at;
}

function mostWithin(at: number[], perMs: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < at.length; last += 1) {
    while (at[last]! - at[first]! >= perMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('V-07 the share of a vendor budget', () => {
  it('V-07 a virtual day of 200 a minute and 10,000 a day: never more than 95 % of either, wherever a stretch begins', () => {
    const budgets = [
      { requests: 200, perMs: MINUTE },
      { requests: 10_000, perMs: DAY },
    ];
    const at = greedy(budgets, DAY, 7);
    expect(mostWithin(at, MINUTE)).toBeLessThanOrEqual(190);
    expect(at.length).toBeLessThanOrEqual(9_500);
    expect(at.length).toBe(9_500);
  });

  it('V-07 uses nine tenths of the share, all the time', () => {
    const at = greedy([{ requests: 200, perMs: MINUTE }], 60 * MINUTE, 5);
    expect(at.length).toBeGreaterThan(190 * 60 * 0.9);
  });

  it('V-07 holds for any budget, any stretch and any number at once', () => {
    const budget = fc.record({
      requests: fc.integer({ min: 1, max: 500 }),
      perMs: fc.integer({ min: 1_000, max: MINUTE }),
    });
    fc.assert(
      fc.property(budget, fc.integer({ min: 1, max: 20 }), (one, wanted) => {
        // Somebody who asks again and again instead of waiting gets no more.
        const at = greedy([one], one.perMs * 4, wanted, one.perMs / 97);
        return mostWithin(at, one.perMs) <= ourShare(one);
      }),
      { numRuns: 100 },
    );
  });

  it('V-07 says how long to wait, and that is long enough', () => {
    const budgets = [{ requests: 20, perMs: MINUTE }];
    let state: PaceState = {};
    const all = take(state, budgets, NOON, 100);
    expect(all.granted).toBe(19);
    state = all.state;
    const none = take(state, budgets, NOON + 1, 1);
    expect(none.granted).toBe(0);
    expect(take(none.state, budgets, NOON + 1 + none.waitMs, 1).granted).toBe(1);
  });
});

import { pollDelayMs, retryDelayMs } from './delays.js';

describe('delays', () => {
  it('doubles the wait with every failure up to a quarter of an hour', () => {
    const latest = [1, 2, 3, 8, 9, 1000].map((attempts) => retryDelayMs(attempts, () => 1));
    expect(latest).toEqual([5_000, 10_000, 20_000, 640_000, 900_000, 900_000]);
  });

  it('never retries before half of the wait is over', () => {
    expect(retryDelayMs(1, () => 0)).toBe(2_500);
    expect(retryDelayMs(50, () => 0)).toBe(450_000);
  });

  it('spreads polls by a tenth either way', () => {
    expect([0, 0.5, 1].map((random) => pollDelayMs(600, () => random))).toEqual([540_000, 600_000, 660_000]);
  });
});

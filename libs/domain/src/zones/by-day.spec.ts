import { keptByDay } from './by-day.js';

describe('a number for each day', () => {
  it('is worked out once, for each day by itself', () => {
    const asked: number[] = [];
    const double = keptByDay((day) => {
      asked.push(day);
      return 2 * day;
    });
    const days = [20_000, 20_001, 20_512, 20_000, 20_512, 1];
    expect(days.map(double)).toEqual(days.map((day) => 2 * day));
    expect(asked).toEqual([20_000, 20_001, 20_512, 1]);
  });

  it('keeps what never comes, and nothing of days before 1970, far off, or in part', () => {
    const asked: number[] = [];
    const never = keptByDay((day) => {
      asked.push(day);
      return Number.NaN;
    });
    for (const day of [7, 7, -1, -1, 20_000.5, 20_000.5, 20_000, 1e7, 1e7, 2 ** 33 + 7]) expect(never(day)).toBeNaN();
    expect(asked).toEqual([7, -1, -1, 20_000.5, 20_000.5, 20_000, 1e7, 1e7, 2 ** 33 + 7]);
  });
});

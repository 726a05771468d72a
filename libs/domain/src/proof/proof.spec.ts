import { auc, brier, recalibration, reliability, type Prediction } from './calibration.js';
import { cuped } from './cuped.js';
import { alwaysValidHalfWidth, newcombe, tuning, wilson } from './proportions.js';
import { cumulativeIncidence, kaplanMeier, survivalInterval } from './survival.js';

describe('shares (RC 6.6, 7)', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('Wilson: %s of %s', (hits, of, low, high) => {
    const interval = wilson({ hits, of });
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('nothing observed says nothing, and more hits than tries is refused', () => {
    expect(wilson({ hits: 0, of: 0 })).toEqual({ low: 0, high: 1 });
    expect(() => wilson({ hits: 3, of: 2 })).toThrow('3 of 2 is no share');
  });

  it.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
    [10, 10, 0, 10, 1, 0.6075, 1],
  ])('Newcombe: %s/%s against %s/%s', (hits, of, otherHits, otherOf, difference, low, high) => {
    const found = newcombe({ hits, of }, { hits: otherHits, of: otherOf });
    expect(found.difference).toBeCloseTo(difference, 4);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('a band that holds at every look', () => {
    expect(tuning(1000, 0.05)).toBeCloseTo(0.089085, 5);
    for (const [n, half] of [
      [100, 0.38551],
      [1000, 0.09598],
      [5000, 0.04459],
    ] as const) {
      expect(alwaysValidHalfWidth(n, 1)).toBeCloseTo(half, 5);
    }
  });
});

it('CUPED takes out what the past explains (RC 7)', () => {
  const { theta, raw, adjusted } = cuped(
    { outcomes: [1, 0, 1, 1, 0, 1], before: [2, 0, 3, 1, 1, 2] },
    { outcomes: [0, 0, 1, 0, 1, 0], before: [1, 0, 3, 1, 2, 0] },
  );
  expect(theta).toBeCloseTo(0.394737, 6);
  expect(raw.difference).toBeCloseTo(1 / 3, 6);
  expect(raw.standardError).toBeCloseTo(0.298142, 6);
  expect(adjusted.difference).toBeCloseTo(0.201754, 6);
  expect(adjusted.standardError).toBeCloseTo(0.173609, 6);
});

describe('survival (RC 6.5)', () => {
  const weeks = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'
    .split(' ')
    .map((text) => ({ until: Number.parseInt(text, 10), happened: !text.endsWith('+') }));

  it.each([
    [6, 0.8571, 0.0764],
    [10, 0.7529, 0.0963],
    [23, 0.4482, 0.1346],
  ])('Kaplan and Meier at week %s', (week, survival, standardError) => {
    const step = kaplanMeier(weeks).find(({ at }) => at === week)!;
    expect(step.survival).toBeCloseTo(survival, 4);
    expect(step.standardError).toBeCloseTo(standardError, 4);
    const { low, high } = survivalInterval(step, 1.96);
    expect(low).toBeLessThan(survival);
    expect(high).toBeGreaterThan(survival);
    expect(high).toBeLessThan(1);
  });

  it('drop-off with discharge competing: it is no censoring', () => {
    const episodes = [
      ...[1, 2, 3, 5].map((until) => ({ until, ended: 'dropped' as string | null })),
      ...[3, 6, 8, 10].map((until) => ({ until, ended: 'discharged' as string | null })),
      ...[1, 8].map((until) => ({ until, ended: null })),
    ];
    const dropped = new Map(cumulativeIncidence(episodes, 'dropped').map(({ at, incidence }) => [at, incidence]));
    expect(dropped.get(1)).toBeCloseTo(0.1, 6);
    expect(dropped.get(2)).toBeCloseTo(0.2125, 6);
    expect(dropped.get(3)).toBeCloseTo(0.325, 6);
    expect(dropped.get(5)).toBeCloseTo(0.4375, 6);
    expect(dropped.get(10)).toBeCloseTo(0.4375, 6);
    expect(cumulativeIncidence(episodes, 'discharged').at(-1)?.incidence).toBeCloseTo(0.5625, 6);
  });
});

describe('calibration (RC 6.6)', () => {
  const said = (pairs: [number, number][]): Prediction[] =>
    pairs.map(([probability, happened]) => ({ probability, happened: happened === 1 }));
  const four = said([
    [0.1, 0],
    [0.4, 0],
    [0.35, 1],
    [0.8, 1],
  ]);

  it('Brier and AUC', () => {
    expect(brier(four)).toBeCloseTo(0.158125, 9);
    expect(auc(four)).toBeCloseTo(0.75, 9);
    expect(
      auc(
        said([
          [0.5, 0],
          [0.5, 1],
        ]),
      ),
    ).toBe(0.5);
    expect(auc(said([[0.5, 1]]))).toBeNull();
  });

  it('bins of equal count', () => {
    const hundred = said(Array.from({ length: 100 }, (_, i) => [i / 100, i % 2]));
    const bins = reliability(hundred);
    expect(bins.map(({ n }) => n)).toEqual(Array.from({ length: 10 }, () => 10));
    expect(bins[0]).toMatchObject({ n: 10, happened: 0.5 });
    expect(bins[0]?.said).toBeCloseTo(0.045, 9);
  });

  it('probabilities that mean what they say have slope 1; those said too boldly less', () => {
    const honest = said(
      [0.2, 0.5, 0.8].flatMap((p) => Array.from({ length: 10 }, (_, i): [number, number] => [p, i < p * 10 ? 1 : 0])),
    );
    expect(recalibration(honest)?.slope).toBeCloseTo(1, 6);
    expect(recalibration(honest)?.intercept).toBeCloseTo(0, 6);
    const bold = honest.map(({ probability, happened }) => {
      const odds = (probability / (1 - probability)) ** 2;
      return { probability: odds / (1 + odds), happened };
    });
    expect(recalibration(bold)?.slope).toBeCloseTo(0.5, 6);
    expect(
      recalibration(
        said([
          [0.4, 0],
          [0.6, 1],
        ]),
      ),
    ).toBeNull();
  });
});

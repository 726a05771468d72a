import { seeded, historyUntil, simulatePerson } from '../testing/simulate-histories.js';
import { at as instant } from '../testing/a-person.js';
import { dropOffCurve } from './drop-off-curve.js';
import { fitLine, isFirstHalf, shippedPrior, whyNot } from './fit-return-model.js';
import type { ReturnParameters } from './mbg-cnbd-k.js';
import { chanceWithin, returnChanceOf, type ReturnModel } from './return-model.js';
import { returnInstants, type LineSample } from './return-samples.js';

const AS_OF = instant('2025-06-02T00:00:00Z');
const DAY_MS = 86_400_000;
const PLANTED: ReturnParameters = { k: 2, r: 3, alpha: 1.5, a: 0.8, b: 5 };

/** A line of physiotherapy patients who come and stop as planted; `comes`: what becomes of a label. */
function lineOf(
  people: number,
  weeks: number,
  seed: number,
  comes = (came: boolean, _next: () => number, _household: string) => came,
): LineSample {
  const next = seeded(seed);
  const { cut, tests, horizonDays } = returnInstants('PT', AS_OF);
  const weeksAt = (at: number, first: number) => (at - first) / DAY_MS / 7;
  const start = AS_OF - weeks * 7 * DAY_MS;
  const sample: LineSample = {
    ...{ line: 'knee', lineName: 'Knee', specialty: 'PT', firstVisitOn: start / DAY_MS, persons: people },
    ...{ now: [], atCut: [], looked: [], dropOff: new Map() },
  };
  for (let each = 0; each < people; each += 1) {
    const first = start + next() * (AS_OF - start);
    const person = simulatePerson(PLANTED, weeksAt(AS_OF, first), next);
    sample.now.push(historyUntil(person, weeksAt(AS_OF, first)));
    if (first <= cut) sample.atCut.push(historyUntil(person, weeksAt(cut, first)));
    for (const look of tests) {
      if (first > look) continue;
      const here = weeksAt(look, first);
      const came = person.visits.some((visit) => visit > here && visit <= here + horizonDays / 7);
      sample.looked.push({
        household: `h${each}`,
        history: historyUntil(person, here),
        came: comes(came, next, `h${each}`),
      });
    }
  }
  return sample;
}

const fit = (sample: LineSample) => fitLine(sample, { atCut: shippedPrior('PT'), now: shippedPrior('PT') }, AS_OF);

describe('X11 a model is used where it was good on later weeks', () => {
  it('finds what was planted, and is calibrated on households and weeks it had not seen', () => {
    const model = fit(lineOf(900, 80, 4));
    expect(model.says).toBeNull();
    expect(model.usable).toBe(true);
    expect(model.parameters.k).toBe(2);
    expect(model.priorWeight).toBeLessThan(0.3);
    expect(model.calibration!.auc).toBeGreaterThan(0.75);
    expect(Math.abs(model.calibration!.slope! - 1)).toBeLessThan(0.25);
    expect(model.calibration!.bins).toHaveLength(10);
    expect(Math.abs(model.calibration!.said - model.calibration!.returned / model.calibration!.n)).toBeLessThan(0.03);
  });

  it('is not used where chance alone decided who came', () => {
    const model = fit(lineOf(900, 80, 5, (_, next) => next() < 0.4));
    expect(model.usable).toBe(false);
    expect(model.says).toMatch(/cannot tell|bold|came more often|too little to do/);
  });

  it('measures each household by a reading that it had no part in: what is true of one half alone is not believed', () => {
    const half = fit(lineOf(900, 80, 4, (came, next, household) => (isFirstHalf(household) ? came : next() < 0.9)));
    expect(half.usable).toBe(false);
  });

  it('is used only where it tells who returns, is neither bold nor timid, and right on the whole', () => {
    const good = { n: 200, returned: 100, said: 0.54, brier: 0.2, slope: 1.1, intercept: 0, auc: 0.7, bins: [] };
    expect(whyNot(good)).toBeNull();
    expect(whyNot({ ...good, auc: 0.59 })).toContain('AUC 0.59');
    expect(whyNot({ ...good, slope: 0.69 })).toContain('too bold');
    expect(whyNot({ ...good, slope: 1.41 })).toContain('too timid');
    expect(whyNot({ ...good, said: 0.56 })).toBe('It says 56 % where 50 % returned.');
    expect(whyNot({ ...good, said: 0.44 })).toBe('It says 44 % where 50 % returned.');
    // Nearly everybody came: nothing can be learned of who does not.
    expect(fit(lineOf(300, 80, 4, () => true)).says).toMatch(
      /^Needs 150 looks at patients with at least 20 who came and 20/,
    );
  });

  it('is not used with too little history or too few patients, and says what is missing', () => {
    expect(fit(lineOf(900, 20, 6)).says).toMatch(/Needs 270 days of history/);
    expect(fit(lineOf(60, 80, 7)).says).toMatch(/Needs 150 looks/);
  });

  it('cut, gap and looks: a horizon apart, the last a horizon before the end', () => {
    const days = (at: number) => (AS_OF - at) / DAY_MS;
    const { cut, tests } = returnInstants('PT', AS_OF);
    expect([days(cut), ...tests.map(days)]).toEqual([90, 60, 30]);
    expect(returnInstants('DE', AS_OF).tests.map(days)).toEqual([272]);
  });

  it('the chance reads as later weeks taught, inside its interval', () => {
    const fitted = fit(lineOf(900, 80, 4));
    const model: ReturnModel = { id: 'm', ...fitted };
    const history = { repeats: 6, last: 5, until: 6, logGaps: 6 * Math.log(5 / 6) };
    const { chance, low, high } = returnChanceOf(model, history);
    expect(chance).toBeCloseTo(chanceWithin(model, history), 9);
    expect(low).toBeLessThan(chance);
    expect(high).toBeGreaterThan(chance);
    expect(returnChanceOf({ ...model, recalibration: { intercept: -1, slope: 1 } }, history).chance).toBeLessThan(
      chance,
    );
  });
});

describe('drop-off by visit with intervals', () => {
  it('6.5: the printed ten courses', () => {
    const none = { dropped: 0, discharged: 0, active: 0 };
    const curve = dropOffCurve([
      { ...none, visit: 1, dropped: 1, active: 1 },
      { ...none, visit: 2, dropped: 1 },
      { ...none, visit: 3, dropped: 1, discharged: 1 },
      { ...none, visit: 5, dropped: 1 },
      { ...none, visit: 6, discharged: 1 },
      { ...none, visit: 8, discharged: 1, active: 1 },
      { ...none, visit: 10, discharged: 1 },
    ]);
    expect(curve.map(({ incidence }) => Number(incidence.toFixed(4)))).toEqual([
      0.1, 0.2125, 0.325, 0.4375, 0.4375, 0.4375, 0.4375,
    ]);
    for (const { incidence, low, high } of curve) {
      expect(low).toBeLessThan(incidence);
      expect(high).toBeGreaterThan(incidence);
      expect(high).toBeLessThanOrEqual(1);
    }
  });

  it('without another way of ending it is the interval of a share on the log-log scale', () => {
    const [point] = dropOffCurve([{ visit: 1, dropped: 20, discharged: 0, active: 80 }]);
    const error = Math.sqrt((0.2 * 0.8) / 100);
    expect((point!.high - point!.low) / (2 * 1.96 * error)).toBeCloseTo(1, 1);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auc, type Prediction } from '../proof/calibration.js';
import { fitPeriodic, periodicAlive, periodicExpected, periodicLnLikelihood, type PeriodicHistory } from './bg-bb.js';
import { expectedVisits } from './bg-nbd.js';
import { fitSpend, meanSpend } from './gamma-gamma.js';
import { countHistories, fitReturn, totalLnLikelihood } from './mbg-cnbd-k.js';
import { fitNbd, nbdExpectedVisits } from './nbd.js';
import { fitPareto, paretoExpectedVisits } from './pareto-nbd.js';
import type { VisitHistory } from './visit-history.js';

/**
 * Fits to the published data sets (CDNOW, donations). They carry no licence that would let them lie here: KEEPWELL_REFERENCE_DATA names a
 * folder with cdnow/ and donations/ in it; without it these tests are skipped.
 */
const folder = process.env.KEEPWELL_REFERENCE_DATA ?? '';
const isThere = folder !== '' && existsSync(join(folder, 'cdnow/CDNOW_sample.txt'));
const withData = isThere ? describe : describe.skip;
const why = isThere ? '' : ' (skipped: KEEPWELL_REFERENCE_DATA names no folder with cdnow/ and donations/)';

const within = (value: number, wanted: number, share = 0.005) =>
  expect(Math.abs(value / wanted - 1)).toBeLessThan(share);
const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n');

const DAY_MS = 86_400_000;
const dayOf = (text: string) => Date.parse(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`) / DAY_MS;
const CALIBRATED_TO = '19970930';
const HOLDOUT_WEEKS = 39;

interface Customer {
  history: VisitHistory;
  /** Repeat purchases in the 39 weeks after the calibration. */
  later: number;
}

function dayExact(): Customer[] {
  const days = new Map<string, Set<number>>();
  for (const line of read('cdnow/CDNOW_sample.txt')) {
    const [master, , date] = line.trim().split(/\s+/) as [string, string, string];
    days.set(master, (days.get(master) ?? new Set()).add(dayOf(date)));
  }
  const end = dayOf(CALIBRATED_TO);
  return [...days.values()].map((all) => {
    const sorted = [...all].sort((one, other) => one - other);
    const seen = sorted.filter((day) => day <= end);
    const first = seen[0]!;
    return {
      history: { repeats: seen.length - 1, last: (seen.at(-1)! - first) / 7, until: (end - first) / 7, logGaps: 0 },
      later: sorted.length - seen.length,
    };
  });
}

function summary(): VisitHistory[] {
  return read('cdnow/cdnow_customers_summary.csv')
    .slice(1)
    .map((line) => {
      const [, repeats, last, until] = line.split(',').map(Number) as [number, number, number, number];
      return { repeats, last, until, logGaps: 0 };
    });
}

withData(`X11 CDNOW${why}`, () => {
  const histories = isThere ? countHistories(summary()) : [];
  const customers = isThere ? dayExact() : [];
  const exact = countHistories(customers.map(({ history }) => history));

  it('is the sample that was published', () => {
    expect(customers).toHaveLength(2357);
    expect(customers.reduce((sum, { history }) => sum + history.repeats, 0)).toBe(2457);
    expect(customers.reduce((sum, { later }) => sum + later, 0)).toBe(1882);
  });

  it('MBG/NBD', () => {
    const given = { k: 1, r: 0.5248, alpha: 6.183, a: 0.8914, b: 1.614 };
    expect(Math.abs(totalLnLikelihood(given, histories) + 9582.133)).toBeLessThan(2e-3);
    expect(Math.abs(totalLnLikelihood(given, exact) + 9582.136)).toBeLessThan(2e-3);
    const { parameters } = fitReturn(histories, 1);
    for (const name of ['r', 'alpha', 'a', 'b'] as const) within(parameters[name], given[name]);
  });

  it('BG/NBD', () => {
    const { parameters, lnLikelihood } = fitReturn(histories, 1, { stops: 'bg' });
    expect(Math.abs(lnLikelihood + 9582.426)).toBeLessThan(2e-3);
    const published = { r: 0.2426, alpha: 4.4135, a: 0.7929, b: 2.4258 };
    for (const name of ['r', 'alpha', 'a', 'b'] as const) within(parameters[name], published[name]);
  });

  it('Pareto/NBD', () => {
    const { parameters, lnLikelihood } = fitPareto(histories);
    expect(Math.abs(lnLikelihood + 9594.974)).toBeLessThan(5e-3);
    const published = { r: 0.5533, alpha: 10.578, s: 0.6062, beta: 11.668 };
    for (const name of ['r', 'alpha', 's', 'beta'] as const) within(parameters[name], published[name]);
  });

  it('NBD', () => {
    const { parameters, lnLikelihood } = fitNbd(histories);
    expect(Math.abs(lnLikelihood + 9763.66)).toBeLessThan(5e-3);
    within(parameters.r, 0.3848);
    within(parameters.alpha, 12.072);
  });

  it('holdout of 39 weeks: totals, error and order', () => {
    const measure = (of: (history: VisitHistory) => number) => {
      const expected = customers.map(({ history }) => of(history));
      const total = expected.reduce((sum, each) => sum + each, 0);
      const error = expected.reduce((sum, each, at) => sum + Math.abs(each - customers[at]!.later), 0);
      const said = expected.map((probability, at): Prediction => ({ probability, happened: customers[at]!.later > 0 }));
      return { total, mae: error / customers.length, auc: auc(said)! };
    };
    const check = ({ total, mae, auc: order }: ReturnType<typeof measure>, wanted: [number, number, number]) => {
      within(total, wanted[0]);
      expect(Math.abs(mae - wanted[1])).toBeLessThan(0.0015);
      expect(Math.abs(order - wanted[2])).toBeLessThan(0.0015);
    };
    const bg = fitReturn(exact, 1, { stops: 'bg' }).parameters;
    const mbg = fitReturn(exact, 1).parameters;
    const pareto = fitPareto(exact).parameters;
    const nbd = fitNbd(exact).parameters;
    check(
      measure((history) => expectedVisits(bg, history, HOLDOUT_WEEKS, 'bg')),
      [1653, 0.786, 0.773],
    );
    check(
      measure((history) => expectedVisits(mbg, history, HOLDOUT_WEEKS)),
      [1577, 0.765, 0.773],
    );
    check(
      measure((history) => paretoExpectedVisits(pareto, history, HOLDOUT_WEEKS)),
      [1666, 0.755, 0.779],
    );
    check(
      measure((history) => nbdExpectedVisits(nbd, history, HOLDOUT_WEEKS)),
      [2930, 1.041, 0.774],
    );
    check(
      measure(({ repeats, until }) => (repeats / until) * HOLDOUT_WEEKS),
      [2930, 1.024, 0.76],
    );
    const recency = customers.map(({ history, later }): Prediction => ({
      probability: history.last - history.until,
      happened: later > 0,
    }));
    expect(auc(recency)).toBeCloseTo(0.771, 3);
    expect(customers.filter(({ later }) => later > 0).length / customers.length).toBeCloseTo(0.29, 3);
  });

  it('spend of the 946 who bought again', () => {
    const spends = read('cdnow/cdnow_customers_summary_with_transactions.csv')
      .slice(1)
      .map((line) => line.split(',').map(Number))
      .filter(([, repeats]) => repeats! > 0)
      .map(([, repeats, , , mean]) => ({ visits: repeats!, mean: mean! }));
    expect(spends).toHaveLength(946);
    const { parameters } = fitSpend(spends);
    within(parameters.p, 6.25);
    within(parameters.q, 3.74);
    within(parameters.v, 15.44);
    within(meanSpend(parameters), 35.17);
  });
});

withData(`X11 donations${why}`, () => {
  it('BG/BB', () => {
    const histories = read('donations/donations.csv')
      .slice(1)
      .map((line): PeriodicHistory => {
        const [came, last, periods, count] = line.split(',').map(Number) as [number, number, number, number];
        return { came, last, periods, count };
      });
    expect(histories.reduce((sum, { count }) => sum + count, 0)).toBe(11_104);
    const published = { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 };
    expect(Math.abs(periodicLnLikelihood(published, histories) + 33225.58)).toBeLessThan(0.02);
    const { parameters, lnLikelihood } = fitPeriodic(histories);
    const ahead = histories.reduce((sum, each) => sum + each.count * periodicExpected(parameters, each, 5), 0);
    expect(Math.abs(lnLikelihood + 33225.58)).toBeLessThan(0.01);
    for (const name of ['alpha', 'beta', 'gamma', 'delta'] as const) within(parameters[name], published[name]);
    within(ahead, 12_884.2);
    expect(periodicAlive(parameters, { came: 1, last: 1, periods: 6 })).toBeCloseTo(0.0695, 4);
  });
});

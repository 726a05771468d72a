import type { Backtest, BacktestFigures, BacktestResult, BacktestRun, BacktestSide } from '../src/api.backtests.js';
import type { ProgramMonth, ProgramMonths, ReturnModel, ReturnModelList } from '../src/api.models.js';

/** Answers about the past and about chances, with defaults; a test states only what matters to it. */

export const aModel = (changes: Partial<ReturnModel> = {}): ReturnModel => ({
  id: 'm1',
  line: 'Knee rehab',
  specialty: 'PT',
  horizonDays: 28,
  parameters: { k: 2, r: 1.4, alpha: 3.1, a: 0.9, b: 9.1 },
  usualGapDays: 7.6,
  stopsAfterVisit: 0.09,
  lnLikelihood: -4210.7,
  fittedOn: 812,
  people: 640,
  priorWeight: 0.24,
  calibration: {
    n: 2140,
    returned: 0.6,
    said: 0.62,
    brier: 0.171,
    slope: 0.94,
    intercept: -0.02,
    auc: 0.78,
    bins: [
      { n: 200, said: 0.1, happened: 0.11 },
      { n: 200, said: 0.5, happened: 0.2 },
      { n: 0, said: 0.9, happened: 0 },
    ],
  },
  usable: true,
  says: null,
  dropOff: [
    { visit: 1, atRisk: 400, dropped: 40, discharged: 4, active: 10, incidence: 0.1, low: 0.07, high: 0.13 },
    { visit: 2, atRisk: 346, dropped: 30, discharged: 6, active: 9, incidence: 0.18, low: 0.14, high: 0.22 },
  ],
  asOf: '2026-11-15T03:00:00.000Z',
  fittedAt: '2026-11-15T03:02:00.000Z',
  history: [
    { id: 'm1', fittedAt: '2026-11-15T03:02:00.000Z', k: 2, fittedOn: 812, brier: 0.171, usable: true },
    { id: 'm0', fittedAt: '2026-11-08T03:02:00.000Z', k: 1, fittedOn: 790, brier: null, usable: false },
  ],
  ...changes,
});

export const someModels = (changes: Partial<ReturnModelList> = {}): ReturnModelList => ({
  items: [aModel()],
  fittedAt: '2026-11-15T03:02:00.000Z',
  isFitting: false,
  says: null,
  ...changes,
});

export const aMonth = (month: number, changes: Partial<ProgramMonth> = {}): ProgramMonth => ({
  ...{ month, atRisk: 40, left: 0, finished: 0, running: 0, share: 0, low: 0, high: 0.09 },
  ...{ milestones: 0, milestonesDone: 0 },
  ...changes,
});

export const someProgramMonths = (changes: Partial<ProgramMonths> = {}): ProgramMonths => ({
  all: null,
  ...{ each: [], people: 0, everybody: true, asOf: null },
  ...changes,
});

const share = (hits: number, of: number, low = 0, high = 1) => ({
  ...{ hits, of, low, high },
  value: of === 0 ? null : hits / of,
});
const number = (value: number | null, low: number | null, high: number | null, n: number) => ({ value, low, high, n });

export const someFigures = (changes: Partial<BacktestFigures> = {}): BacktestFigures => ({
  alerts: 120,
  people: 110,
  standingBefore: 14,
  labels: { judged: 80, stayedAway: 60, finished: 5, notYetKnown: 30, contacted: 10 },
  precision: share(60, 80, 0.645, 0.832),
  precisionHalf: share(66, 80, 0.72, 0.89),
  precisionTwice: share(50, 80, 0.51, 0.72),
  precisionUnfinished: share(55, 80, 0.58, 0.78),
  recall: share(45, 50, 0.79, 0.957),
  flaggedLate: 2,
  leadOver60: number(41, 36, 45, 44),
  leadOver90: number(71, 66, 75, 44),
  leadToDropOff: number(21, 18, 24, 45),
  perDay: number(1.3, 1.1, 1.6, 91),
  perDayP95: 4,
  perThousandAWeek: number(7.2, 6, 8.4, 91),
  standing: number(38, 33, 43, 91),
  standingP95: 52,
  ...changes,
});

export const aSide = (changes: Partial<BacktestSide> = {}): BacktestSide => ({
  name: 'in_force',
  pack: {
    ...someFigures(),
    days: [
      { on: '2026-06-01', alerts: 2, standing: 36 },
      { on: '2026-06-02', alerts: 0, standing: 36 },
      { on: '2026-06-03', alerts: 5, standing: 41 },
    ],
    leads: [
      { from: -7, over60: 2, over90: 0 },
      { from: 0, over60: 30, over90: 4 },
      { from: 7, over60: 12, over90: 40 },
    ],
  },
  rules: [
    {
      ...someFigures({ alerts: 40, precision: share(27, 30, 0.74, 0.97) }),
      ...{ rule: 'R06', name: 'NO_SHOW_NOT_REBOOKED', version: 1, kind: 'O', class: 'S1', isOn: true },
    },
    {
      ...someFigures({
        ...{ alerts: 3, precision: share(0, 0), recall: share(0, 0), leadOver60: number(null, null, null, 0) },
        labels: { judged: 0, stayedAway: 0, finished: 0, notYetKnown: 3, contacted: 0 },
      }),
      ...{ rule: 'R04', name: 'HIATUS_BACKSTOP', version: 1, kind: 'O', class: 'S3', isOn: false },
    },
    {
      ...someFigures({ alerts: 9, precision: null }),
      ...{ rule: 'R31', name: 'PAYMENT_FAILED', version: 1, kind: 'V', class: 'S2', isOn: true },
    },
  ],
  ...changes,
});

export const aResult = (changes: Partial<BacktestResult> = {}): BacktestResult => ({
  schema: 1,
  period: { from: '2026-06-01', to: '2026-08-30', every: 1, hour: 7, askedDays: 91, timezone: 'Europe/London' },
  dataEnd: '2026-11-21T19:06:00.000Z',
  horizons: [{ specialty: 'PT', days: 30 }],
  records: { records: 9000, oneVersion: 900, withoutClock: 0 },
  people: 1240,
  households: 1100,
  dropOffs: 50,
  dropOffsExcluded: 3,
  sides: [aSide()],
  baselines: [
    {
      ...someFigures({ precision: share(30, 60, 0.38, 0.62), recall: share(20, 50, 0.28, 0.54) }),
      days: [],
      leads: [],
      days60or90: 60,
    },
    {
      ...someFigures({ precision: share(25, 40, 0.47, 0.76), recall: share(10, 50, 0.11, 0.33) }),
      days: [],
      leads: [],
      days60or90: 90,
    },
  ],
  notes: ['900 of 9000 appointments, plans and patients have a single version.'],
  ...changes,
});

export const aRunOfThePast = (changes: Partial<BacktestRun> = {}): BacktestRun => ({
  id: 'b1',
  from: '2026-06-01',
  to: '2026-08-30',
  every: 1,
  rules: null,
  draftId: null,
  askedBy: { id: 'u1', name: 'Maya Chen' },
  askedAt: '2026-11-21T10:00:00.000Z',
  state: 'done',
  progress: 1,
  problem: null,
  startedAt: '2026-11-21T10:00:05.000Z',
  endedAt: '2026-11-21T10:03:00.000Z',
  ...changes,
});

export const aBacktest = (changes: Partial<Backtest> = {}): Backtest => ({
  ...aRunOfThePast(),
  result: aResult(),
  ...changes,
});

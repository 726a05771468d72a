import { ProgramMonthsQueries, ReturnModelQueries, type Practice } from '@keepwell/database';
import type { FittedModel } from '@keepwell/domain';
import { apiUnderTest, type ApiUnderTest, type Browser } from '../../../../test/support/api-under-test.js';
import { at } from '../../../../test/support/source-records.js';
import type { ReturnModelListDto } from './dto/models.dto.js';
import type { ProgramMonthsDto } from './dto/program-months.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let manager: Browser;

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice();
  manager = await api.signedIn(practice.id, ['manager']);
});
afterAll(() => api.close());

const FITTED: FittedModel = {
  ...{ line: 'knee', lineName: 'Knee', specialty: 'PT', horizonDays: 30 },
  parameters: { k: 2, r: 4, alpha: 2, a: 1, b: 9 },
  covariance: [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ],
  ...{ lnLikelihood: -120.5, fittedOn: 80, people: 70, priorWeight: 0.25 },
  recalibration: { intercept: 0, slope: 1 },
  calibration: {
    ...{ n: 200, returned: 90, said: 0.46, brier: 0.12, slope: 1.02, intercept: 0.01, auc: 0.84 },
    bins: [{ n: 200, said: 0.46, happened: 0.45 }],
  },
  ...{ usable: true, says: null },
  dropOff: [{ visit: 1, atRisk: 70, dropped: 7, discharged: 0, active: 3, incidence: 0.1, low: 0.05, high: 0.2 }],
};
const keep = (models: FittedModel[], fittedAt: string) =>
  api.database.db.inPractice(practice.id, (tx) =>
    new ReturnModelQueries().keep(tx, practice.id, models, { asOf: at(fittedAt), fittedAt: at(fittedAt) }),
  );
const list = async () => (await manager.get<ReturnModelListDto>('/api/v1/models')).body;

describe('models of return', () => {
  it('X11 says so where none has been fitted', async () => {
    expect(await list()).toMatchObject({ items: [], fittedAt: null, isFitting: false });
    expect((await list()).says).toContain('once a week');
  });

  it('X11 tells what a model says in days and shares, how good it was, and how it came about', async () => {
    await keep([{ ...FITTED, usable: false, says: 'Too little.', calibration: null }], '2025-03-03T04:00Z');
    await keep([FITTED], '2025-03-10T04:00Z');
    const { items, says, fittedAt } = await list();
    expect([says, fittedAt]).toEqual([null, '2025-03-10T04:00:00.000Z']);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      ...{ line: 'Knee', usable: true, usualGapDays: 7, stopsAfterVisit: 0.1, calibration: FITTED.calibration },
      dropOff: FITTED.dropOff,
    });
    expect(items[0]!.history.map(({ usable, brier }) => [usable, brier])).toEqual([
      [true, 0.12],
      [false, null],
    ]);
  });

  it('X11 a manager has them fitted now; a coordinator neither sees nor asks', async () => {
    const asked = await manager.post('/api/v1/models/fit', {});
    expect(asked.status).toBe(202);
    const [job] = await api.database.asSuperuser<{ due: boolean }>(
      `select due_at <= clock_timestamp() as due from job where practice_id = $1 and kind = 'fit_models'`,
      [practice.id],
    );
    expect(job?.due).toBe(true);
    const coordinator = await api.signedIn(practice.id, ['coordinator']);
    expect((await coordinator.get('/api/v1/models')).status).toBe(403);
    expect((await coordinator.post('/api/v1/models/fit', {})).status).toBe(403);
  });

  it('S0-17 tells in which month of their programs people leave, as it was counted last', async () => {
    const counted = async () => (await manager.get<ProgramMonthsDto>('/api/v1/models/program-months')).body;
    expect(await counted()).toEqual({ all: null, each: [], people: 0, everybody: true, asOf: null });
    const few = { name: null, began: 3, left: 1, finished: 0, running: 2, months: [], says: 'Too few.' };
    for (const [began, on] of [
      [2, '2025-03-03T04:00Z'],
      [3, '2025-03-10T04:00Z'],
    ] as const) {
      const months = { all: { ...few, began }, each: [], people: began, everybody: true };
      await api.database.db.inPractice(practice.id, (tx) =>
        new ProgramMonthsQueries().keep(tx, practice.id, months, at(on)),
      );
    }
    expect(await counted()).toEqual({
      all: few,
      each: [],
      people: 3,
      everybody: true,
      asOf: '2025-03-10T04:00:00.000Z',
    });
    const coordinator = await api.signedIn(practice.id, ['coordinator']);
    expect((await coordinator.get('/api/v1/models/program-months')).status).toBe(403);
  });

  it('another practice sees nothing of it', async () => {
    const other = await api.practice();
    const stranger = await api.signedIn(other.id, ['manager']);
    expect((await stranger.get<ReturnModelListDto>('/api/v1/models')).body.items).toEqual([]);
    expect((await stranger.get<ProgramMonthsDto>('/api/v1/models/program-months')).body.all).toBeNull();
  });
});

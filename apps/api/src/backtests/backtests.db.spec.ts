import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { at } from '../../../../test/support/source-records.js';
import type { ProblemDto } from '../http/dto/problem.dto.js';
import type { BacktestDto, BacktestPageDto, BacktestRunDto } from './dto/backtest.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let manager: Browser;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = at('2025-06-30T12:00Z');
  practice = await api.practice();
  manager = await api.signedIn(practice.id, ['manager']);
});
afterAll(() => api.close());
afterEach(async () => {
  await api.database.asSuperuser('delete from backtest_run where practice_id = $1', [practice.id]);
  await api.database.asSuperuser('delete from job where practice_id = $1', [practice.id]);
});

const period = { from: '2025-03-03', to: '2025-05-30' };
const ask = (body: object) => manager.post<BacktestRunDto>('/api/v1/backtests', body);

it('X03 owes a backtest to a worker, and shows how far it is', async () => {
  const asked = await ask({ ...period, rules: ['R05'] });
  expect(asked.status).toBe(202);
  expect(asked.body).toMatchObject({ ...period, every: 1, rules: ['R05'], draftId: null, state: 'asked', progress: 0 });
  expect(asked.body.askedAt).toBe('2025-06-30T12:00:00.000Z');
  const jobs = await api.database.asSuperuser('select kind, subject_id from job where practice_id = $1', [practice.id]);
  expect(jobs).toEqual([{ kind: 'backtest', subject_id: asked.body.id }]);

  await api.database.asSuperuser(`update backtest_run set state = 'done', progress = 1, result = $2 where id = $1`, [
    asked.body.id,
    JSON.stringify({ schema: 1, notes: ['A note.'], sides: [], baselines: [] }),
  ]);
  const { body } = await manager.get<BacktestDto>(`/api/v1/backtests/${asked.body.id}`);
  expect(body).toMatchObject({ state: 'done', progress: 1, result: { schema: 1, notes: ['A note.'] } });
  const { body: list } = await manager.get<BacktestPageDto>('/api/v1/backtests');
  expect(list).toMatchObject({ items: [{ id: asked.body.id, state: 'done' }], nextCursor: null });
  expect(JSON.stringify(list)).not.toContain('A note');
});

it('X03 X17 keeps what a draft would change as it stood when it was tried', async () => {
  const draftId = newId();
  const changes = [{ rule: 'R05', locationId: null, mode: 'on', parameters: { PT: '3 BD' } }];
  await api.database.asSuperuser(
    `insert into rule_draft (practice_id, id, author_user_id, reason, changes, state) values ($1, $2, $3, 'Later.', $4, 'proposed')`,
    [practice.id, draftId, newId(), JSON.stringify(changes)],
  );
  const { body } = await ask({ ...period, draftId });
  expect(body.draftId).toBe(draftId);
  const [row] = await api.database.asSuperuser('select changes from backtest_run where id = $1', [body.id]);
  expect(row).toEqual({ changes });
  expect((await ask({ ...period, draftId: newId() })).status).toBe(404);
});

it.each([
  [{ from: '2025-07-10', to: '2025-07-20' }, 422, 'The data end on 2025-06-30, before the period begins'],
  [{ from: '2025-03-10', to: '2025-03-01' }, 422, 'The period ends on 2025-03-01, before it begins'],
  [{ from: '2015-03-10', to: '2025-03-01' }, 422, 'choose a shorter period or ask every few days'],
  [{ from: '2025-02-30', to: '2025-03-01' }, 422, '"from" is 2025-02-30'],
  [{ ...period, rules: ['R99'] }, 422, 'There is no rule R99.'],
  [{ ...period, every: 0 }, 400, 'every must not be less than 1'],
  [{ ...period, practiceId: newId() }, 400, 'practiceId'],
])('X03 refuses %j in a sentence', async (body, status, says) => {
  const answer = await manager.post<ProblemDto>('/api/v1/backtests', body);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(says.replaceAll('"', '\\"'))]);
});

it('X03 calls off a run that waits or runs, once, and lets another be asked', async () => {
  const runs = [await ask(period), await ask(period), await ask(period)];
  const [first] = runs;
  const cancel = () => manager.post<BacktestRunDto & ProblemDto>(`/api/v1/backtests/${first!.body.id}/cancel`);
  expect(await cancel()).toMatchObject({
    status: 200,
    body: { state: 'cancelled', endedAt: '2025-06-30T12:00:00.000Z' },
  });
  expect(await cancel()).toMatchObject({ status: 409, body: { detail: 'This backtest was called off already.' } });
  expect((await ask(period)).status).toBe(202);
  const coordinator = await api.signedIn(practice.id, ['coordinator']);
  expect((await coordinator.post(`/api/v1/backtests/${runs[1]!.body.id}/cancel`)).status).toBe(403);
});

it('X03 shows a result that was stored before alerts were counted by weeks', async () => {
  const { body } = await ask(period);
  const result = {
    schema: 1,
    notes: [],
    sides: [{ name: 'in_force', pack: { alerts: 2 }, rules: [] }],
    baselines: [{ days60or90: 60, alerts: 1 }],
  };
  await api.database.asSuperuser(`update backtest_run set state = 'done', progress = 1, result = $2 where id = $1`, [
    ...[body.id, JSON.stringify(result)],
  ]);
  const { body: done } = await manager.get<BacktestDto>(`/api/v1/backtests/${body.id}`);
  expect(done.result).toMatchObject({
    sides: [{ pack: { alerts: 2, leads: [] } }],
    baselines: [{ alerts: 1, leads: [] }],
  });
});

it('X03 takes three at a time', async () => {
  const asked = [await ask(period), await ask(period), await ask(period), await ask(period)];
  expect(asked.map(({ status }) => status)).toEqual([202, 202, 202, 409]);
});

it('X03 is for those who answer for the rules', async () => {
  for (const role of ['coordinator', 'auditor', 'integrator'] as const) {
    const browser = await api.signedIn(practice.id, [role]);
    expect((await browser.get('/api/v1/backtests')).status).toBe(403);
  }
});

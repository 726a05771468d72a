import { BacktestQueries, newId } from '@keepwell/database';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { aPractice } from '../../../../test/support/builders.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import { keepwellUntil, keepwellWith, removeFolders } from '../../test/command-line.js';

let test: TestDatabase;
let env: Record<string, string>;
let practiceId: string;
let then: string;

const pause = () => new Promise((done) => setTimeout(done, 5));

beforeAll(async () => {
  test = await databaseForThisFile();
  env = {
    DATABASE_URL: test.databaseUrl,
    DATABASE_MIGRATION_URL: test.migrationUrl,
    KEEPWELL_MASTER_KEY: test.masterKey.toString('base64'),
  };
  practiceId = (await aPractice(test.db)).id;
  await fillWorklist(test, practiceId, { cases: 40 });
  await pause();
  then = new Date().toISOString();
  await pause();
  await test.asSuperuser(`update off_track_case set state = 'closed' where practice_id = $1`, [practiceId]);
});
afterAll(async () => {
  await test.close();
  await removeFolders();
});

const keepwell = (...argv: string[]) => keepwellWith(env, 'rules', 'explain', ...argv);

describe('keepwell rules explain, of a stored practice', () => {
  it('X09: shows the list as it was, and leaves a trace', async () => {
    const listed = JSON.parse((await keepwell('--list', '--as-of', then, '--json')).out);
    expect(listed.items.length).toBeGreaterThan(15);
    expect(listed.items[0]).toMatchObject({ state: 'open', class: expect.stringMatching(/^S\d$/) });
    const now = JSON.parse((await keepwell('--list', '--json')).out);
    expect(now.items).toEqual([]);
    const text = (await keepwell('--list', '--as-of', then)).out;
    expect(text).toContain(`tab today: ${listed.items.length} patients`);
    expect(text).toContain(listed.items[0].reason);
    const trail = await test.asSuperuser<{ n: number }>(
      `select count(*)::int as n from audit_event where practice_id = $1 and event = 'worklist.past_viewed' and detail->>'by' = 'command line'`,
      [practiceId],
    );
    expect(trail).toEqual([{ n: 3 }]);
  });

  it('X09: says why a patient was listed, and what the answer rests on', async () => {
    const { code, out, err } = await keepwell('--patient', 'P-7', '--as-of', then);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Rule by rule');
    expect(out).toContain('This answer rests on');
  });

  it('refuses half a question with what to do', async () => {
    expect(await keepwell()).toMatchObject({ code: 2, err: expect.stringContaining('either --patient ID or --list') });
    expect(await keepwell('--list', '--connector', 'csv')).toMatchObject({ code: 2 });
    expect(await keepwell('--list', '--as-of', '2020-01-01')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is kept since'),
    });
    expect(await keepwell('--list', '--as-of', '2999-01-01')).toMatchObject({ code: 1 });
    expect(await keepwell('--patient', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no patient'),
    });
  });
});

describe('keepwell rules backtests', () => {
  const backtests = new BacktestQueries();
  const keepwellBacktests = (...argv: string[]) => keepwellWith(env, 'rules', 'backtests', ...argv);
  const asked = () =>
    test.db.inPractice(practiceId, async (tx) => {
      const wanted = { firstDay: '2025-03-03', lastDay: '2025-03-14', every: 1, rules: ['R05'], draftId: null };
      return backtests.ask(tx, practiceId, { ...wanted, changes: null, by: newId(), now: Date.now() });
    });
  const stateOf = async (id: string) => (await test.db.inPractice(practiceId, (tx) => backtests.one(tx, id)))?.state;
  afterEach(() => test.asSuperuser('delete from backtest_run where practice_id = $1', [practiceId]));

  it('X03: lists what a server does, for people and for programs', async () => {
    expect(await keepwellBacktests()).toMatchObject({
      code: 0,
      out: expect.stringContaining('No backtest was asked for yet'),
    });
    const id = await asked();
    expect((await keepwellBacktests()).out).toContain(
      `${id}  2025-03-03 to 2025-03-14, every day, R05: waits for a worker`,
    );
    expect(JSON.parse((await keepwellBacktests('list', '--json')).out)).toMatchObject([
      { id, state: 'asked', progress: 0 },
    ]);
  });

  it('X03: calls off the one that waits or runs, leaves a trace, and says so where there is nothing to call off', async () => {
    expect(await keepwellBacktests('cancel')).toMatchObject({ code: 1, err: expect.stringContaining('waits or runs') });
    const id = await asked();
    expect(await keepwellBacktests('cancel')).toMatchObject({
      code: 0,
      out: expect.stringContaining('was called off'),
    });
    expect(await stateOf(id)).toBe('cancelled');
    expect(await keepwellBacktests('cancel', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('This backtest was called off already'),
    });
    const trail = await test.asSuperuser<{ subject_id: string }>(
      `select subject_id from audit_event where practice_id = $1 and event = 'backtest.cancelled' and detail->>'by' = 'command line'`,
      [practiceId],
    );
    expect(trail).toEqual([{ subject_id: id }]);
  });

  it('X03: asks which is meant where several are under way, and knows none by another id', async () => {
    const [one, other] = [await asked(), await asked()];
    expect(await keepwellBacktests('cancel')).toMatchObject({ code: 1, err: expect.stringContaining('say which') });
    expect(JSON.parse((await keepwellBacktests('cancel', other, '--json')).out)).toMatchObject({
      id: other,
      state: 'cancelled',
    });
    expect(await stateOf(one)).toBe('asked');
    for (const id of [newId(), 'nonsense'])
      expect(await keepwellBacktests('cancel', id)).toMatchObject({
        code: 1,
        err: expect.stringContaining('has no backtest'),
      });
  });

  it('X03: whoever stops waiting is told that it goes on, and how to call it off', async () => {
    const id = await asked();
    const stopped = new AbortController();
    const waiting = keepwellUntil(stopped.signal, env, 'rules', 'backtests', 'watch');
    setTimeout(() => stopped.abort(new Error('interrupted')), 300);
    const { code, err } = await waiting;
    expect(code).toBe(1);
    expect(err).toContain(`The backtest goes on in the server. To call it off: keepwell rules backtests cancel ${id}`);
    expect(await stateOf(id)).toBe('asked');
    await test.asSuperuser(
      `update backtest_run set state = 'failed', problem = 'The data end too soon.' where id = $1`,
      [id],
    );
    expect(await keepwellBacktests('watch', id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('The data end too soon.'),
    });
  });
});

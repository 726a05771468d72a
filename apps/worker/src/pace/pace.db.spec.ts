import { RetryLater, SettingsWrong, type Manifest } from '@keepwell/connector-sdk';
import { Connection, newId } from '@keepwell/database';
import { createGuardedHttp, type GuardedHttp } from '@keepwell/outbound';
import { fetch } from 'undici';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { PushingVendor, pushingConnector } from '../../../../test/support/pushing-vendor.js';
import { Pace } from './pace.js';

let test: TestDatabase;
let vendor: PushingVendor;
let http: GuardedHttp;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());
beforeEach(async () => {
  vendor = await new PushingVendor().open();
  http = createGuardedHttp({ exceptions: [vendor.origin] });
});
afterEach(async () => {
  await http.close();
  await vendor.close();
});

const MINUTE = 60_000;

/** A connection asked through the pace of as many workers as there are, on a clock that only waiting moves. */
async function aConnection(given: { manifest?: Partial<Manifest>; workers?: number; patienceMs?: number } = {}) {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  const row = { practiceId, id: connectionId, connector: 'pushing', name: `c ${connectionId}`, settings: {} };
  await test.db.inPractice(practiceId, (tx) => tx.save(Connection, row));
  const clock = { now: Date.UTC(2026, 5, 9, 12) };
  vendor.now = () => clock.now;
  const connector = pushingConnector(vendor, given.manifest);
  const settings = { api_key: newId() };
  const signal = new AbortController().signal;
  const sleep = (ms: number) => {
    clock.now += ms;
    return Promise.resolve();
  };
  const runs = Array.from({ length: given.workers ?? 1 }, () =>
    new Pace({ ...{ database: test.db, http, now: () => clock.now, sleep, patienceMs: given.patienceMs ?? 0 } }).begin({
      ...{ practiceId, connectionId, connector, settings, signal },
    }),
  );
  const [run] = runs;
  const ask = (from = run!) => from.http.axios.get(`${vendor.origin}/patients`, { headers: { 'x-key': vendor.key } });
  const tries = async (from = run!) =>
    ask(from).then(
      () => 'answered',
      (error: unknown) => error,
    );
  return { practiceId, connectionId, clock, runs, ask, tries, run: run! };
}

describe('V-03 the breaker', () => {
  it.each([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['silence', 'silence'],
  ] as const)(
    'V-03 half an hour of %s: one request a minute at most once it is open, and going on within five minutes',
    async (_what, habit) => {
      vendor.habit = () => (habit === 'silence' ? 'silence' : habit);
      const { clock, tries } = await aConnection();
      const start = clock.now;
      for (let second = 0; second < 30 * 60; second += 5) {
        await tries();
        clock.now += 5_000;
      }
      const at = vendor.asked.map((asked) => asked.at - start);
      expect(at.slice(0, 5)).toEqual([0, 5_000, 10_000, 15_000, 20_000]);
      const probes = at.slice(5);
      expect(probes.length).toBeGreaterThan(5);
      for (let minute = 0; minute < 30; minute += 1) {
        const within = probes.filter((ms) => ms > 20_000 + minute * MINUTE && ms <= 20_000 + (minute + 1) * MINUTE);
        expect([minute, within.length <= 1]).toEqual([minute, true]);
      }
      vendor.habit = () => null;
      const mended = clock.now;
      while ((await tries()) !== 'answered') clock.now += 1_000;
      expect(clock.now - mended).toBeLessThanOrEqual(5 * MINUTE);
      expect(await tries()).toBe('answered');
    },
  );

  it('V-03 opens when half of twenty in thirty seconds fail, and not before', async () => {
    const { clock, tries } = await aConnection();
    let n = 0;
    vendor.habit = () => ((n += 1) % 2 === 0 ? { status: 500 } : null);
    for (let k = 0; k < 19; k += 1) {
      await tries();
      clock.now += 1_000;
    }
    expect(vendor.asked).toHaveLength(19);
    await tries();
    clock.now += 1_000;
    const refused = await tries();
    expect(refused).toBeInstanceOf(RetryLater);
    expect(vendor.asked).toHaveLength(20);
  });

  it('V-03 is one for all workers: what one finds out, the others know within a second; one of them tries', async () => {
    const { clock, runs, tries } = await aConnection({ workers: 3 });
    vendor.habit = () => ({ status: 503 });
    for (let k = 0; k < 5; k += 1) await tries(runs[0]);
    clock.now += 1_001;
    expect(await tries(runs[1])).toBeInstanceOf(RetryLater);
    expect(vendor.asked).toHaveLength(5);
    clock.now += 30_000;
    await Promise.all(runs.map((run) => tries(run)));
    expect(vendor.asked).toHaveLength(6);
  });

  it('V-03 leaves another connection of the same practice alone', async () => {
    const sick = await aConnection();
    vendor.habit = () => ({ status: 503 });
    for (let k = 0; k < 6; k += 1) await sick.tries();
    vendor.habit = () => null;
    const sound = await aConnection();
    expect(await sound.tries()).toBe('answered');
    expect(await sick.tries()).toBeInstanceOf(RetryLater);
  });
});

describe('V-04 refused credentials', () => {
  it('V-04 three tries within the hour over all runs and workers, then nobody asks', async () => {
    const { clock, runs } = await aConnection({ workers: 4 });
    const signIn = (run: (typeof runs)[number]) =>
      run.http.axios.post(`${vendor.origin}/patients`, {}, { headers: { 'x-key': 'wrong' } }).then(
        () => null,
        (error: unknown) => error,
      );
    for (const run of runs) {
      await signIn(run);
      clock.now += 60_000;
    }
    expect(vendor.asked).toHaveLength(3);
    const told = await signIn(runs[0]!);
    expect(told).toBeInstanceOf(SettingsWrong);
    expect((told as Error).message).toContain('three times within the hour');
    clock.now += 57 * 60_000;
    await signIn(runs[1]!);
    expect(vendor.asked).toHaveLength(4);
  });

  it('V-04 takes eight reads with one key that has run out for one refusal, and forgets it when the new one is taken', async () => {
    const { run, tries } = await aConnection();
    const old = { headers: { 'x-key': 'run out' }, validateStatus: () => true };
    for (let round = 0; round < 5; round += 1) {
      const expired = { ...old, headers: { 'x-key': `run out ${round}` } };
      await Promise.all(Array.from({ length: 8 }, () => run.http.axios.get(`${vendor.origin}/patients`, expired)));
      expect(await tries()).toBe('answered');
    }
  });
});

describe('V-07 the budget of a credential', () => {
  const throttle = (requests: number, perMs: number, more: { serial?: boolean } = {}): Partial<Manifest> => ({
    throttle: { scope: 'connection', keyFields: ['api_key'], budgets: [{ requests, perMs }], ...more },
  });

  it('V-07 four workers share 100 a minute: 95 are sent, the next one waits', async () => {
    const { runs, tries } = await aConnection({ manifest: throttle(100, MINUTE), workers: 4 });
    const answers: unknown[] = [];
    for (let k = 0; k < 30; k += 1) for (const run of runs) answers.push(await tries(run));
    expect(vendor.asked.length).toBeLessThanOrEqual(95);
    expect(vendor.asked.length).toBeGreaterThan(85);
    const last = answers.at(-1);
    expect(last).toBeInstanceOf(RetryLater);
    expect((last as RetryLater).afterMs).toBeGreaterThan(50_000);
  });

  it('V-07 sits through a short wait', async () => {
    const { clock, tries } = await aConnection({ manifest: throttle(2, 1_000), patienceMs: 5_000 });
    const from = clock.now;
    for (let k = 0; k < 5; k += 1) expect(await tries()).toBe('answered');
    expect(clock.now - from).toBeGreaterThanOrEqual(4_000);
  });

  it('V-07 stays away as long as one worker was told to', async () => {
    const { clock, runs, tries } = await aConnection({ manifest: throttle(1_000, MINUTE), workers: 2 });
    vendor.habit = () => ({ status: 429, headers: { 'retry-after': '40' } });
    await tries(runs[0]);
    vendor.habit = () => null;
    const told = await tries(runs[1]);
    expect((told as RetryLater).afterMs).toBe(40_000);
    clock.now += 40_000;
    expect(await tries(runs[1])).toBe('answered');
  });

  it('V-07 asks a vendor that takes one request at a time one at a time, over all workers', async () => {
    const { runs } = await aConnection({
      manifest: throttle(1_000, MINUTE, { serial: true }),
      workers: 3,
      patienceMs: 1e9,
    });
    let under = 0;
    let most = 0;
    vendor.habit = () => {
      under += 1;
      most = Math.max(most, under);
      setTimeout(() => (under -= 1), 5);
      return null;
    };
    await Promise.all(
      runs.flatMap((run) =>
        Array.from({ length: 4 }, () =>
          run.http.axios.get(`${vendor.origin}/patients`, { headers: { 'x-key': vendor.key } }),
        ),
      ),
    );
    expect(vendor.asked).toHaveLength(12);
    expect(most).toBeLessThanOrEqual(2);
  });

  it('V-07 holds for clients built on fetch too, and hides nothing the connector was refused', async () => {
    const { run, clock } = await aConnection({ manifest: throttle(20, MINUTE) });
    const ask = () =>
      fetch(`${vendor.origin}/patients`, { dispatcher: run.http.dispatcher, headers: { 'x-key': vendor.key } });
    for (let k = 0; k < 19; k += 1) expect((await ask()).status).toBe(200);
    const refused: unknown = await ask().catch((error: unknown) => error);
    expect((refused as Error).cause).toBeInstanceOf(RetryLater);
    expect(vendor.asked).toHaveLength(19);
    clock.now += 70_000;
    expect(await (await ask()).json()).toEqual([]);
  });
});

it('says nothing of a credential in the row that is shared', async () => {
  const { ask } = await aConnection({
    manifest: { throttle: { scope: 'app', keyFields: ['api_key'], budgets: [{ requests: 10, perMs: MINUTE }] } },
  });
  await ask();
  const rows = await test.asSuperuser<{ row: string }>('select v::text as row from vendor_pace v');
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/);
});

import {
  BacktestQueries,
  JobQueries,
  LeaseLost,
  newId,
  type BacktestWanted,
  type ClaimedJob,
  type Connection,
} from '@keepwell/database';
import type { BacktestResult, SourceRecord } from '@keepwell/domain';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, gone, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { BacktestRunner } from './backtest-runner.js';

let test: TestDatabase;
let connection: Connection;
let practiceId: string;

const backtests = new BacktestQueries();
const jobs = new JobQueries();
const NOW = at('2025-06-30T12:00Z');
const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const clocks = (created: string, updated = created) => ({ created, updated });
const visit = (patientId: string, day: string, made = day) =>
  record(
    'appointment',
    `${patientId}-${day}`,
    { patientId, serviceId: 'pt', startsAt: `${day}T10:00Z`, status: 'completed' },
    clocks(`${made}T08:00Z`, `${day}T11:00Z`),
  );

beforeAll(async () => {
  test = await databaseForThisFile();
  ({ id: practiceId } = await aPractice(test.db));
  connection = await aConnection(test.db, practiceId);
  const people = ['gone', 'back', 'booked'];
  await store(
    [
      record('location', 'main', {}, clocks('2024-01-01T00:00Z')),
      record('service', 'pt', {}, clocks('2024-01-01T00:00Z')),
      ...people.map((id) => record('patient', id, {}, clocks('2025-01-01T00:00Z'))),
      ...people.map((id) =>
        record(
          'plan',
          `plan-${id}`,
          { patientId: id, line: 'knee', prescribedVisits: 6, intervalDays: 7, startedAt: '2025-03-01T09:00Z' },
          clocks('2025-03-01T09:00Z'),
        ),
      ),
      ...people.map((id) => visit(id, '2025-03-03', '2025-03-01')),
      // Stood until the source no longer had it.
      record(
        'appointment',
        'next',
        { patientId: 'booked', serviceId: 'pt', startsAt: '2025-03-20T10:00Z' },
        clocks('2025-03-03T11:00Z'),
      ),
    ],
    '2025-03-03T11:05Z',
  );
  await store([gone('appointment', 'next', '2025-03-10T09:00Z')], '2025-03-10T09:05Z');
  await store([visit('back', '2025-03-17')], '2025-03-17T11:05Z');
});
afterAll(() => test.close());

async function asked(more: Partial<BacktestWanted> = {}): Promise<string> {
  const wanted = { firstDay: '2025-03-03', lastDay: '2025-03-14', every: 1, rules: null, draftId: null, changes: null };
  return test.db.inPractice(practiceId, async (tx) => {
    const id = await backtests.ask(tx, practiceId, { ...wanted, ...more, by: newId(), now: NOW });
    await jobs.owe(tx, practiceId, 'backtest', id);
    return id;
  });
}

async function claimed(id: string): Promise<ClaimedJob> {
  const [row] = await test.asSuperuser<{ id: string }>('select id from job where subject_id = $1', [id]);
  const job = await test.db.asDispatcher((tx) => jobs.claim(tx, row?.id ?? '', newId(), 60_000));
  if (job === null) throw new Error('Not to be had');
  return job;
}

const stored = (id: string) => test.db.inPractice(practiceId, (tx) => backtests.one(tx, id));
const run = (job: ClaimedJob, { atOnce = 200, signal = new AbortController().signal } = {}) =>
  new BacktestRunner(test.db, atOnce).run(job, () => NOW, signal);

async function resultOf(more: Partial<BacktestWanted> = {}): Promise<BacktestResult> {
  const id = await asked(more);
  await run(await claimed(id));
  const row = await stored(id);
  const result = row?.result ?? null;
  if (result === null) throw new Error(row?.problem ?? 'no result');
  return result;
}

const packOf = ({ sides }: BacktestResult, side = 0) => sides[side]!.pack;

describe('backtest of a practice', () => {
  it('X03 asks its own history: who was flagged when, and who came back', async () => {
    const id = await asked();
    expect(await stored(id)).toMatchObject({ state: 'asked', progress: 0, result: null });
    expect(await run(await claimed(id))).toEqual({ state: 'done', persons: 3 });
    const row = await stored(id);
    expect(row).toMatchObject({ state: 'done', progress: 1, problem: null, endedAt: '2025-06-30T12:00:00.000Z' });
    const pack = packOf(row!.result!);
    expect(pack).toMatchObject({ alerts: 3, labels: { judged: 3, stayedAway: 2 } });
    // Two on Wednesday; the third once the source had deleted the booking, and not before it had.
    expect(pack.days.filter(({ alerts }) => alerts > 0)).toEqual([
      { on: '2025-03-05', alerts: 2, standing: 2 },
      { on: '2025-03-10', alerts: 1, standing: 3 },
    ]);
    expect(JSON.stringify(row?.result)).not.toMatch(/gone"|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('X03 X17 sets a draft beside the settings in force', async () => {
    const changes = [{ rule: 'R10', locationId: null, mode: 'off' as const, parameters: {} }];
    const result = await resultOf({ rules: ['R10'], draftId: newId(), changes });
    expect(result.sides.map(({ name, rules }) => [name, rules[0]?.isOn])).toEqual([
      ['in_force', true],
      ['draft', false],
    ]);
    const later = [{ rule: 'R10', locationId: null, mode: 'on' as const, parameters: { PT: '5 BD' } }];
    const both = await resultOf({ rules: ['R10'], draftId: newId(), changes: later });
    expect(both.sides.map(({ pack }) => pack.days.find(({ alerts }) => alerts > 0)?.on)).toEqual([
      '2025-03-05',
      '2025-03-10',
    ]);
  });

  it('X03 leaves out of the shares whom the practice contacted through Keepwell', async () => {
    const [row] = await test.asSuperuser<{ person_id: string }>(
      `select person_id from patient where practice_id = $1 and source_id = 'gone'`,
      [practiceId],
    );
    await test.asSuperuser(
      `insert into touchpoint (practice_id, id, person_id, household, channel, state, started_at, recorded_at)
       values ($1, $2, $3, 'h', 'call', 'done', '2025-03-07T10:00Z', '2025-03-07T10:00Z')`,
      [practiceId, newId(), row?.person_id],
    );
    expect(packOf(await resultOf()).labels).toMatchObject({ judged: 2, stayedAway: 1, contacted: 1 });
    await test.asSuperuser('delete from touchpoint where practice_id = $1', [practiceId]);
  });

  it('X03 is begun anew when it was cut off, and gives the same', async () => {
    const whole = await resultOf();
    const id = await asked();
    const cut = new AbortController();
    const job = await claimed(id);
    const first = run(job, { atOnce: 1, signal: cut.signal });
    const seen = first.catch((error: unknown) => error);
    while (((await stored(id))?.progress ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    cut.abort(new Error('stopping'));
    expect(await seen).toEqual(new Error('stopping'));
    const left = await stored(id);
    expect(left).toMatchObject({ state: 'running', result: null });
    expect(left?.progress).toBeLessThan(1);

    await test.asSuperuser(`update job set lease_until = now() - interval '1 second' where id = $1`, [job.id]);
    await run(await claimed(id), { atOnce: 2 });
    expect((await stored(id))?.result).toEqual(whole);
    // Whoever was believed dead and is not writes nothing more.
    await expect(run(job)).resolves.toEqual({ state: 'none', persons: 0 });
  });

  it('X03 one that is called off stops after the batch in hand and keeps no result; it is not begun anew', async () => {
    const id = await asked();
    const job = await claimed(id);
    const running = run(job, { atOnce: 1 });
    while (((await stored(id))?.progress ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const cancel = () => test.db.inPractice(practiceId, (tx) => backtests.cancel(tx, practiceId, id, NOW));
    expect([await cancel(), await cancel()]).toEqual([true, false]);
    expect(await running).toEqual({ state: 'cancelled', persons: 0 });
    expect(await stored(id)).toMatchObject({ state: 'cancelled', result: null, endedAt: '2025-06-30T12:00:00.000Z' });
    expect((await stored(id))?.progress).toBeLessThan(1);
    await expect(run(job)).resolves.toEqual({ state: 'none', persons: 0 });
  });

  it('X03 ends with the source that knows somebody, and not with another that was given up', async () => {
    const other = await aConnection(test.db, practiceId);
    const setRead = (at_: string | null, of: Connection) =>
      test.asSuperuser('update connection set last_success_at = $2 where id = $1', [of.id, at_]);
    const given = [record('patient', 'old', {}, clocks('2025-01-01T00:00Z'))];
    await storeFor(test, other, given, at('2025-03-01T10:00Z'));
    await setRead('2025-06-29T12:00Z', connection);
    const before = await resultOf();
    await setRead('2025-03-01T12:00Z', other);
    const after = await resultOf();
    expect(after.dataEnd).toBe('2025-06-29T12:00:00.000Z');
    expect([packOf(after).days, packOf(after).labels]).toEqual([packOf(before).days, packOf(before).labels]);
    // Nothing tells of "old" any more: they are no longer among the people of these days.
    expect([before.people, after.people]).toEqual([4, 3]);
    await setRead(null, connection);
    await setRead(null, other);
    await test.asSuperuser(`delete from patient where connection_id = $1`, [other.id]);
  });

  it('X03 a runner whose claim was taken writes no result', async () => {
    const id = await asked();
    const late = await claimed(id);
    await test.asSuperuser(`update job set lease_until = now() - interval '1 second' where id = $1`, [late.id]);
    await claimed(id);
    await expect(run(late)).rejects.toThrow(LeaseLost);
    expect((await stored(id))?.result).toBeNull();
  });

  it('X03 says why it cannot be done, and does not try again', async () => {
    const id = await asked({ firstDay: '2026-01-01', lastDay: '2026-02-01' });
    expect(await run(await claimed(id))).toEqual({ state: 'failed', persons: 0 });
    expect(await stored(id)).toMatchObject({
      state: 'failed',
      problem: 'The data end on 2025-06-30, before the period begins on 2026-01-01: choose an earlier one.',
    });
  });
});

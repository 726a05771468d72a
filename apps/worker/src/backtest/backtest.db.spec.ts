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
const run = (
  job: ClaimedJob,
  { atOnce = 200, piecesApart = 16, signal = new AbortController().signal, now = NOW } = {},
) => new BacktestRunner(test.db, { atOnce, piecesApart }).run(job, () => now, signal);

/** Cuts a runner off after so many batches, as a worker that is killed is. */
function cutAfter(batches: number): AbortSignal {
  let passed = -1;
  return Object.assign(new AbortController().signal, {
    throwIfAborted: () => {
      passed += 1;
      if (passed > batches) throw new Error('killed');
    },
  });
}

/** Another worker takes the job of one that was believed dead. */
async function takenOver(id: string): Promise<ClaimedJob> {
  await test.asSuperuser(`update job set lease_until = now() - interval '1 second' where subject_id = $1`, [id]);
  return claimed(id);
}

const piecesOf = async (id: string) =>
  (await test.asSuperuser('select 1 from backtest_piece where backtest_id = $1', [id])).length;

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
    expect(await run(await claimed(id))).toEqual({ state: 'done', persons: 3, read: 9 });
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

  it('X03 one that is called off stops after the batch in hand and keeps no result; it is not begun anew', async () => {
    const id = await asked();
    const job = await claimed(id);
    const running = run(job, { atOnce: 1 });
    while (((await stored(id))?.progress ?? 0) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    const cancel = () => test.db.inPractice(practiceId, (tx) => backtests.cancel(tx, practiceId, id, NOW));
    expect([await cancel(), await cancel()]).toEqual([true, false]);
    expect(await running).toMatchObject({ state: 'cancelled' });
    expect(await piecesOf(id)).toBe(0);
    expect(await stored(id)).toMatchObject({ state: 'cancelled', result: null, endedAt: '2025-06-30T12:00:00.000Z' });
    expect((await stored(id))?.progress).toBeLessThan(1);
    await expect(run(job)).resolves.toMatchObject({ state: 'none' });
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
    expect(await run(await claimed(id))).toMatchObject({ state: 'failed' });
    expect(await stored(id)).toMatchObject({
      state: 'failed',
      problem: 'The data end on 2025-06-30, before the period begins on 2026-01-01: choose an earlier one.',
    });
  });

  /** Three people and three rounds; of each round a last batch says that there is nobody more. */
  it.each([
    [1, 1, 16],
    [6, 5, 16],
    [7, 6, 1],
    [10, 8, 2],
    [11, 9, 16],
  ])(
    'X03 goes on where it was cut off after %i batches, %i people of nine, and gives the same',
    async (batches, done, piecesApart) => {
      const whole = await resultOf();
      const id = await asked();
      await expect(run(await claimed(id), { atOnce: 1, piecesApart, signal: cutAfter(batches) })).rejects.toThrow(
        'killed',
      );
      const left = await stored(id);
      expect(left).toMatchObject({ state: 'running', result: null });
      expect(await piecesOf(id)).toBeLessThanOrEqual(batches);
      const job = await takenOver(id);
      expect(await run(job, { atOnce: 2, piecesApart })).toEqual({ state: 'done', persons: 3, read: 9 - done });
      expect((await stored(id))?.result).toEqual(whole);
      expect(await piecesOf(id)).toBe(0);
      // Whoever was believed dead and is not writes nothing more.
      await expect(run(job)).resolves.toMatchObject({ state: 'none' });
    },
  );

  it('X03 lays pieces together rather than keeping one for each batch', async () => {
    const id = await asked();
    await expect(run(await claimed(id), { atOnce: 1, piecesApart: 1, signal: cutAfter(3) })).rejects.toThrow('killed');
    expect(await piecesOf(id)).toBe(1);
  });

  it('X03 begins anew where another version of Keepwell counted in another way', async () => {
    const whole = await resultOf();
    const id = await asked();
    await expect(run(await claimed(id), { atOnce: 1, signal: cutAfter(6) })).rejects.toThrow('killed');
    await test.asSuperuser(`update backtest_run set method = 'of old' where id = $1`, [id]);
    expect(await run(await takenOver(id))).toMatchObject({ state: 'done', read: 9 });
    expect((await stored(id))?.result).toEqual(whole);
  });

  it('X03 hears of nothing that was read, said or set after it began', async () => {
    const whole = await resultOf();
    const id = await asked();
    await expect(run(await claimed(id), { atOnce: 1, signal: cutAfter(5) })).rejects.toThrow('killed');

    // Read later, of days that were asked about: a visit, somebody new, another version of what there was, a booking that went away.
    await store(
      [
        visit('gone', '2025-03-13'),
        record('patient', 'new', {}, clocks('2025-01-01T00:00Z')),
        visit('new', '2025-03-03', '2025-03-01'),
        record('patient', 'back', { birthDate: '1990-05-05' }, clocks('2025-01-01T00:00Z', '2025-03-04T00:00Z')),
      ],
      '2025-07-01T10:00Z',
    );
    await store([gone('appointment', 'back-2025-03-17', '2025-03-20T09:00Z')], '2025-07-01T10:05Z');
    await test.asSuperuser(
      `insert into touchpoint (practice_id, id, person_id, household, channel, state, started_at, recorded_at)
       select $1, $2, person_id, 'h', 'call', 'done', '2025-03-07T10:00Z', '2025-07-01T10:00Z' from patient where practice_id = $1 and source_id = 'gone'`,
      [practiceId, newId()],
    );
    await test.asSuperuser(
      `update practice set settings = settings || '{"majorityAge": 21}', timezone = 'Asia/Kathmandu' where id = $1`,
      [practiceId],
    );
    await test.asSuperuser(`update connection set last_success_at = '2025-07-01T11:00Z' where id = $1`, [
      connection.id,
    ]);

    const later = at('2025-07-02T12:00Z');
    expect(await run(await takenOver(id), { now: later })).toMatchObject({ state: 'done' });
    expect((await stored(id))?.result).toEqual(whole);
    // And it would have made a difference.
    const anew = await asked();
    await run(await claimed(anew), { now: later });
    expect((await stored(anew))?.result).not.toEqual(whole);
  });
});

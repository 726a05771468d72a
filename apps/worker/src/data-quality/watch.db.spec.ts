import { AlarmQueries, StreamQueries, StreamVolumeQueries } from '@keepwell/database';
import { aComparison } from '../../../../test/support/compare.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aSync, type SyncBench } from '../../../../test/support/sync.js';
import {
  AFTER,
  alarmsOf,
  aLivingPractice as living,
  BEFORE,
  casesOf,
  CUT,
  LATER,
  log,
  monday,
  NOT_YET,
} from '../../../../test/support/watched-practice.js';
import { WatchRunner } from './watch-runner.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const never = new AbortController().signal;
const aLivingPractice = (stream?: Parameters<typeof living>[1], clock?: boolean) => living(test, stream, clock);
const cases = (bench: SyncBench) => casesOf(test, bench);
const alarms = (bench: SyncBench) => alarmsOf(test, bench);

describe('a feed that is cut', () => {
  it('X08 raises one alarm and finds nothing new, for eight hours; a feed that lives does', async () => {
    const cut = await aLivingPractice();
    const living = await aLivingPractice();
    for (const practice of [cut, living]) await practice.sync(CUT);
    for (let hour = 0; hour <= 8.5; hour += 0.5) {
      const now = CUT + hour * HOUR;
      await living.sync(now);
      for (const { evaluate, watch, bench } of [cut, living]) {
        await evaluate(now);
        await watch.run(bench.practiceId, now, never);
      }
    }
    expect(await cases(living.bench)).toEqual(AFTER);
    expect(await alarms(living.bench)).toEqual([]);
    expect(await cases(cut.bench)).toEqual(BEFORE);
    expect(await alarms(cut.bench)).toMatchObject([{ code: 'feed_late', subject: '', open: true }]);

    // It is read again: the alarm is over, and what is true now may be said.
    await cut.sync(LATER);
    await cut.evaluate(LATER);
    await cut.watch.run(cut.bench.practiceId, LATER, never);
    expect(await alarms(cut.bench)).toMatchObject([{ code: 'feed_late', open: false }]);
    expect(await cases(cut.bench)).toEqual(AFTER);
  });

  it('X-30 that calls are refused is told no more a week after the last, or once it is paused', async () => {
    const { bench, watch, sync } = await aLivingPractice();
    const { practiceId, connectionId } = bench;
    const raise = (now: number) =>
      test.db.inPractice(practiceId, (tx) =>
        new AlarmQueries().raise(
          tx,
          practiceId,
          connectionId,
          { code: 'webhook_refused', subject: '', says: 'Refused.', detail: { lastAt: now } },
          new Date(now),
        ),
      );
    const stands = async (now: number) => {
      await watch.run(practiceId, now, never);
      return (await alarms(bench)).some(({ code, open }) => code === 'webhook_refused' && open);
    };
    await sync(CUT);
    await raise(CUT);
    expect(await stands(CUT + 6 * DAY)).toBe(true);
    await raise(CUT + 6 * DAY);
    expect(await stands(CUT + 8 * DAY)).toBe(true);
    expect(await stands(CUT + 14 * DAY)).toBe(false);
    await raise(CUT + 14 * DAY);
    await test.asSuperuser(`update connection set state = 'paused' where id = $1`, [connectionId]);
    expect(await stands(CUT + 14 * DAY + 1)).toBe(false);
  });

  it('X08 is late after twice its poll interval, six hours at least, and not when it was paused by hand', async () => {
    const { bench, watch, sync } = await aLivingPractice();
    await sync(CUT);
    const late = async (hours: number, pollSeconds: number, state = 'ready') => {
      await test.asSuperuser('update connection set poll_seconds = $2, state = $3 where id = $1', [
        bench.connectionId,
        pollSeconds,
        state,
      ]);
      await watch.run(bench.practiceId, CUT + hours * HOUR, never);
      return (await alarms(bench)).filter(({ open }) => open).map(({ code }) => code);
    };
    expect(await late(6, 900)).toEqual([]);
    expect(await late(6.01, 900)).toEqual(['feed_late']);
    expect(await late(6.01, 4 * 3600)).toEqual([]);
    expect(await late(8.01, 4 * 3600)).toEqual(['feed_late']);
    expect(await late(8.01, 4 * 3600, 'paused')).toEqual([]);
  });

  it('says when it has to look again: when the next stream would be late', async () => {
    const { bench, watch, sync } = await aLivingPractice();
    await sync(CUT);
    const { nextAt } = await watch.run(bench.practiceId, CUT + 6 * HOUR - 60_000, never);
    expect(nextAt).toBe(CUT + 6 * HOUR + 1);
  });
});

describe('a source that answers "no bookings at all"', () => {
  it.each([
    ['with a clock', true],
    ['without a clock', false],
  ])('S-06 X08 O-15 finds nothing new, takes nothing as deleted and raises one alarm: %s', async (_, clock) => {
    const lying = await aLivingPractice({}, clock);
    await lying.sync(CUT);
    lying.say([]);
    for (let hour = 0.5; hour <= 8.5; hour += 0.5) {
      const now = CUT + hour * HOUR;
      expect(await lying.sync(now)).toMatchObject({ state: 'partial' });
      await lying.evaluate(now);
      await lying.watch.run(lying.bench.practiceId, now, never);
    }
    expect(await cases(lying.bench)).toEqual(NOT_YET);
    expect(await alarms(lying.bench)).toMatchObject([{ code: 'source_shrunken', subject: 'all', open: true }]);
    const gone = await test.asSuperuser(
      `select from appointment where practice_id = $1 and (gone_at is not null or absent_since is not null)`,
      [lying.bench.practiceId],
    );
    expect(gone).toEqual([]);

    lying.say(monday);
    await lying.sync(LATER + HOUR);
    await lying.evaluate(LATER + HOUR);
    await lying.watch.run(lying.bench.practiceId, LATER + HOUR, never);
    expect((await alarms(lying.bench)).filter(({ open }) => open)).toEqual([]);
    expect(await cases(lying.bench)).toEqual(AFTER);
  });

  it('X08 is not believed either where it tells changes alone: silence in busy hours holds the rules until it is compared', async () => {
    let lies = true;
    const lying = await aLivingPractice({
      walks: false,
      deletes: 'none',
      compare: () => [{ records: lies ? [] : monday }],
    });
    const { connectionId, practiceId } = lying.bench;
    await test.asSuperuser(`update stream_state set first_read_done_at = '2025-01-01' where connection_id = $1`, [
      connectionId,
    ]);
    // Six weeks of nights with ten changes an hour, up to two in the morning of this one.
    await test.asSuperuser(
      `insert into stream_volume (practice_id, connection_id, stream, hour, read, applied, quarantined)
       select $1, $2, 'all', h, 10, 10, 0 from generate_series(timestamptz '2025-01-20T00:00Z', '2025-03-05T02:00Z', interval '1 hour') h
       on conflict do nothing`,
      [practiceId, connectionId],
    );
    const compare = aComparison(test, lying.bench, lying.connector, { now: () => LATER });
    for (let hour = 0.5; hour <= 8.5; hour += 0.5) {
      const now = CUT + hour * HOUR;
      // It answers, with a clock that moves on, and has nothing to tell.
      await test.asSuperuser('update stream_state set watermark = $2 where connection_id = $1', [
        connectionId,
        new Date(now),
      ]);
      await lying.watch.run(practiceId, now, never);
      await lying.evaluate(now);
    }
    expect(await cases(lying.bench)).toEqual(BEFORE);
    expect((await alarms(lying.bench)).map(({ code, open }) => `${code} ${open}`)).toEqual(['volume_silent true']);
    const asked = await test.asSuperuser('select state from compare_run where connection_id = $1', [connectionId]);
    expect(asked).toEqual([{ state: 'asked' }]);
    await compare();
    await lying.evaluate(LATER);
    expect(await cases(lying.bench)).toEqual(BEFORE);
    lies = false;
    await compare();
    await lying.evaluate(LATER);
    expect(await cases(lying.bench)).toEqual(AFTER);
  });
});

describe('a clock that is ahead', () => {
  it('S-02 X08 makes nothing fresh: a source that once told a year to come is late like any other', async () => {
    let ahead = 3 * 365 * DAY;
    const practice = await aLivingPractice({ pages: () => [{ records: monday, watermark: CUT + ahead }] });
    const { bench, watch, sync, evaluate } = practice;
    await sync(CUT);
    ahead = 0;
    const late = CUT + 6.5 * HOUR;
    await watch.run(bench.practiceId, late, never);
    expect(await alarms(bench)).toMatchObject([{ code: 'feed_late', open: true }]);
    await evaluate(LATER);
    expect(await cases(bench)).toEqual(NOT_YET);
  });
});

describe('two causes', () => {
  it('X08 one that is over ends no doubt for the other', async () => {
    const { bench } = await aLivingPractice();
    const streams = new StreamQueries();
    const key = { practiceId: bench.practiceId, connectionId: bench.connectionId, stream: 'all' };
    const doubt = (at: number | null, cause?: 'shrunken' | 'silent') =>
      test.db.inPractice(bench.practiceId, (tx) => streams.doubt(tx, key, at === null ? null : new Date(at), cause));
    const since = async () =>
      (
        await test.asSuperuser<{ at: Date | null }>(
          'select doubtful_since as at from stream_state where connection_id = $1',
          [bench.connectionId],
        )
      )[0]?.at?.getTime() ?? null;
    await doubt(CUT, 'silent');
    await doubt(CUT + HOUR, 'shrunken');
    await doubt(null, 'silent');
    expect(await since()).toBe(CUT);
    await doubt(null, 'shrunken');
    expect(await since()).toBeNull();
    await doubt(CUT, 'silent');
    await doubt(CUT, 'shrunken');
    // A walk that brought everything ends both.
    await doubt(null);
    expect(await since()).toBeNull();
  });

  it('X08 a source that was silent and is found to have shrunken is doubted on when it stirs', async () => {
    const { bench, watch } = await aLivingPractice();
    const { practiceId, connectionId } = bench;
    await test.asSuperuser(
      `insert into alarm (practice_id, id, connection_id, code, subject, says, detail, opened_at)
       values ($1, gen_random_uuid(), $2, 'volume_silent', 'all', 'Silent.', '{}', $3)`,
      [practiceId, connectionId, new Date(CUT)],
    );
    const streams = new StreamQueries();
    await test.db.inPractice(practiceId, async (tx) => {
      await streams.doubt(tx, { practiceId, connectionId, stream: 'all' }, new Date(CUT), 'silent');
      await streams.doubt(tx, { practiceId, connectionId, stream: 'all' }, new Date(CUT), 'shrunken');
    });
    await watch.run(practiceId, CUT + 60_000, never);
    expect((await alarms(bench)).map(({ code, open }) => `${code} ${open}`).sort()).toEqual([
      'source_shrunken true',
      'volume_silent false',
    ]);
  });
});

describe('the volume of a stream', () => {
  it('is measured against the same hours of earlier weeks, robustly, and not before there are three of them', async () => {
    const { bench } = await aLivingPractice();
    const { practiceId, connectionId } = bench;
    const now = at('2025-03-05T12:00Z');
    const volumes = async () => {
      const [row] = await test.db.inPractice(practiceId, (tx) =>
        new StreamVolumeQueries().volumes(tx, connectionId, new Date(now)),
      );
      return row;
    };
    const add = (when: number, applied: number) =>
      test.db.inPractice(practiceId, (tx) =>
        new StreamVolumeQueries().add(tx, { practiceId, connectionId }, new Date(when), [
          { stream: 'all', read: applied, applied, quarantined: 0 },
        ]),
      );
    await test.asSuperuser('delete from stream_volume where connection_id = $1', [connectionId]);
    await test.asSuperuser('update stream_state set first_read_done_at = $2 where connection_id = $1', [
      connectionId,
      new Date(now - 16 * DAY),
    ]);
    await add(now - 2 * HOUR, 3);
    for (const [week, n] of [100, 120, 5000, 90].entries()) await add(now - (week + 1) * 7 * DAY - 3 * HOUR, n);
    expect(await volumes()).toMatchObject({ seen: 3, expected: null });
    await test.asSuperuser('update stream_state set first_read_done_at = $2 where connection_id = $1', [
      connectionId,
      new Date(now - 30 * DAY),
    ]);
    expect(await volumes()).toMatchObject({ seen: 3, expected: 110 });
    const watch = new WatchRunner(test.db, bench.secrets, log);
    await test.asSuperuser('update stream_state set watermark = $2 where connection_id = $1', [
      connectionId,
      new Date(now),
    ]);
    await watch.run(practiceId, now, never);
    expect(await alarms(bench)).toMatchObject([{ code: 'volume_low', subject: 'all' }]);
    await add(now - HOUR, 1000);
    await watch.run(practiceId, now, never);
    expect(await alarms(bench)).toMatchObject([
      { code: 'volume_high', open: true },
      { code: 'volume_low', open: false },
    ]);
  });
});

describe('an alarm', () => {
  it('is one row while it stands, however often it is looked at, and a new one when it comes again', async () => {
    const { bench } = await aLivingPractice();
    const { practiceId, connectionId } = bench;
    const queries = new AlarmQueries();
    const alarm = { code: 'feed_late' as const, subject: '', says: 'Late.' };
    const settle = (standing: (typeof alarm)[], minute: number) =>
      test.db.inPractice(practiceId, (tx) =>
        queries.settle(tx, practiceId, connectionId, ['feed_late'], standing, new Date(CUT + minute * 60_000)),
      );
    expect(await settle([alarm], 0)).toBe(1);
    expect(await settle([alarm], 1)).toBe(0);
    expect(await settle([], 2)).toBe(0);
    expect(await settle([alarm], 3)).toBe(1);
    expect((await alarms(bench)).map(({ open }) => open)).toEqual([false, true]);
  });
});

describe('a run that put much aside', () => {
  it.each([
    ['21 of 10,000', 10_000, 21, true],
    ['20 of 4,000', 4_000, 20, false],
    ['6 of 1,000', 1_000, 6, true],
    ['5 of 1,000', 1_000, 5, false],
  ])('S-08 is partial, never ok, and alarmed: %s', async (_, total, unsound, isMany) => {
    const connector = pagedConnector([
      {
        name: 'all',
        kinds: ['patient'],
        pages: () => [
          {
            records: Array.from({ length: total }, (__, n) =>
              record('patient', `P${n}`, n < unsound ? { familyName: 'nul \u0000 byte' } : {}),
            ),
          },
        ],
      },
    ]);
    const bench = await aSync(test, connector);
    const { state, counts } = await bench.sync();
    expect(counts).toMatchObject({ read: total, applied: total - unsound, quarantined: unsound });
    expect(state).toBe(isMany ? 'partial' : 'ok');
    await new WatchRunner(test.db, bench.secrets, log).run(bench.practiceId, Date.now(), never);
    expect((await alarms(bench)).map(({ code }) => code)).toEqual(isMany ? ['quarantine_many'] : []);
  });
});

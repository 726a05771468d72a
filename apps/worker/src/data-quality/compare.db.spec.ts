import { CompareRunQueries, StreamQueries } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { aComparison } from '../../../../test/support/compare.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { inPages, pagedConnector, type PagedStream } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 5, 10, 12);

interface Booking {
  id: string;
  day: number;
  status: 'booked' | 'cancelled';
  updatedAt: number | null;
}

/** A source that tells changes and hides some; asked whole, it tells what it has. */
function aSource(given: { stream?: Partial<PagedStream>; fetchOne?: boolean } = {}) {
  const has = new Map<string, Booking>();
  const told: SourceRecord[][] = [];
  const recordOf = ({ id, day, status, updatedAt }: Booking) =>
    aRecord('appointment', id, { startsAt: NOW + day * DAY, status }, { createdAt: NOW - 100 * DAY, updatedAt });
  const asked: { from: number | null; to: number | null }[] = [];
  const connector = pagedConnector(
    [
      {
        name: 'bookings',
        kinds: ['patient', 'appointment'],
        pages: () => [{ records: [aRecord('patient', 'P1')] }, ...told.map((records) => ({ records, watermark: NOW }))],
        compare: (range) => {
          asked.push(range);
          const { from, to } = range;
          const inRange = [...has.values()].filter(
            ({ day }) => (from === null || NOW + day * DAY >= from) && (to === null || NOW + day * DAY < to),
          );
          const pages = inPages([aRecord('patient', 'P1'), ...inRange.map(recordOf)], 3);
          return pages.map((page, n) => ({ ...page, done: n + 1 === pages.length }));
        },
        ...given.stream,
      },
    ],
    given.fetchOne === true
      ? {
          fetchOne: (_context, _kind, id) => {
            const booking = has.get(id);
            return Promise.resolve(booking === undefined ? 'gone' : recordOf(booking));
          },
        }
      : {},
  );
  return {
    ...{ connector, has, asked },
    put(booking: Booking, tells = true) {
      has.set(booking.id, booking);
      if (tells) told.push([recordOf(booking)]);
    },
  };
}

async function standing(connectionId: string) {
  const rows = await test.asSuperuser<{ source_id: string; status: string; state: string }>(
    `select source_id, status, case when gone_at is not null then 'gone' when absent_since is not null then 'absent' else 'there' end as state
       from appointment where connection_id = $1 order by source_id`,
    [connectionId],
  );
  return rows.map(({ source_id, status, state }) => `${source_id} ${status} ${state}`);
}

const counts = (connectionId: string) =>
  test.asSuperuser(
    `select state, walked, missed, changed, absent, gone from compare_run where connection_id = $1 and state <> 'asked' order by started_at desc, id desc limit 1`,
    [connectionId],
  );

const ten = (source: ReturnType<typeof aSource>) => {
  for (let n = 0; n < 10; n += 1) source.put({ id: `A${n}`, day: n, status: 'booked', updatedAt: NOW - DAY });
};

describe('comparing with the source', () => {
  it('S-05 X08 finds what was missed, changed and deleted in silence, repairs it and counts it', async () => {
    const source = aSource({ fetchOne: true });
    const bench = await aSync(test, source.connector, { now: () => NOW });
    const compare = aComparison(test, bench, source.connector, { now: () => NOW });
    ten(source);
    await bench.sync();
    source.put({ id: 'A10', day: 3, status: 'booked', updatedAt: NOW - 1000 }, false);
    source.put({ id: 'A4', day: 4, status: 'cancelled', updatedAt: NOW - 1000 }, false);
    source.has.delete('A7');
    await test.asSuperuser('delete from changed_patient where practice_id = $1', [bench.practiceId]);

    const next = await compare();
    expect(await standing(bench.connectionId)).toEqual([
      ...['A0 booked there', 'A1 booked there', 'A10 booked there', 'A2 booked there', 'A3 booked there'],
      ...[
        'A4 cancelled there',
        'A5 booked there',
        'A6 booked there',
        'A7 booked gone',
        'A8 booked there',
        'A9 booked there',
      ],
    ]);
    expect(await counts(bench.connectionId)).toEqual([
      { state: 'ok', walked: 11, missed: 1, changed: 1, absent: 0, gone: 1 },
    ]);
    expect(
      await test.asSuperuser('select from changed_patient where practice_id = $1', [bench.practiceId]),
    ).toHaveLength(1);
    // The next one is tonight, and finds nothing.
    expect(next?.getTime()).toBeGreaterThan(NOW);
    expect(next?.getTime()).toBeLessThan(NOW + DAY);
    await compare();
    expect(await counts(bench.connectionId)).toEqual([
      { state: 'ok', walked: 11, missed: 0, changed: 0, absent: 0, gone: 0 },
    ]);
    expect(source.asked[0]).toEqual({ from: null, to: null });
    expect(source.asked.at(-1)).toEqual({ from: NOW - 30 * DAY, to: NOW + 90 * DAY });
  });

  it('S-05 believes a deletion without a second word only when two walks miss the record, and looks at its dates alone', async () => {
    const source = aSource();
    let now = NOW;
    const bench = await aSync(test, source.connector, { now: () => now });
    const compare = aComparison(test, bench, source.connector, { now: () => now });
    ten(source);
    source.put({ id: 'old', day: -200, status: 'booked', updatedAt: NOW - DAY });
    await bench.sync();
    await compare();
    source.has.delete('A7');
    source.has.delete('old');
    now += DAY;
    await compare();
    expect((await standing(bench.connectionId)).filter((row) => !row.endsWith('there'))).toEqual(['A7 booked absent']);
    now += DAY;
    await compare();
    expect((await standing(bench.connectionId)).filter((row) => !row.endsWith('there'))).toEqual(['A7 booked gone']);
    // Weekly everything: what begins long ago is looked at as well.
    now += 6 * DAY;
    await compare();
    expect(source.asked.at(-1)).toEqual({ from: null, to: null });
    expect((await standing(bench.connectionId)).filter((row) => row.startsWith('old'))).toEqual(['old booked absent']);
  });

  it('S-06 X08 refuses a comparison that brings too little, and holds back what rests on an absence', async () => {
    const source = aSource({ fetchOne: true });
    const bench = await aSync(test, source.connector, { now: () => NOW });
    const compare = aComparison(test, bench, source.connector, { now: () => NOW });
    ten(source);
    await bench.sync();
    source.has.clear();
    await compare();
    expect(await counts(bench.connectionId)).toMatchObject([{ state: 'refused', absent: 0, gone: 0 }]);
    expect((await standing(bench.connectionId)).every((row) => row.endsWith('there'))).toBe(true);
    const doubt = () =>
      test.asSuperuser<{ doubted: boolean }>(
        `select doubtful_since is not null as doubted from stream_state where connection_id = $1 and stream = 'bookings'`,
        [bench.connectionId],
      );
    expect(await doubt()).toEqual([{ doubted: true }]);
    ten(source);
    await compare();
    expect(await doubt()).toEqual([{ doubted: false }]);

    // A person says that the source is right to be smaller: then it is believed.
    source.has.clear();
    source.put({ id: 'A1', day: 1, status: 'booked', updatedAt: NOW - DAY });
    await compare();
    expect(await doubt()).toEqual([{ doubted: true }]);
    const key = { practiceId: bench.practiceId, connectionId: bench.connectionId, stream: 'bookings' };
    await test.db.inPractice(bench.practiceId, (tx) => new StreamQueries().acceptSmallerSource(tx, key));
    await compare();
    expect(await counts(bench.connectionId)).toMatchObject([{ state: 'ok', gone: 9 }]);
    expect(await doubt()).toEqual([{ doubted: false }]);
  });

  it('leaves alone what its stream has read since the page was asked for, and counts nothing the stream has yet to read', async () => {
    const source = aSource();
    let now = NOW;
    const bench = await aSync(test, source.connector, { now: () => now });
    source.put({ id: 'A1', day: 1, status: 'booked', updatedAt: null });
    await bench.sync();
    // Cancelled and read by the stream between the question of the comparison and its answer.
    const original = source.connector.pull.bind(source.connector);
    const overtaking = {
      ...source.connector,
      async pull(...args: Parameters<typeof original>) {
        const page = await original(...args);
        now += 1000;
        source.put({ id: 'A1', day: 1, status: 'cancelled', updatedAt: null });
        source.put({ id: 'A2', day: 1, status: 'booked', updatedAt: now });
        await bench.sync();
        now += 1000;
        return page;
      },
    };
    await aComparison(test, bench, overtaking, { now: () => now })();
    expect(await standing(bench.connectionId)).toEqual(['A1 cancelled there', 'A2 booked there']);
    source.put({ id: 'A3', day: 1, status: 'booked', updatedAt: now + 60_000 }, false);
    await aComparison(test, bench, source.connector, { now: () => now })();
    expect(await standing(bench.connectionId)).toContain('A3 booked there');
    expect(await counts(bench.connectionId)).toMatchObject([{ missed: 0, changed: 0 }]);
  });

  it('asks nothing of a stream that cannot be read apart, and says so', async () => {
    const connector = pagedConnector([
      { name: 'changes', kinds: ['patient'], pages: () => [{ records: [aRecord('patient', 'P1')] }] },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    expect(await aComparison(test, bench, connector)()).toBeNull();
    expect(
      await test.asSuperuser('select compares from stream_state where connection_id = $1', [bench.connectionId]),
    ).toEqual([{ compares: false }]);
    expect(await test.asSuperuser('select from compare_run where connection_id = $1', [bench.connectionId])).toEqual(
      [],
    );
  });

  it('S-05 goes on where it was cut off, and loses no count', async () => {
    const source = aSource({ fetchOne: true });
    const bench = await aSync(test, source.connector, { now: () => NOW });
    ten(source);
    await bench.sync();
    source.put({ id: 'A10', day: 3, status: 'booked', updatedAt: NOW - 1000 }, false);
    let pulls = 0;
    const original = source.connector.pull.bind(source.connector);
    const cut = {
      ...source.connector,
      pull: (...args: Parameters<typeof original>) => {
        pulls += 1;
        if (pulls === 3) throw Object.assign(new Error('cut off'), { name: 'AbortError' });
        return original(...args);
      },
    };
    const controller = new AbortController();
    const first = aComparison(test, bench, cut, { now: () => NOW });
    await first().catch(() => controller.abort());
    await aComparison(test, bench, source.connector, { now: () => NOW })();
    const rows = await counts(bench.connectionId);
    expect(rows).toMatchObject([{ state: 'ok', missed: 1, gone: 0, absent: 0 }]);
  });

  it('S2-08 tells how many bookings the source itself counts, equal to ours when it has been compared', async () => {
    const source = aSource({ fetchOne: true });
    const bench = await aSync(test, source.connector, { now: () => NOW });
    ten(source);
    source.put({ id: 'B1', day: 0, status: 'cancelled', updatedAt: NOW - DAY });
    await bench.sync();
    source.has.delete('A2');
    await aComparison(test, bench, source.connector, { now: () => NOW })();
    const told = await test.db.inPractice(bench.practiceId, (tx) =>
      new CompareRunQueries().lastTold(tx, bench.connectionId),
    );
    const sorted = (rows: { day: string; status: string; n: number }[] = []) =>
      rows.map(({ day, status, n }) => `${day} ${status} ${n}`).toSorted();
    expect(told?.days).toHaveLength(7);
    expect(sorted(told?.told)).toEqual([
      ...['2026-06-10 booked 1', '2026-06-10 cancelled 1', '2026-06-11 booked 1', '2026-06-13 booked 1'],
      ...['2026-06-14 booked 1', '2026-06-15 booked 1', '2026-06-16 booked 1'],
    ]);
    expect(sorted(told?.kept)).toEqual(sorted(told?.told));
  });
});

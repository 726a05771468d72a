import { StreamQueries } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { inPages, pagedConnector } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const appointments = (ids: number[]): SourceRecord[] => [
  aRecord('patient', 'P1'),
  ...ids.map((n) => aRecord('appointment', `A${n}`, { startsAt: Date.UTC(2026, 0, 1 + n) })),
];
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

async function missing(connectionId: string) {
  const rows = await test.asSuperuser<{ source_id: string; gone: boolean }>(
    `select source_id, gone_at is not null as gone from appointment where connection_id = $1 and absent_since is not null order by source_id`,
    [connectionId],
  );
  return rows.map(({ source_id, gone }) => `${source_id} ${gone ? 'gone' : 'absent'}`);
}

function walked(read: () => SourceRecord[], more: Parameters<typeof pagedConnector>[1] = {}) {
  return pagedConnector(
    [
      {
        name: 'all',
        kinds: ['patient', 'appointment'],
        pages: () => inPages(read(), 4),
        walks: true,
        deletes: 'absence',
      },
    ],
    more,
  );
}

describe('a record that a full walk does not bring', () => {
  it('is absent at first, gone when a second walk misses it, and back when it is read again', async () => {
    let ids = upTo(10);
    const bench = await aSync(
      test,
      walked(() => appointments(ids)),
    );
    await bench.sync();
    ids = ids.filter((n) => n !== 7);
    expect((await bench.sync()).counts.streams['all']).toMatchObject({ absent: 1, gone: 0 });
    expect(await missing(bench.connectionId)).toEqual(['A7 absent']);
    await test.asSuperuser('delete from changed_patient where practice_id = $1', [bench.practiceId]);
    expect((await bench.sync()).counts.streams['all']).toMatchObject({ absent: 0, gone: 1 });
    expect(await missing(bench.connectionId)).toEqual(['A7 gone']);
    expect(
      await test.asSuperuser('select from changed_patient where practice_id = $1', [bench.practiceId]),
    ).toHaveLength(1);
    ids = upTo(10);
    expect((await bench.sync()).counts).toMatchObject({ applied: 1, unchanged: 10 });
    expect(await missing(bench.connectionId)).toEqual([]);
    expect(await test.asSuperuser('select from walk_page where connection_id = $1', [bench.connectionId])).toEqual([]);
  });

  it('is gone at once when the source says so, and stays when the source still has it', async () => {
    let ids = upTo(10);
    const connector = walked(() => appointments(ids), {
      fetchOne: (_context, _kind, id) =>
        Promise.resolve(id === 'A3' ? 'gone' : aRecord('appointment', id, { startsAt: Date.UTC(2026, 0, 5) })),
    });
    const bench = await aSync(test, connector);
    await bench.sync();
    ids = ids.filter((n) => n !== 3 && n !== 4);
    await bench.sync();
    expect(await missing(bench.connectionId)).toEqual(['A3 gone']);
  });

  it('S-06 proves nothing when the read brought less than 70 % of the last one', async () => {
    let ids = upTo(20);
    const bench = await aSync(
      test,
      walked(() => appointments(ids)),
    );
    await bench.sync();
    ids = upTo(13);
    const shrunken = await bench.sync();
    expect(shrunken).toMatchObject({ state: 'partial' });
    expect(shrunken.problem).toContain('brought 14 records where 21 were expected');
    await bench.sync();
    expect(await missing(bench.connectionId)).toEqual([]);
    const [connection] = await test.asSuperuser<{ agreed_polls: number }>(
      'select agreed_polls from connection where id = $1',
      [bench.connectionId],
    );
    expect(connection?.agreed_polls).toBe(0);
    ids = upTo(15);
    expect((await bench.sync()).counts.streams['all']).toMatchObject({ absent: 5 });
  });

  it('S-06 proves nothing when it shrinks slowly, a tenth at each read, either: two weeks count together', async () => {
    let ids = upTo(100);
    const bench = await aSync(
      test,
      walked(() => appointments(ids)),
    );
    await bench.sync();
    const states: string[] = [];
    for (let day = 0; day < 10; day += 1) {
      ids = ids.slice(0, Math.floor(ids.length * 0.9));
      states.push((await bench.sync()).state);
    }
    expect(states).toEqual([...Array.from({ length: 3 }, () => 'ok'), ...Array.from({ length: 7 }, () => 'partial')]);
    expect((await missing(bench.connectionId)).length).toBeLessThanOrEqual(30);
    // What went a month ago does not speak against what goes today.
    await test.asSuperuser(
      `update appointment set gone_at = gone_at - interval '30 days', absent_since = absent_since - interval '30 days'
        where connection_id = $1 and gone_at is not null`,
      [bench.connectionId],
    );
    ids = upTo(62);
    expect((await bench.sync()).state).toBe('ok');
  });

  it('S-06 proves nothing of one kind that is missing among many of another', async () => {
    let patients = upTo(30);
    const read = () => [
      ...appointments(upTo(300)),
      ...patients.map((n) => aRecord('patient', `Q${n}`)),
      aRecord('service', 'S1'),
    ];
    const connector = pagedConnector([
      {
        name: 'all',
        kinds: ['patient', 'appointment', 'service'],
        pages: () => inPages(read(), 100),
        walks: true,
        deletes: 'absence',
      },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    patients = [];
    for (let n = 0; n < 3; n += 1) {
      const { state, problem } = await bench.sync();
      expect([state, problem]).toEqual([
        'partial',
        expect.stringContaining('1 records of kind patient where 31 were expected'),
      ]);
    }
    const gone = await test.asSuperuser('select from patient where connection_id = $1 and absent_since is not null', [
      bench.connectionId,
    ]);
    expect(gone).toEqual([]);
  });

  it('S-06 is believed again, and goes on being believed, once a person says that the source is right to be smaller', async () => {
    let ids = upTo(50);
    const bench = await aSync(
      test,
      walked(() => appointments(ids)),
    );
    await bench.sync();
    ids = upTo(20);
    expect((await bench.sync()).state).toBe('partial');
    const key = { practiceId: bench.practiceId, connectionId: bench.connectionId, stream: 'all' };
    await test.db.inPractice(bench.practiceId, (tx) => new StreamQueries().acceptSmallerSource(tx, key));
    for (let n = 0; n < 3; n += 1) expect((await bench.sync()).state).toBe('ok');
    expect(await missing(bench.connectionId)).toHaveLength(30);
    ids = upTo(13);
    expect((await bench.sync()).state).toBe('partial');
  });

  it('is not concluded from a walk that read something it could not name', async () => {
    let blurred = false;
    let ids = upTo(10);
    const connector = pagedConnector([
      {
        name: 'all',
        kinds: ['patient', 'appointment'],
        walks: true,
        deletes: 'absence',
        pages: () => [
          {
            records: appointments(ids),
            unreadable: blurred
              ? [{ kind: null, id: null, code: 'broken', reason: 'A line is broken.', where: null, raw: null }]
              : [],
          },
        ],
      },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    ids = upTo(9);
    blurred = true;
    await bench.sync();
    expect(await missing(bench.connectionId)).toEqual([]);
    blurred = false;
    await bench.sync();
    expect(await missing(bench.connectionId)).toEqual(['A10 absent']);
  });

  it('keeps out of what another range or another stream brings', async () => {
    let ids = upTo(10);
    const range = { from: Date.UTC(2026, 0, 2), to: Date.UTC(2026, 0, 6) };
    let walk = 0;
    const connector = pagedConnector([
      {
        name: 'other',
        kinds: ['appointment'],
        pages: () => [
          { records: [aRecord('patient', 'P1'), aRecord('appointment', 'E1', { startsAt: Date.UTC(2026, 0, 3) })] },
        ],
      },
      {
        name: 'window',
        kinds: ['appointment'],
        walks: true,
        deletes: 'absence',
        pages: () => [{ records: appointments(ids), sweep: { walk: `w${(walk += 1)}`, ...range } }],
      },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    ids = [1, 2, 3, 5, 6, 7, 8, 9];
    await bench.sync();
    // A4 begins inside the walked dates; A10 does not, E1 came by the other stream.
    expect(await missing(bench.connectionId)).toEqual(['A4 absent']);
  });
});

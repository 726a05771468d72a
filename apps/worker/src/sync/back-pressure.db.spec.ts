import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const NOW = Date.UTC(2026, 2, 10, 12);

/** Five pages of a patient each; how often each was asked for. */
async function aSource(before: (page: number) => Promise<void> = () => Promise.resolve()) {
  const asked: number[] = [];
  const connector = pagedConnector(
    [
      {
        name: 'all',
        kinds: ['patient'],
        pages: () => Array.from({ length: 5 }, (_, n) => ({ records: [aRecord('patient', `P${n}`)] })),
      },
    ],
    {
      before: async (_stream, { page }) => {
        asked.push(page);
        await before(page);
      },
    },
  );
  return { asked, bench: await aSync(test, connector, { now: () => NOW }) };
}

/** So many messages of the practice wait to be read. */
async function pushed(practiceId: string, connectionId: string, n: number): Promise<void> {
  await test.asSuperuser(
    `insert into inbox_item (practice_id, id, connection_id, way, dedupe_key, body_hash, verified, type, size, state, received_at)
     select $1, gen_random_uuid(), $2, 'webhook', int8send(i), '\\x00', 'strong', 't', 1, 'received', now() from generate_series(1, $3::int) i`,
    [practiceId, connectionId, n],
  );
}

const stored = async (practiceId: string) =>
  (
    await test.asSuperuser<{ id: string }>('select source_id as id from patient where practice_id = $1 order by 1', [
      practiceId,
    ])
  ).map(({ id }) => id);

describe('while more than ten thousand of what was pushed wait', () => {
  it('V-05 nothing is pulled, is looked at again in half a minute, and goes on where it stood; another practice is not held up', async () => {
    const { asked, bench } = await aSource();
    await pushed(bench.practiceId, bench.connectionId, 10_001);
    const held = await bench.sync();
    expect(held).toMatchObject({ state: 'skipped', retryAt: new Date(NOW + 30_000) });
    expect(held.problem).toContain('waits to be read');
    expect(asked).toEqual([]);
    const other = await aSource();
    expect((await other.bench.sync()).state).toBe('ok');
    expect(other.asked).toHaveLength(5);

    // Exactly ten thousand are no flood.
    await test.asSuperuser(
      `update inbox_item set state = 'applied', done_at = now() where id = (select id from inbox_item where practice_id = $1 limit 1)`,
      [bench.practiceId],
    );
    expect((await bench.sync()).state).toBe('ok');
    expect(await stored(bench.practiceId)).toHaveLength(5);
  });

  it('V-05 a walk stops after the page that is under way, keeps it, and goes on from there: nothing is dropped, nothing read twice', async () => {
    const source = await aSource(async (page) => {
      if (page === 1 && source.asked.length === 2)
        await pushed(source.bench.practiceId, source.bench.connectionId, 10_001);
    });
    const { asked, bench } = source;
    const held = await bench.sync();
    expect(held.retryAt).toEqual(new Date(NOW + 30_000));
    expect(asked).toEqual([0, 1]);
    expect(await stored(bench.practiceId)).toEqual(['P0', 'P1']);
    expect(
      (
        await test.asSuperuser(`select from inbox_item where practice_id = $1 and state = 'received'`, [
          bench.practiceId,
        ])
      ).length,
    ).toBe(10_001);
    await test.asSuperuser(`update inbox_item set state = 'applied', done_at = now() where practice_id = $1`, [
      bench.practiceId,
    ]);
    expect((await bench.sync()).state).toBe('ok');
    expect(asked).toEqual([0, 1, 2, 3, 4]);
    expect(await stored(bench.practiceId)).toEqual(['P0', 'P1', 'P2', 'P3', 'P4']);
  });
});

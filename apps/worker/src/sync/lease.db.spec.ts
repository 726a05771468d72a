import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

describe('one reader at a time', () => {
  it('S-10 refuses the write of a holder who stood still while another took over', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrived = (): void => undefined;
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let isFirst = true;
    const connector = pagedConnector(
      [
        {
          name: 'all',
          kinds: ['patient'],
          pages: () => [{ records: [aRecord('patient', 'P1', { givenName: isFirst ? 'stale' : 'fresh' })] }],
        },
      ],
      {
        before: async () => {
          if (!isFirst) return;
          arrived();
          await held;
        },
      },
    );
    const old = await aSync(test, connector, { leaseMs: 60_000 });
    const stale = old.sync();
    await arrival;
    // What SIGSTOP does to a process: its heart does not beat, its lease runs out.
    await test.asSuperuser(
      `update stream_state set lease_until = now() - interval '1 second' where connection_id = $1`,
      [old.connectionId],
    );
    isFirst = false;
    const taker = await aSync(test, connector, { practiceId: old.practiceId });
    const fresh = await taker.runner.run({
      practiceId: old.practiceId,
      connectionId: old.connectionId,
      trigger: 'schedule',
      signal: new AbortController().signal,
    });
    expect(fresh).toMatchObject({ state: 'ok', counts: { applied: 1 } });
    isFirst = true;
    release();
    expect(await stale).toMatchObject({ state: 'skipped', counts: { read: 0 } });
    const rows = await test.asSuperuser('select given_name from patient where connection_id = $1', [old.connectionId]);
    expect(rows).toEqual([{ given_name: 'fresh' }]);
  });

  it('S-10 leaves a stream alone that another worker is reading', async () => {
    const connector = pagedConnector([
      { name: 'all', kinds: ['patient'], pages: () => [{ records: [aRecord('patient', 'P1')] }] },
    ]);
    const bench = await aSync(test, connector);
    await test.asSuperuser(
      `insert into stream_state (practice_id, connection_id, stream, lease_holder, lease_until, fence) values ($1, $2, 'all', 'other', now() + interval '1 minute', 7)`,
      [bench.practiceId, bench.connectionId],
    );
    expect(await bench.sync()).toMatchObject({
      state: 'skipped',
      problem: 'Another worker is reading this connection.',
    });
  });
});

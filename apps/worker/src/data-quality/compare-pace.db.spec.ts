import { openFolders, type Connector } from '@keepwell/connector-sdk';
import { Connection, newId, SecretStore } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pushingConnector, PushingVendor } from '../../../../test/support/pushing-vendor.js';
import { Pace } from '../pace/pace.js';
import { Sources } from '../pace/sources.js';
import { CompareRunner } from './compare-runner.js';

let test: TestDatabase;
let vendor: PushingVendor;
beforeAll(async () => {
  test = await databaseForThisFile();
  vendor = await new PushingVendor().open();
});
afterAll(async () => {
  await vendor.close();
  await test.close();
});

it('V-03 V-07 a comparison asks at the pace of everything else, and not at all while the breaker of the connection is open', async () => {
  const { id: practiceId } = await aPractice(test.db);
  const id = newId();
  const secrets = new SecretStore(test.masterKey);
  await test.db.inPractice(practiceId, async (tx) => {
    await tx.save(Connection, { practiceId, id, connector: 'pushing', name: 'Vendor', settings: {} });
    await secrets.putConnectionSecrets(tx, practiceId, id, { api_key: vendor.key });
  });
  const clock = { now: Date.UTC(2026, 5, 9, 12) };
  const now = () => clock.now;
  const log = pino({ level: 'silent' });
  const http = createGuardedHttp({ exceptions: [vendor.origin] });
  const pushing = pushingConnector(vendor);
  let seen: unknown;
  const connector: Connector = {
    ...pushing,
    streams: async (context) => (await pushing.streams(context)).map((stream) => ({ ...stream, compares: true })),
    pull: async (context, ...rest) => {
      seen = context.http;
      return { ...(await pushing.pull(context, ...rest)), sweep: { walk: 'compare' } };
    },
  };
  const sleep = (ms: number) => {
    clock.now += ms;
    return Promise.resolve();
  };
  const pace = new Pace({ database: test.db, http, now, sleep, patienceMs: 0 });
  const folders = openFolders({ allow: [] });
  const sources = new Sources({ database: test.db, secrets, log, pace, now, folders, findConnector: () => connector });
  const compare = new CompareRunner({ database: test.db, secrets, sources, log, now, pageSize: 100, sleep });
  const run = () => compare.run(practiceId, id, new AbortController().signal);

  await run();
  expect(vendor.asked.map(({ path }) => path)).toEqual(['/patients', '/bookings']);
  expect(seen).not.toBe(http);
  expect(await test.asSuperuser(`select connector from vendor_pace where connector = 'pushing'`)).toHaveLength(1);

  vendor.asked.length = 0;
  await test.asSuperuser(
    `insert into connection_breaker (practice_id, connection_id, opened_at, probe_at, probe_wait_ms, because) values ($1, $2, $3, $4, 30000, 'The vendor answered 503.')
     on conflict (practice_id, connection_id) do update set opened_at = excluded.opened_at, probe_at = excluded.probe_at, probe_wait_ms = excluded.probe_wait_ms`,
    [practiceId, id, new Date(clock.now), new Date(clock.now + 86_400_000)],
  );
  clock.now += 2_000;
  await run().catch(() => undefined);
  expect(vendor.asked).toEqual([]);
  await http.close();
});

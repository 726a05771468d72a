/**
 * A worker to be killed: reads a connection of many pages, tells each border it comes to, and goes on when it is told to.
 * Started by kill-at-borders.ts with its settings in the environment.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openFolders } from '@keepwell/connector-sdk';
import { openDatabase, SecretStore } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { SyncRunner } from '../../apps/worker/src/sync/sync-runner.js';
import { manyPages } from './many-pages.js';
import { pagedConnector } from './paged-connector.js';

const settings = JSON.parse(process.env.SYNC_CHILD ?? '{}') as {
  databaseUrl: string;
  practiceId: string;
  connectionId: string;
  pages: number;
  leaseMs: number;
};

const input = createInterface({ input: process.stdin });
const connector = pagedConnector(
  [{ name: 'all', kinds: ['patient', 'appointment'], pages: () => manyPages(settings.pages) }],
  {
    before: async (_stream, { page }) => {
      const answer = once(input, 'line');
      process.stdout.write(`border ${page}\n`);
      await answer;
    },
  },
);
const database = await openDatabase({ url: settings.databaseUrl, poolSize: 3 });
const runner = new SyncRunner({
  database,
  secrets: new SecretStore(Buffer.alloc(32, 1)),
  findConnector: () => connector,
  http: createGuardedHttp({ exceptions: [] }),
  folders: openFolders({ allow: [] }),
  log: pino({ level: 'silent' }),
  pageSize: 100,
  leaseMs: settings.leaseMs,
});
for (;;) {
  const { practiceId, connectionId } = settings;
  const result = await runner.run({
    practiceId,
    connectionId,
    trigger: 'schedule',
    signal: new AbortController().signal,
  });
  // The lease of the one killed before us has to run out.
  if (result.state === 'skipped') continue;
  process.stdout.write(`${result.state} ${result.problem ?? ''}\n`);
  break;
}
input.close();
await database.close();

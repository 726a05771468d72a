import type { Connector } from '@keepwell/connector-sdk';
import { openFolders } from '@keepwell/connector-sdk';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { CompareRunner } from '../../apps/worker/src/data-quality/compare-runner.js';
import { Pace } from '../../apps/worker/src/pace/pace.js';
import { Sources } from '../../apps/worker/src/pace/sources.js';
import type { TestDatabase } from './database.js';
import type { SyncBench } from './sync.js';

/** Compares the connection of a bench with its source, by this connector. */
export function aComparison(
  test: TestDatabase,
  { practiceId, connectionId, secrets }: SyncBench,
  connector: Connector,
  given: { now?: () => number; pageSize?: number } = {},
): () => Promise<Date | null> {
  const now = given.now ?? Date.now;
  const log = pino({ level: 'silent' });
  const pace = new Pace({ database: test.db, http: createGuardedHttp({ exceptions: [] }), now });
  const folders = openFolders({ allow: 'any' });
  const sources = new Sources({
    ...{ database: test.db, secrets, folders, log, pace, now },
    findConnector: () => connector,
  });
  const runner = new CompareRunner({
    ...{ database: test.db, secrets, sources, log, now, pageSize: given.pageSize ?? 500 },
    sleep: () => Promise.resolve(),
  });
  return () => runner.run(practiceId, connectionId, new AbortController().signal);
}

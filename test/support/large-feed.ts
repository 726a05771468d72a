import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Connection, newId } from '@keepwell/database';
import { aPractice } from './builders.js';
import type { TestDatabase } from './database.js';

export interface LargeFeed {
  read: number;
  readSeconds: number;
  /** MiB at most, of the whole process. */
  readRss: number;
  compareSeconds: number;
  peakRss: number;
  compared: Record<string, unknown> | undefined;
}

/** Reads so many records in a process of its own and compares them all, with differences planted. */
export async function largeFeed(test: TestDatabase, records: number, hides: number): Promise<LargeFeed> {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'large', name: 'large', settings: {} }),
  );
  const settings = { databaseUrl: test.databaseUrl, practiceId, connectionId, records, hides, pageSize: 1000 };
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      './test/support/typescript-loader.js',
      './test/support/large-feed-child.ts',
    ],
    { env: { ...process.env, LARGE_FEED: JSON.stringify(settings) }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`The worker with the large source ended with ${code}.`);
  } finally {
    child.kill('SIGKILL');
  }
  const [compared] = await test.asSuperuser<Record<string, unknown>>(
    'select state, missed, changed, absent, gone from compare_run where practice_id = $1',
    [practiceId],
  );
  return { ...(JSON.parse(text) as Omit<LargeFeed, 'compared'>), compared };
}

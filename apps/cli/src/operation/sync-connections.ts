import { findConnector } from '@keepwell/connectors';
import { openFolders } from '@keepwell/connector-sdk';
import { ApiConnectionQueries, SecretStore } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { createLog, SyncRunner } from '@keepwell/worker';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { startProgress } from '../progress.js';
import { choosePractice, withDatabase } from './working-database.js';

export interface SyncedConnection {
  id: string;
  name: string;
  state: 'ok' | 'partial' | 'failed' | 'skipped';
  problem: string | null;
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
}

/** Reads connections now, page by page as the worker does; a worker that reads the same one at this moment is left alone. */
export async function syncConnections(
  wanted: { practice: string | null; connection: string | null },
  io: Io,
): Promise<SyncedConnection[]> {
  return withDatabase(io, async ({ database, env, masterKey }) => {
    const practice = await choosePractice(database, wanted.practice);
    const all = await database.inPractice(practice.id, (tx) => new ApiConnectionQueries().list(tx));
    const chosen = all.filter(({ id, name }) => [id, name, null].includes(wanted.connection));
    if (chosen.length === 0) {
      const names = all.map(({ name }) => `"${name}"`).join(', ');
      throw new CommandFailed(
        all.length === 0
          ? `${practice.name} has no connection yet: add one in the console`
          : `${practice.name} has no connection "${wanted.connection}"; there are ${names}`,
      );
    }
    const http = createGuardedHttp({ exceptions: env.outboundExceptions });
    const runner = new SyncRunner({
      database,
      secrets: new SecretStore(masterKey),
      findConnector,
      http,
      folders: openFolders({ allow: env.importDirs }),
      log: createLog('silent'),
      pageSize: env.syncPageSize,
    });
    const progress = await startProgress(io, 'Reading');
    const runs: SyncedConnection[] = [];
    try {
      for (const { id, name } of chosen) {
        const { state, problem, counts } = await runner.run({
          practiceId: practice.id,
          connectionId: id,
          trigger: 'manual',
          signal: io.signal,
          onProgress: ({ read, total, stream }) => progress.update(read, total, `Reading ${name}: ${stream}`),
        });
        const { read, applied, unchanged, quarantined } = counts;
        runs.push({ id, name, state, problem, read, applied, unchanged, quarantined });
      }
    } finally {
      progress.stop();
      await http.close();
    }
    return runs;
  });
}

import type { Connector } from '@keepwell/connector-sdk';
import { openFolders } from '@keepwell/connector-sdk';
import { Connection, newId, SecretStore } from '@keepwell/database';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { SyncRunner, type SyncRequest, type SyncResult } from '../../apps/worker/src/sync/sync-runner.js';
import { aPractice } from './builders.js';
import type { TestDatabase } from './database.js';

export interface SyncBench {
  practiceId: string;
  connectionId: string;
  secrets: SecretStore;
  runner: SyncRunner;
  sync(request?: Partial<SyncRequest>): Promise<SyncResult>;
}

/** A practice with one connection and a runner that reads it by this connector. */
export async function aSync(
  test: TestDatabase,
  connector: Connector,
  given: { practiceId?: string; now?: () => number; leaseMs?: number } = {},
): Promise<SyncBench> {
  const practiceId = given.practiceId ?? (await aPractice(test.db)).id;
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, {
      practiceId,
      id: connectionId,
      connector: connector.id,
      name: `source ${connectionId}`,
      settings: {},
    }),
  );
  const secrets = new SecretStore(test.masterKey);
  const runner = new SyncRunner({
    database: test.db,
    secrets,
    findConnector: () => connector,
    http: createGuardedHttp({ exceptions: [] }),
    folders: openFolders({ allow: 'any' }),
    log: pino({ level: 'silent' }),
    pageSize: 500,
    sleep: () => Promise.resolve(),
    patienceMs: 100,
    ...(given.now === undefined ? {} : { now: given.now }),
    ...(given.leaseMs === undefined ? {} : { leaseMs: given.leaseMs }),
  });
  const sync = (request: Partial<SyncRequest> = {}) =>
    runner.run({ practiceId, connectionId, trigger: 'schedule', signal: new AbortController().signal, ...request });
  return { practiceId, connectionId, secrets, runner, sync };
}

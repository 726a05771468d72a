import { openFolders } from '@keepwell/connector-sdk';
import type { Manifest } from '@keepwell/connector-sdk';
import { Connection, InboxQueries, newId, sealHook, SecretStore } from '@keepwell/database';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { createGuardedHttp } from '@keepwell/outbound';
import { pino } from 'pino';
import { IntakeRunner } from '../../apps/worker/src/intake/intake-runner.js';
import { Pace } from '../../apps/worker/src/pace/pace.js';
import { Sources } from '../../apps/worker/src/pace/sources.js';
import { WriteBackRunner } from '../../apps/worker/src/write-back/write-back-runner.js';
import { aPractice } from './builders.js';
import type { TestDatabase } from './database.js';
import { pushingConnector, type PushingVendor } from './pushing-vendor.js';

/** A practice with a connection to that vendor, and the workers that apply what it pushes and write to it; on a clock the test moves. */
export async function aPushedPractice(test: TestDatabase, vendor: PushingVendor, manifest: Partial<Manifest> = {}) {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  const secrets = new SecretStore(test.masterKey);
  await test.db.inPractice(practiceId, async (tx) => {
    await tx.save(Connection, { practiceId, id: connectionId, connector: 'pushing', name: connectionId, settings: {} });
    await secrets.putConnectionSecrets(tx, practiceId, connectionId, { api_key: vendor.key });
  });
  const clock = { now: Date.UTC(2026, 5, 9, 9) };
  const now = () => clock.now;
  const http = createGuardedHttp({ exceptions: [vendor.origin] });
  const log = pino({ level: 'silent' });
  const sleep = (ms: number) => {
    clock.now += ms;
    return Promise.resolve();
  };
  const connector = pushingConnector(vendor, manifest);
  const pace = new Pace({ database: test.db, http, now, sleep });
  const sources = new Sources({
    ...{ database: test.db, secrets, log, pace, now, folders: openFolders({ allow: [] }) },
    findConnector: () => connector,
  });
  const connection = { practiceId, connectionId };
  const signal = new AbortController().signal;
  const intake = new IntakeRunner({ database: test.db, secrets, sources, log, now, random: () => 0.5, sleep });
  const writer = () => new WriteBackRunner({ database: test.db, secrets, sources, log, now });
  const inbox = new InboxQueries(secrets);
  let events = 0;
  const push = (kind: RecordKind, id: string, records: SourceRecord[] = []) =>
    test.db.inPractice(practiceId, (tx) =>
      inbox.receive(tx, {
        ...{
          ...connection,
          way: 'webhook',
          dedupeKey: `event ${(events += 1)}`,
          verified: 'strong',
          type: kind,
          order: [],
        },
        ...{
          body: sealHook({ raw: Buffer.from('{}'), hints: id === '' ? [] : [{ kind, id, at: null }], records }),
          receivedAt: new Date(clock.now),
        },
      }),
    );
  return {
    ...{ practiceId, connectionId, connection, clock, connector, signal },
    push,
    apply: () => intake.run(connection, signal),
    write: (runner = writer()) => runner.run(connection, signal),
    writer,
    items: () =>
      test.asSuperuser<{ state: string; reason: string | null; attempts: number }>(
        'select state, reason, attempts from inbox_item where practice_id = $1 order by id',
        [practiceId],
      ),
    rows: (kind: RecordKind) =>
      test.asSuperuser<{ sourceId: string; stream: string; gone: boolean; status: string | null }>(
        `select source_id as "sourceId", stream, gone_at is not null as gone, to_jsonb(r)->>'status' as status from ${kind} r where practice_id = $1 order by source_id`,
        [practiceId],
      ),
    close: () => http.close(),
  };
}

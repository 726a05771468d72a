import { Connection, type Database, newId, SecretStore } from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import { Changed } from '../../apps/worker/src/sync/changed.js';
import { incomingRecord } from '../../apps/worker/src/sync/incoming-record.js';
import { RecordKeeper } from '../../apps/worker/src/sync/record-keeper.js';
import type { TestDatabase } from './database.js';

let sequence = 0;

/** A connection that has been read once and has no warm-up, as the simulated practice's. */
export async function aConnection(
  db: Database,
  practiceId: string,
  given: Partial<Connection> = {},
): Promise<Connection> {
  const id = given.id ?? newId();
  return db.inPractice(practiceId, (tx) =>
    tx.save(Connection, {
      ...{ practiceId, id, connector: 'csv', name: `Source ${id}`, settings: {}, pollSeconds: 900 },
      ...{ firstReadDoneAt: new Date(0), agreedPolls: 2, warmUpUntil: null },
      ...given,
    }),
  );
}

/** Stores records as a page of a sync does, merges and marks included. Rows must come after their patient. */
export async function storeFor(
  { db, masterKey }: TestDatabase,
  { practiceId, id: connectionId }: Pick<Connection, 'practiceId' | 'id'>,
  records: SourceRecord[],
  now: Instant,
): Promise<void> {
  const keeper = new RecordKeeper(new SecretStore(masterKey));
  const scope = { practiceId, connectionId, stream: 'all', connectorVersion: 1 };
  await db.inPractice(practiceId, async (tx) => {
    const journal = await keeper.open(tx, scope);
    const stored = await journal.store(
      tx,
      records.map((each) => incomingRecord(each, now, ++sequence)),
    );
    const wrong = stored.outcomes.find((outcome) => outcome === 'invalid' || outcome === 'patient_unknown');
    if (wrong !== undefined) throw new Error(`A record of the test is not storable: ${wrong}`);
    const changed = new Changed();
    changed.add(stored);
    await keeper.follow(tx, scope, changed);
    await journal.close(tx);
  });
}

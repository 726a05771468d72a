import { Connection, type Database, MarkQueries, newId } from '@keepwell/database';
import { recordedAtOf, type Instant, type SourceRecord } from '@keepwell/domain';
import { storeRecords } from '../../libs/database/src/records/store-records.js';

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

let sequence = 0;

/** Stores records as a page of a sync does, and marks whom they are about. */
export async function storeFor(
  db: Database,
  { practiceId, id: connectionId }: Pick<Connection, 'practiceId' | 'id'>,
  records: SourceRecord[],
  now: Instant,
): Promise<void> {
  await db.inPractice(practiceId, async (tx) => {
    const incoming = records.map((each) => ({
      ...{ kind: each.kind, sourceId: each.id, createdAt: each.createdAt, updatedAt: each.updatedAt },
      versionId: each.versionId,
      recordedAt: each.op === 'upsert' ? recordedAtOf(each.kind, each.createdAt, each.updatedAt, each.data) : null,
      observedAt: now,
      sequence: ++sequence,
      data: each.op === 'upsert' ? { ...each.data } : null,
    }));
    const { outcomes, patientIds } = await storeRecords(tx, { practiceId, connectionId, stream: 'all' }, incoming);
    const wrong = outcomes.find((outcome) => outcome === 'invalid' || outcome === 'patient_unknown');
    if (wrong !== undefined) throw new Error(`A record of the test is not storable: ${wrong}`);
    const persons: { person_id: string }[] = await tx.query(
      'select person_id from patient where practice_id = $1 and id = any($2::uuid[])',
      [practiceId, [...patientIds]],
    );
    await new MarkQueries().persons(
      tx,
      practiceId,
      persons.map(({ person_id }) => person_id),
    );
  });
}

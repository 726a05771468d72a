import { type Database, newId, RECORD_TABLES } from '@keepwell/database';
import type { SourceUpsert } from '@keepwell/domain';
import type { Target } from './sync-floor.js';

/** What a first implementation on TypeORM does, into the same table. */

const BATCH = 1_000;

function entityOf(target: Target, { id, createdAt, updatedAt, data }: SourceUpsert<'appointment'>, n: number) {
  const at = (instant: number | null) => (instant === null ? null : new Date(instant));
  return {
    practiceId: target.practiceId,
    id: newId(),
    connectionId: target.connectionId,
    stream: 'bench',
    sourceId: id,
    sourceCreatedAt: at(createdAt),
    sourceUpdatedAt: at(updatedAt),
    recordedAt: at(updatedAt),
    observedAt: new Date(),
    sequence: String(n),
    contentHash: Buffer.alloc(16),
    patientSourceId: data.patientId,
    startsAt: at(data.startsAt),
    endsAt: at(data.endsAt),
    status: data.status,
    rawStatus: data.rawStatus,
    practitionerSourceId: data.practitionerId,
    locationSourceId: data.locationId,
    serviceSourceId: data.serviceId,
    planSourceId: data.planId,
  };
}

/** `upsert()` in batches: seconds. */
export async function typeormUpsert(
  database: Database,
  target: Target,
  records: SourceUpsert<'appointment'>[],
): Promise<number> {
  const from = performance.now();
  for (let start = 0; start < records.length; start += BATCH) {
    await database.inPractice(target.practiceId, (tx) =>
      tx.getRepository(RECORD_TABLES.appointment.entity).upsert(
        records.slice(start, start + BATCH).map((record, n) => entityOf(target, record, start + n)),
        ['practiceId', 'connectionId', 'sourceId'],
      ),
    );
  }
  return (performance.now() - from) / 1000;
}

/** `findOneBy()` and `save()`, row by row: seconds. */
export async function findAndSave(
  database: Database,
  target: Target,
  records: SourceUpsert<'appointment'>[],
): Promise<number> {
  const from = performance.now();
  await database.inPractice(target.practiceId, async (tx) => {
    const repository = tx.getRepository(RECORD_TABLES.appointment.entity);
    for (const [n, record] of records.entries()) {
      const { practiceId, connectionId } = target;
      const found = await repository.findOneBy({ practiceId, connectionId, sourceId: record.id });
      const { id, ...values } = entityOf(target, record, n);
      await repository.save({ ...values, id: found?.id ?? id });
    }
  });
  return (performance.now() - from) / 1000;
}

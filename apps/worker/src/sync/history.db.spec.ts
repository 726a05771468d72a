import { TimelineQueries } from '@keepwell/database';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aDeletion, aRecord } from '../../../../test/support/records.js';
import { aSync } from '../../../../test/support/sync.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const at = (day: number) => Date.UTC(2026, 0, day, 9);

/** Statuses of the versions that a question about this day may hear of, oldest first. */
async function heard(practiceId: string, day: number): Promise<(string | null)[]> {
  const [person] = await test.asSuperuser<{ id: string }>('select id from patient where practice_id = $1', [
    practiceId,
  ]);
  const facts = await test.db.inPractice(practiceId, (tx) =>
    new TimelineQueries().factsWithHistory(tx, practiceId, [person?.id ?? ''], at(day)),
  );
  const versions = facts.flatMap(({ appointments }) => appointments);
  return versions.filter(({ recordedAt }) => (recordedAt ?? 0) <= at(day)).map(({ data }) => data.status);
}

describe('looking back', () => {
  it('sees a record that was there until it was deleted, not while it was away, and again when it came back', async () => {
    const booking = (status: 'booked' | 'confirmed' | 'completed', day: number) =>
      aRecord('appointment', 'A1', { status }, { createdAt: at(1), updatedAt: at(day) });
    const records = [aRecord('patient', 'P1', {}, { createdAt: at(1), updatedAt: at(1) })];
    const lives = [booking('booked', 1), booking('confirmed', 3), aDeletion('appointment', 'A1', at(5))];
    const pages = [{ records }, ...[...lives, booking('completed', 9)].map((record) => ({ records: [record] }))];
    const bench = await aSync(
      test,
      pagedConnector([{ name: 'all', kinds: ['patient', 'appointment'], pages: () => pages }]),
    );
    expect(await bench.sync()).toMatchObject({ state: 'ok', counts: { applied: 5 } });
    expect(await heard(bench.practiceId, 2)).toEqual(['booked']);
    expect(await heard(bench.practiceId, 4)).toEqual(['booked', 'confirmed']);
    expect(await heard(bench.practiceId, 7)).toEqual([]);
    expect(await heard(bench.practiceId, 10)).toEqual(['completed']);
  });
});

import { Connection, Practice, RECORD_TABLES, SecretStore } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import fc from 'fast-check';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { pagedConnector } from '../../../../test/support/paged-connector.js';
import { aDeletion, aRecord } from '../../../../test/support/records.js';
import { aPractice } from '../../../../test/support/builders.js';
import { aSync } from '../../../../test/support/sync.js';
import { JournalReplay } from './journal-replay.js';
import { QuarantineReplay } from './quarantine-replay.js';

let test: TestDatabase;
let empty: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
  empty = await databaseForThisFile();
});
afterAll(async () => {
  await test.close();
  await empty.close();
});

const minute = (n: number) => Date.UTC(2026, 0, 5, 9, n);
const never = new AbortController().signal;

/** Every column of every record and of every version of it. */
async function everything(database: TestDatabase, practiceId: string) {
  const tables: Record<string, unknown[]> = {};
  for (const table of [...Object.keys(RECORD_TABLES), 'record_version']) {
    tables[table] = await database.asSuperuser(
      `select to_jsonb(r) as row from ${table} r where practice_id = $1 order by id`,
      [practiceId],
    );
  }
  return tables;
}

async function copyPlace(practiceId: string): Promise<string[]> {
  const { practice, connections } = await test.db.inPractice(practiceId, async (tx) => ({
    practice: await tx.findOneByOrFail(Practice, { id: practiceId }),
    connections: await tx.find(Connection, { order: { id: 'ASC' } }),
  }));
  await empty.db.inPractice(practiceId, async (tx) => {
    await tx.save(Practice, practice);
    await tx.save(Connection, connections);
  });
  return connections.map(({ id }) => id);
}

type Happening =
  | { is: 'patient'; n: number; into: number | null; at: number; clock: boolean }
  | {
      is: 'booking';
      n: number;
      patient: number;
      status: 'booked' | 'cancelled' | 'no_show';
      at: number;
      clock: boolean;
    }
  | { is: 'delete'; kind: 'appointment' | 'patient'; n: number; at: number; clock: boolean }
  | { is: 'unsound'; n: number; at: number };

const at = fc.integer({ min: 0, max: 50 });
const clock = fc.boolean();
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    is: fc.constant('patient' as const),
    n: fc.integer({ min: 1, max: 4 }),
    into: fc.option(fc.integer({ min: 1, max: 4 })),
    ...{ at, clock },
  }),
  fc.record({
    is: fc.constant('booking' as const),
    n: fc.integer({ min: 1, max: 6 }),
    patient: fc.integer({ min: 1, max: 5 }),
    status: fc.constantFrom('booked' as const, 'cancelled' as const, 'no_show' as const),
    ...{ at, clock },
  }),
  fc.record({
    is: fc.constant('delete' as const),
    kind: fc.constantFrom('appointment' as const, 'patient' as const),
    n: fc.integer({ min: 1, max: 6 }),
    ...{ at, clock },
  }),
  fc.record({ is: fc.constant('unsound' as const), n: fc.integer({ min: 1, max: 6 }), at }),
);

function recordOf(each: Happening): SourceRecord {
  const clocks = 'clock' in each && each.clock ? { createdAt: minute(0), updatedAt: minute(each.at) } : {};
  switch (each.is) {
    case 'patient':
      return aRecord(
        'patient',
        `P${each.n}`,
        {
          familyName: `at ${each.at % 3}`,
          mergedInto: each.into === null || each.into === each.n ? null : `P${each.into}`,
        },
        clocks,
      );
    case 'booking':
      return aRecord('appointment', `A${each.n}`, { patientId: `P${each.patient}`, status: each.status }, clocks);
    case 'delete':
      return aDeletion(
        each.kind,
        `${each.kind === 'patient' ? 'P' : 'A'}${each.n}`,
        each.clock ? minute(each.at) : null,
      );
    default:
      return aRecord('appointment', `A${each.n}`, { startsAt: Number.NaN }, { updatedAt: minute(each.at) });
  }
}

describe('the journal', () => {
  it('X09 builds the same records, bit for bit, in an empty database, whatever happened and in whatever order of connections', async () => {
    const pages = fc.array(fc.array(happening, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 });
    // The bookings that a snapshot still brings, walk by walk.
    const walks = fc.array(fc.subarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { minLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(pages, walks, async (life, snapshots) => {
        const { id: practiceId } = await aPractice(test.db);
        let now = minute(60);
        let walk: number[] = [];
        const told: SourceRecord[][] = [];
        const delta = pagedConnector([
          { name: 'all', kinds: ['patient', 'appointment'], pages: () => told.map((records) => ({ records })) },
        ]);
        const snapshot = pagedConnector([
          {
            name: 'bookings',
            kinds: ['patient', 'appointment'],
            deletes: 'absence',
            walks: true,
            pages: () => [
              {
                records: [
                  aRecord('patient', 'S1'),
                  ...walk.map((n) => aRecord('appointment', `B${n}`, { patientId: 'S1' })),
                ],
              },
            ],
          },
        ]);
        const first = await aSync(test, delta, { practiceId, now: () => (now += 1_000) });
        const second = await aSync(test, snapshot, { practiceId, now: () => (now += 1_000) });
        for (const page of life) {
          told.push(page.map(recordOf));
          await first.sync();
        }
        for (const ids of snapshots) {
          walk = ids;
          await second.sync();
        }
        await new QuarantineReplay(test.db, first.secrets).run({ practiceId, connectionId: first.connectionId }, never);

        const connections = await copyPlace(practiceId);
        const replay = new JournalReplay(empty.db, new SecretStore(test.masterKey), test.db);
        for (const connectionId of connections.toReversed()) await replay.rebuild({ practiceId, connectionId }, never);
        expect(await everything(empty, practiceId)).toEqual(await everything(test, practiceId));
      }),
      { numRuns: 30 },
    );
  }, 240_000);

  it('X09 is not written where nothing changed, and fills what went missing without touching the rest', async () => {
    const bookings = Array.from({ length: 30 }, (_, n) => aRecord('appointment', `A${n}`, { seriesId: `s${n}` }));
    const connector = pagedConnector([
      {
        name: 'all',
        kinds: ['patient', 'appointment'],
        walks: true,
        pages: () => [{ records: [aRecord('patient', 'P1'), ...bookings] }],
      },
    ]);
    const bench = await aSync(test, connector);
    await bench.sync();
    await bench.sync();
    const journal = await test.asSuperuser<{ records: number; body: Buffer }>(
      'select records, ciphertext as body from source_journal where practice_id = $1',
      [bench.practiceId],
    );
    expect(journal).toMatchObject([{ records: 31 }]);
    expect(journal[0]?.body.includes('seriesId')).toBe(false);

    const before = await everything(test, bench.practiceId);
    await test.asSuperuser(`delete from appointment where practice_id = $1 and source_id in ('A3', 'A4')`, [
      bench.practiceId,
    ]);
    const replay = new JournalReplay(test.db, bench.secrets);
    expect(await replay.fill(bench, never)).toMatchObject({ pages: 1, records: 31, applied: 2 });
    expect(await everything(test, bench.practiceId)).toEqual(before);
    expect(await replay.fill(bench, never)).toMatchObject({ applied: 0 });
  });
});

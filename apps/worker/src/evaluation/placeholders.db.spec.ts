import { PlaceholderQueries } from '@keepwell/database';
import type { Connection } from '@keepwell/database';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { lostPatient } from '../../../../test/support/lost-patient.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from './evaluation-runner.js';

const THURSDAY = '2025-03-06T12:00Z';
const placeholders = new PlaceholderQueries();

let test: TestDatabase;
let connection: Connection;
let practiceId: string;
let userId: string;

beforeAll(async () => {
  test = await databaseForThisFile();
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['integrator']));
  connection = await aConnection(test.db, practiceId);
});
afterAll(() => test.close());

it('S3-45 once a word is marked as a placeholder, whoever has no other booking is listed; taken back, they are booked again', async () => {
  const run = (now: string) => new EvaluationRunner(test.db).run({ practiceId, now: at(now) });
  const states = () =>
    test.asSuperuser<{ state: string; next: Date | null }>(
      'select c.state, c.next_booking_at as next from off_track_case c where c.practice_id = $1',
      [practiceId],
    );
  const said = { practiceId, connectionId: connection.id, kind: 'word', value: 'pencilled in' } as const;
  const pencilled = record(
    'appointment',
    'p1-a3',
    { patientId: 'p1', serviceId: 'pt', startsAt: '2025-03-11T10:00Z', status: 'booked', rawStatus: 'Pencilled in' },
    { created: '2025-03-03T10:05Z', updated: '2025-03-03T10:05Z' },
  );
  const records = [record('location', 'main'), record('service', 'pt'), ...lostPatient('p1'), pencilled];
  await storeFor(test, connection, records, at('2025-03-03T11:00Z'));
  await run(THURSDAY);
  expect(await states()).toEqual([]);

  const change = (what: 'mark' | 'unmark') =>
    test.db.inPractice(practiceId, (tx) =>
      what === 'mark' ? placeholders.mark(tx, said, userId, new Date(at(THURSDAY))) : placeholders.unmark(tx, said),
    );
  expect([await change('mark'), await change('mark')]).toEqual([true, false]);
  await run('2025-03-06T12:05Z');
  expect(await states()).toEqual([{ state: 'open', next: null }]);

  expect([await change('unmark'), await change('unmark')]).toEqual([true, false]);
  await run('2025-03-06T12:10Z');
  expect(await states()).toEqual([{ state: 'resolved', next: new Date(at('2025-03-11T10:00Z')) }]);
});

import { Explainer, PlaceholderQueries } from '@keepwell/database';
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

  const change = (what: 'mark' | 'unmark', when: string) =>
    test.db.inPractice(practiceId, (tx) =>
      what === 'mark'
        ? placeholders.mark(tx, said, userId, new Date(at(when)))
        : placeholders.unmark(tx, said, new Date(at(when))),
    );
  expect([await change('mark', '2025-03-06T12:02Z'), await change('mark', '2025-03-06T12:03Z')]).toEqual([true, false]);
  await run('2025-03-06T12:05Z');
  expect(await states()).toEqual([{ state: 'open', next: null }]);

  expect([await change('unmark', '2025-03-06T12:07Z'), await change('unmark', '2025-03-06T12:08Z')]).toEqual([
    true,
    false,
  ]);
  await run('2025-03-06T12:10Z');
  expect(await states()).toEqual([{ state: 'resolved', next: new Date(at('2025-03-11T10:00Z')) }]);

  // Why they were listed, or not, is answered with what was marked then.
  const [person] = await test.asSuperuser<{ id: string }>('select id from patient where practice_id = $1', [
    practiceId,
  ]);
  const explainer = new Explainer(test.db);
  const stateAt = async (asOf: string) =>
    (await explainer.explain({ practiceId, personId: person!.id, asOf: at(asOf) }))?.state;
  expect([await stateAt(THURSDAY), await stateAt('2025-03-06T12:05Z'), await stateAt('2025-03-06T12:10Z')]).toEqual([
    ...['on_track', 'off_track', 'on_track'],
  ]);
  expect(await change('mark', '2025-03-07T10:00Z')).toBe(true);
});

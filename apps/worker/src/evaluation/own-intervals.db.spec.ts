import { PreferenceQueries, TimelineQueries } from '@keepwell/database';
import type { Connection } from '@keepwell/database';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from './evaluation-runner.js';

let test: TestDatabase;
let connection: Connection;
let practiceId: string;
let userId: string;

beforeAll(async () => {
  test = await databaseForThisFile();
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['coordinator']));
  connection = await aConnection(test.db, practiceId);
});
afterAll(() => test.close());

const preferences = new PreferenceQueries();
const timelines = new TimelineQueries();

it('S1-06 whoever agreed to come seldom is off the list until then, and a record merged into theirs brings what was agreed', async () => {
  const run = (now: string) => new EvaluationRunner(test.db).run({ practiceId, now: at(now) });
  const open = async () =>
    (
      await test.asSuperuser<{ id: string; reason: string }>(
        `select p.source_id as id, c.reason from off_track_case c join patient p on p.id = c.person_id
          where c.practice_id = $1 and c.state = 'open' order by 1`,
        [practiceId],
      )
    ).map(({ id }) => id);
  const idOf = async (id: string) =>
    (
      await test.asSuperuser<{ id: string }>('select id from patient where practice_id = $1 and source_id = $2', [
        practiceId,
        id,
      ])
    )[0]!.id;
  const seen = (id: string) =>
    record(
      'appointment',
      `${id}-a`,
      { patientId: id, serviceId: 'pt', startsAt: '2025-03-03T10:00Z', status: 'completed' },
      { created: '2025-03-01T10:00Z', updated: '2025-03-03T11:00Z' },
    );
  const plan = (id: string) => record('plan', `${id}-k`, { patientId: id, startedAt: '2025-03-01T10:00Z' });
  const people = ['p1', 'p2'].flatMap((id) => [record('patient', id, { familyName: id }), plan(id), seen(id)]);
  const records = [
    record('location', 'main'),
    record('service', 'pt'),
    ...people,
    record('patient', 'old', { familyName: 'p1' }),
  ];
  await storeFor(test, connection, records, at('2025-03-03T12:00Z'));
  const said = { practiceId, personId: await idOf('old'), intervalDays: 21, line: null, interests: [] };
  await test.db.inPractice(practiceId, (tx) => preferences.say(tx, said, userId, new Date(at('2025-03-04T10:00Z'))));
  await storeFor(
    test,
    connection,
    [record('patient', 'old', { familyName: 'p1', mergedInto: 'p1' })],
    at('2025-03-04T12:00Z'),
  );

  const personId = await idOf('p1');
  const facts = (asOf: string) =>
    test.db.inPractice(practiceId, async (tx) => [
      ...(await timelines.currentFacts(tx, practiceId, [personId])),
      ...(await timelines.factsWithHistory(tx, practiceId, [personId], at(asOf))),
    ]);
  for (const { ownIntervals } of await facts('2025-03-05T10:00Z')) {
    expect(ownIntervals).toEqual([{ line: null, days: 21, setAt: at('2025-03-04T10:00Z'), endedAt: null }]);
  }

  await run('2025-03-10T12:00Z');
  expect(await open()).toEqual(['p2']);
  await run('2025-03-25T12:00Z');
  expect(await open()).toEqual(['p1', 'p2']);
  const [finding] = await test.asSuperuser<{ reason: string }>(
    `select reason from off_track_case where practice_id = $1 and person_id = $2`,
    [practiceId, personId],
  );
  expect(finding?.reason).toContain('own interval of 21 days set by staff on 2025-03-04');

  // Taken back through the survivor: nothing holds any more, and what held is known to have ended.
  const nothing = { practiceId, personId, intervalDays: null, line: null, interests: [] };
  await test.db.inPractice(practiceId, (tx) => preferences.say(tx, nothing, userId, new Date(at('2025-03-26T10:00Z'))));
  const [now] = await facts('2025-03-27T10:00Z');
  expect(now?.ownIntervals).toMatchObject([{ days: 21, endedAt: at('2025-03-26T10:00Z') }]);
  expect(await test.db.inPractice(practiceId, (tx) => preferences.of(tx, personId))).toBeNull();
});

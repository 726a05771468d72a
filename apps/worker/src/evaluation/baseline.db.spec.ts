import { auditPractice, defaultSettings } from '@keepwell/domain';
import { EvaluationQueries, TimelineQueries } from '@keepwell/database';
import { pino } from 'pino';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { BaselineKeeper } from './baseline.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const NOW = at('2025-03-06T12:00Z');
const keeper = () => new BaselineKeeper(test.db, pino({ level: 'silent' }));
const kept = async (practiceId: string) =>
  (await test.asSuperuser<{ baseline: unknown }>('select baseline from practice where id = $1', [practiceId]))[0]
    ?.baseline;

const patientWhoLeft = (id: string) => [
  record('patient', id),
  record(
    'appointment',
    `${id}-a`,
    { patientId: id, serviceId: 'pt', startsAt: '2025-02-25T10:00Z', status: 'completed' },
    { created: '2025-02-20T10:00Z', updated: '2025-02-25T11:00Z' },
  ),
];

describe('the baseline', () => {
  it('S2-02: is the audit of the moment at which everything was read once, and never changes afterwards', async () => {
    const { id: practiceId } = await aPractice(test.db);
    const connection = await aConnection(test.db, practiceId);
    await storeFor(
      test,
      connection,
      [record('location', 'main'), record('service', 'pt'), ...patientWhoLeft('p1')],
      NOW,
    );
    expect(await keeper().keepIfDue(practiceId, NOW)).toBe(true);

    const expected = await test.db.inPractice(practiceId, async (tx) => {
      const { facts } = await new EvaluationQueries().context(tx, practiceId);
      const ids = await new EvaluationQueries().everyone(tx, practiceId, null, 10);
      const persons = await new TimelineQueries().currentFacts(tx, practiceId, ids);
      const source = { connections: [{ connectionId: connection.id, readAt: null }] };
      return auditPractice({ practice: facts, persons }, { asOf: NOW, settings: defaultSettings('audit'), source });
    });
    const baseline = { version: 1, takenAt: '2025-03-06T12:00:00.000Z', report: expected };
    expect(expected.offTrack).toHaveLength(1);
    expect(await kept(practiceId)).toEqual(JSON.parse(JSON.stringify(baseline)));

    await storeFor(test, connection, patientWhoLeft('p2'), at('2025-04-01T12:00Z'));
    expect(await keeper().keepIfDue(practiceId, at('2025-04-01T12:00Z'))).toBe(false);
    expect(await kept(practiceId)).toEqual(JSON.parse(JSON.stringify(baseline)));
  });

  it('S2-02: waits until every connection has been read', async () => {
    const { id: practiceId } = await aPractice(test.db);
    expect(await keeper().keepIfDue(practiceId, NOW)).toBe(false);
    await aConnection(test.db, practiceId);
    await aConnection(test.db, practiceId, { firstReadDoneAt: null });
    expect(await keeper().keepIfDue(practiceId, NOW)).toBe(false);
    expect(await kept(practiceId)).toBeNull();
  });
});

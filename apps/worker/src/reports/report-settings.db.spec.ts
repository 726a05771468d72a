import { ReportQueries, RuleSettingQueries, type Connection } from '@keepwell/database';
import type { WeeklyReport } from '@keepwell/domain';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { ReportBuilder } from './report-builder.js';

const LIVE = at('2025-03-03T08:00Z');
/** Monday six o'clock after the weeks of 3, 10 and 17 March. */
const BUILT = at('2025-03-24T06:00Z');

let test: TestDatabase;
let connection: Connection;
let practiceId: string;
let author: string;

beforeAll(async () => {
  test = await databaseForThisFile();
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: author } = await aUser(test.db, practiceId, ['admin']));
  connection = await aConnection(test.db, practiceId, { firstReadDoneAt: new Date(LIVE) });
  const clock = { created: '2024-01-01T00:00Z', updated: '2024-01-01T00:00Z' };
  const due = { patientId: 'p', type: 'checkup', dueOn: '2025-03-20' };
  await storeFor(
    test,
    connection,
    [
      record('location', 'main', { name: 'Main' }, clock),
      record('service', 'checkup', { line: 'checkup', kind: 'recall', specialty: 'DE' }, clock),
      record('patient', 'p', { locationId: 'main' }, clock),
      record('recall', 'due', due, clock),
    ],
    LIVE - 1,
  );
});
afterAll(() => test.close());

const set = (rule: string, mode: 'on' | 'off', now: number) =>
  test.db.inPractice(practiceId, (tx) =>
    new RuleSettingQueries().change(tx, practiceId, [{ rule, locationId: null, mode, parameters: {} }], {
      ...{ author, approvedBy: null, draftId: null, reason: 'a test', now },
    }),
  );
const atRisk = ({ sections }: WeeklyReport) =>
  sections.flatMap(({ numbers }) => numbers).find(({ id }) => id === 'at_risk_end.end')?.numerator;

it('K32 a report counts by the rules in force when its week ended, and says in which week they changed', async () => {
  // A recall that is due within thirty days: R16, which a new practice has not switched on.
  await set('R16', 'on', at('2025-03-12T10:00Z'));
  await set('R16', 'off', at('2025-03-19T10:00Z'));
  expect(await new ReportBuilder(test.db).buildOwed(practiceId, BUILT)).toMatchObject({ built: 3 });
  const stored = await test.db.inPractice(practiceId, (tx) =>
    new ReportQueries().list(tx, practiceId, { locationId: null, before: null, limit: 10 }),
  );
  const weeks = stored.map(({ numbers }) => ({
    week: numbers.period.firstDay,
    atRisk: atRisk(numbers),
    breaks: numbers.notes.filter((note) => note.startsWith('Rules were set otherwise')),
  }));
  expect(weeks).toEqual([
    { week: '2025-03-17', atRisk: 0, breaks: [expect.stringContaining('R16 recall due: switched off (2025-03-19).')] },
    { week: '2025-03-10', atRisk: 1, breaks: [expect.stringContaining('R16 recall due: switched on (2025-03-12).')] },
    { week: '2025-03-03', atRisk: 0, breaks: [] },
  ]);
  // Made again after another change, each is what it was.
  await set('R16', 'on', BUILT);
  for (const { id, hash } of stored) {
    expect((await new ReportBuilder(test.db).rebuild(practiceId, id))?.hash).toBe(hash);
  }
});

import { CareTemplateQueries, Connection, Explainer, newId } from '@keepwell/database';
import type { CareTemplates, Expectation } from '@keepwell/domain';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';

let test: TestDatabase;
let runner: EvaluationRunner;
let connection: Connection;
let practiceId: string;
const NOW = '2025-04-20T12:00Z';

beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
  ({ id: practiceId } = await aPractice(test.db));
  connection = await aConnection(test.db, practiceId);
  await storeFor(
    test,
    connection,
    [
      record('location', 'main'),
      record('service', 'touch', { line: 'pr', kind: 'touchpoint', specialty: 'PR' }),
      record('patient', 'p1'),
      record('program', 'g1', { patientId: 'p1', name: 'Reset', startedAt: '2025-03-03T10:00Z' }),
      record('membership', 'm1', { patientId: 'p1', status: 'active', startedAt: '2025-03-03T10:00Z' }),
      record('payment', 'y1', { ...charge, at: '2025-04-20T09:00Z', status: 'failed' }),
    ],
    at('2025-04-20T10:00Z'),
  );
});
afterAll(() => test.close());

const charge = { patientId: 'p1', membershipId: 'm1', kind: 'charge', amountMinor: 9900, currency: 'USD' } as const;
const monthly: Expectation = {
  ...{ id: 'check_in', name: 'Check-in', visit: { kinds: ['touchpoint'], lines: [], services: [] }, score: null },
  ...{ at: [], every: '1 month', grace: '7 d' },
};
const careOf = (...expectations: Expectation[]): CareTemplates => ({
  programs: [{ id: 'six', name: 'Six months', specialty: 'PR', names: [], months: 6, leadsTo: null, expectations }],
  tiers: [],
});
const saves = (version: number, templates: CareTemplates, now: string) =>
  test.db.inPractice(practiceId, (tx) =>
    new CareTemplateQueries().add(tx, practiceId, { version, templates, author: null, reason: null, now: at(now) }),
  );
const switchesOn = (rule: string, version: number) =>
  test.asSuperuser(
    `insert into rule_setting (practice_id, id, rule, mode, version, valid_from) values ($1, $2, $3, 'on', $4, $5)`,
    [practiceId, newId(), rule, version, new Date(at('2025-04-01T00:00Z'))],
  );
const run = () => runner.run({ practiceId, now: at(NOW) });
const found = async () => {
  const rows = await test.asSuperuser<{ rule: string }>(
    `select rule from finding where practice_id = $1 and rule like 'P%' and closed_at is null order by rule`,
    [practiceId],
  );
  return rows.map(({ rule }) => rule).join(' ');
};

it('S4-04 S4-11 practice rules find nobody until they are switched on; templates that change ask everybody anew', async () => {
  await saves(1, careOf(monthly), '2025-04-19T10:00Z');
  await run();
  expect(await found()).toBe('');

  await switchesOn('P03', 1);
  await run();
  expect(await found()).toBe('P03');

  await switchesOn('P05', 2);
  await run();
  expect(await found()).toBe('P03 P05');
  expect(await runner.runFull({ practiceId, now: at(NOW) })).toMatchObject({ written: 0 });

  await saves(2, careOf(), '2025-04-20T11:30Z');
  await run();
  expect(await found()).toBe('P03');

  const opened = await test.asSuperuser('select rules from off_track_case where practice_id = $1', [practiceId]);
  expect(opened.filter((row) => JSON.stringify(row).includes('P0'))).toEqual([]);
});

it('X09 why somebody was listed then is answered with the templates of then', async () => {
  const [patient] = await test.asSuperuser<{ id: string }>('select id from patient where practice_id = $1', [
    practiceId,
  ]);
  const explainer = new Explainer(test.db);
  const firing = async (asOf: string) => {
    const answer = await explainer.explain({ practiceId, personId: patient?.id ?? '', asOf: at(asOf) });
    return answer?.findings
      .map(({ rule }) => rule)
      .filter((rule) => rule.startsWith('P'))
      .join(' ');
  };
  expect(await firing('2025-04-20T11:00Z')).toBe('P03 P05');
  expect(await firing(NOW)).toBe('P03');
  expect(await firing('2025-04-19T09:00Z')).toBe('');
});

it('S4-04 a refused charge is told by the very evaluation after the sync that brought it, and gone when it is paid', async () => {
  const [told] = await test.asSuperuser<{ since: Date; reason: string }>(
    `select f.since, f.reason from finding f where f.practice_id = $1 and f.rule = 'P03'`,
    [practiceId],
  );
  expect(told?.since.toISOString()).toBe('2025-04-20T09:00:00.000Z');
  await storeFor(
    test,
    connection,
    [record('payment', 'y2', { ...charge, at: '2025-04-20T11:00Z', status: 'succeeded' })],
    at(NOW),
  );
  await run();
  expect(await found()).toBe('');
});

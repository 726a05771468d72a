import { Explainer, OutcomeDelayQueries } from '@keepwell/database';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import { ModelFitter } from './model-fitter.js';

/** Monday 2025-03-03; open from nine in London. */
const PEOPLE = 40;
const LEARNED = at('2025-05-05T12:00Z');

let test: TestDatabase;
let practiceId: string;
let personId: string;
beforeAll(async () => {
  test = await databaseForThisFile();
  practiceId = (await aPractice(test.db)).id;
  const connection = await aConnection(test.db, practiceId, { firstReadDoneAt: new Date(at('2025-02-01T08:00Z')) });
  const old = { created: '2025-01-01T00:00Z', updated: '2025-01-01T00:00Z' };
  const service = record('service', 'knee', { line: 'knee', specialty: 'PT', kind: 'treatment' }, old);
  const numbers = Array.from({ length: PEOPLE }, (_, n) => n);
  const patients = numbers.map((n) => record('patient', `p${n}`, {}, old));
  const slot = (n: number, status: 'booked' | 'completed', updated: string) =>
    record(
      'appointment',
      `a${n}`,
      { patientId: `p${n}`, serviceId: 'knee', startsAt: '2025-03-03T10:00Z', status },
      { created: '2025-02-20T09:00Z', updated },
    );
  const store = (records: Parameters<typeof storeFor>[2], now: string) => storeFor(test, connection, records, at(now));
  await store([service, ...patients], '2025-02-10T08:00Z');
  await store(
    numbers.map((n) => slot(n, 'booked', '2025-02-20T09:00Z')),
    '2025-02-20T09:30Z',
  );
  // Entered on Thursday, in the fourth open day.
  await store(
    numbers.map((n) => slot(n, 'completed', '2025-03-06T15:00Z')),
    '2025-03-06T15:30Z',
  );
  const plan = { patientId: 'p0', line: 'knee', specialty: 'PT', prescribedVisits: 10, intervalDays: 7 } as const;
  const visits = ['2025-04-14', '2025-04-21', '2025-04-28'].map((day) =>
    record(
      'appointment',
      day,
      { patientId: 'p0', serviceId: 'knee', startsAt: `${day}T10:00Z`, status: 'completed' },
      { created: '2025-04-01T09:00Z', updated: `${day}T11:00Z` },
    ),
  );
  const passed = record(
    'appointment',
    'passed',
    { patientId: 'p0', serviceId: 'knee', startsAt: '2025-05-05T10:00Z', status: 'booked' },
    { created: '2025-04-28T11:00Z', updated: '2025-04-28T11:00Z' },
  );
  const k = record(
    'plan',
    'k',
    { ...plan, startedAt: '2025-03-01T08:00Z' },
    {
      ...{ created: '2025-03-01T08:00Z', updated: '2025-03-01T08:00Z' },
    },
  );
  await store([k, ...visits, passed], '2025-05-05T11:00Z');
  const [row] = await test.asSuperuser<{ id: string }>(
    `select person_id as id from patient where practice_id = $1 and source_id = 'p0'`,
    [practiceId],
  );
  personId = row!.id;
});
afterAll(() => test.close());

const because = async (asOf: string) =>
  (await new Explainer(test.db).explain({ practiceId, personId, asOf: at(asOf) }))?.verdicts.find(
    ({ rule }) => rule === 'R01',
  );
const digest = async () =>
  (
    await test.asSuperuser<{ digest: string }>(
      `select encode(facts_digest, 'hex') as digest from evaluation_basis where practice_id = $1`,
      [practiceId],
    )
  )[0]?.digest;

it('K11 what a place usually takes is learned with the weekly fit, kept, and waited for from then on', async () => {
  const evaluate = (now: number) => new EvaluationRunner(test.db).run({ practiceId, now });
  await evaluate(LEARNED - 1000);
  const before = await digest();
  expect(await because('2025-05-08T09:00Z')).toMatchObject({ fires: true });
  const given = '2 open days are given to enter it, until it is measured how long that takes here (K11).';
  expect((await because('2025-05-06T09:00Z'))?.says).toContain(given);
  await new ModelFitter(test.db).fit(practiceId, LEARNED);
  const delays = new OutcomeDelayQueries();
  const known = (asOf: number) => test.db.inPractice(practiceId, (tx) => delays.at(tx, practiceId, asOf));
  expect(Object.values(await known(LEARNED))).toEqual([4]);
  expect(await known(LEARNED - 1)).toEqual({});
  // Four open days after Monday the fifth.
  expect(await because('2025-05-08T09:00Z')).toMatchObject({
    because: 'suspended',
    says: 'Appointment passed of 2025-05-05 has no outcome yet; as measured here it may take 4 open days to be entered (K11).',
  });
  // What was asked before it was learned is answered as it was then (X09).
  expect((await because('2025-05-05T11:30Z'))?.says).toContain(given);
  expect(await because('2025-05-09T07:59Z')).toMatchObject({ because: 'suspended' });
  expect(await because('2025-05-09T08:00Z')).toMatchObject({ fires: true });

  await evaluate(LEARNED + 1000);
  const after = await digest();
  expect(after).not.toBe(before);
  // The same learned again is no change, and asks nobody anew.
  await new ModelFitter(test.db).fit(practiceId, LEARNED + 2000);
  await evaluate(LEARNED + 3000);
  expect(await digest()).toBe(after);
  const kept = await test.asSuperuser<{ seen: Record<string, number>; learned_at: Date }>(
    'select seen, learned_at from outcome_delay where practice_id = $1',
    [practiceId],
  );
  expect(kept.map(({ seen, learned_at: at_ }) => [Object.values(seen), at_.getTime()])).toEqual([[[PEOPLE], LEARNED]]);
});

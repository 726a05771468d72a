import { Connection } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { bookingOf, lostPatient } from '../../../../test/support/lost-patient.js';
import { at, gone, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from './evaluation-runner.js';

/** Tricky cases of the catalogue that storing, merging and first reading decide. Thursday noon, two days after R05 began to hold. */
const NOON = '2025-03-06T12:00Z';

let test: TestDatabase;
let runner: EvaluationRunner;
let connection: Connection;
let practiceId: string;

beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
  connection = await aConnection(test.db, practiceId);
  await store([record('location', 'main'), record('location', 'north'), record('service', 'pt')], '2025-02-01T00:00Z');
});

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const run = (now: string) => runner.run({ practiceId, now: at(now) });
const rows = <T extends object>(sql: string, ...values: unknown[]) => test.asSuperuser<T>(sql, [practiceId, ...values]);
const cases = (): Promise<{ patient: string; state: string; closing: string | null; rules: string[] }[]> =>
  rows(
    `select p.source_id as patient, c.state, c.closing, c.rules from off_track_case c join patient p on p.practice_id = $1 and p.id = c.person_id
      where c.practice_id = $1 order by p.source_id, c.first_opened_at`,
  );
const brief = async () => (await cases()).map(({ patient, state, closing }) => [patient, closing ?? state].join(' '));
const counted = async () =>
  (
    await rows<{ key: string; n: number }>(
      `select state as key, n from case_count where practice_id = $1 and n <> 0 and rule = '' and location_id::text like '00000000%'
          and practitioner_id::text like '00000000%' and state in ('open', 'closed', 'resolved', 'backlog') order by 1`,
    )
  ).map(({ key, n }) => `${key} ${n}`);
const merged = (id: string, into: string | null, updated: string) =>
  record('patient', id, { givenName: 'Sam', familyName: id, mergedInto: into }, { updated });

describe('K02 two clinics', () => {
  it('K02 of one group: a booking at the other counts', async () => {
    await store(lostPatient('p1', { locationId: 'main' }), NOON);
    await run(NOON);
    const elsewhere = record(
      'appointment',
      'p1-n',
      { patientId: 'p1', serviceId: 'pt', locationId: 'north', startsAt: '2025-03-10T10:00Z' },
      { created: '2025-03-06T13:00Z', updated: '2025-03-06T13:00Z' },
    );
    await store([elsewhere], '2025-03-06T13:05Z');
    await run('2025-03-06T13:05Z');
    expect(await brief()).toEqual(['p1 resolved']);
  });

  it('K02 of two practices: neither sees the other, though the patient, the ids and the twin are the same', async () => {
    const who = { birthDate: '1980-01-01', givenName: 'Sam', familyName: 'Field' };
    await store(lostPatient('p1', who), NOON);
    const other = await aPractice(test.db);
    const theirs = await aConnection(test.db, other.id);
    const booked = bookingOf('p1', 'booked', '2025-03-06T11:00Z');
    await storeFor(
      test,
      theirs,
      [record('location', 'main'), record('service', 'pt'), record('patient', 'p1', who), booked],
      at(NOON),
    );
    await run(NOON);
    await runner.run({ practiceId: other.id, now: at(NOON) });
    expect(await brief()).toEqual(['p1 open']);
    const seen = await test.db.inPractice(other.id, (tx) =>
      tx.query<{ n: number }[]>('select count(*)::int as n from off_track_case'),
    );
    expect(seen).toEqual([{ n: 0 }]);
  });
});

describe('K03 merged patients', () => {
  it('K03 the survivor has what both had, one case stays, the other closes as merged, and one person is counted', async () => {
    await store([...lostPatient('p1'), ...lostPatient('p2').slice(0, 2)], NOON);
    await run(NOON);
    expect(await counted()).toEqual(['open 2']);
    await store([merged('p2', 'p1', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    expect((await brief()).sort()).toEqual(['p1 open', 'p2 merged']);
    expect(await counted()).toEqual(['closed 1', 'open 1']);
    expect(await rows('select 1 from evaluation where practice_id = $1')).toHaveLength(1);
    // Whatever either of them does is the survivor's.
    await store([bookingOf('p2', 'booked', '2025-03-06T13:30Z')], '2025-03-06T13:35Z');
    await run('2025-03-06T13:35Z');
    expect(await counted()).toEqual(['closed 1', 'resolved 1']);
  });

  it('K03 taken apart again each has their own records, answer and case', async () => {
    await store([...lostPatient('p1'), ...lostPatient('p2')], NOON);
    await run(NOON);
    await store([merged('p2', 'p1', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    await store([merged('p2', null, '2025-03-06T14:00Z')], '2025-03-06T14:00Z');
    await run('2025-03-06T14:00Z');
    expect(await rows('select 1 from evaluation where practice_id = $1')).toHaveLength(2);
    expect(
      (await cases()).filter(({ state }) => state === 'open').map(({ patient, rules }) => [patient, ...rules]),
    ).toEqual([
      ['p1', 'R05', 'R10'],
      ['p2', 'R05', 'R10'],
    ]);
    await store([bookingOf('p2', 'booked', '2025-03-06T14:30Z')], '2025-03-06T14:35Z');
    await run('2025-03-06T14:35Z');
    expect(
      (await cases()).filter(({ state }) => state !== 'closed').map(({ patient, state }) => `${patient} ${state}`),
    ).toEqual(['p1 open', 'p2 resolved']);
  });

  it('K03 whose survivor is deleted stand for themselves again, and are asked about', async () => {
    await store([...lostPatient('p1'), ...lostPatient('p2')], NOON);
    await run(NOON);
    await store([merged('p2', 'p1', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    await store([gone('patient', 'p1', '2025-03-06T14:00Z')], '2025-03-06T14:00Z');
    await run('2025-03-06T14:00Z');
    expect((await cases()).filter(({ state }) => state === 'open').map(({ patient }) => patient)).toEqual(['p2']);
    expect(await counted()).toEqual(['closed 2', 'open 1']);
  });
});

it('K04 the record that a possible duplicate rests on is watched: its booking takes the case away and says why', async () => {
  const who = { birthDate: '1980-01-01', givenName: 'Sam', familyName: 'Field' };
  await store([...lostPatient('p1', who), record('patient', 'p2', who)], NOON);
  await run(NOON);
  await store([bookingOf('p2', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:05Z');
  await run('2025-03-06T13:05Z');
  expect(await brief()).toEqual(['p1 excluded']);
  const [answer] = await rows<{ says: string }>(
    `select e.answer->'exclusions'->0->>'says' as says from evaluation e join patient p on p.practice_id = $1 and p.id = e.person_id
      where e.practice_id = $1 and p.source_id = 'p1'`,
  );
  expect(answer?.says).toContain('Possible duplicate');
});

it('K10 an outcome entered for an earlier day closes the case as wrong data and asks about this person alone', async () => {
  await store([...lostPatient('p1'), ...lostPatient('p2')], NOON);
  await run(NOON);
  const late = record(
    'appointment',
    'p1-late',
    { patientId: 'p1', serviceId: 'pt', startsAt: '2025-03-05T15:00Z', status: 'completed' },
    { created: '2025-03-01T10:00Z', updated: '2025-03-06T13:00Z' },
  );
  await store([late], '2025-03-06T13:05Z');
  expect(await run('2025-03-06T13:05Z')).toMatchObject({ asked: 1 });
  expect(await brief()).toEqual(['p1 wrong_data', 'p2 open']);
});

it('K12 told again and out of order the records are the same, and nobody is asked about', async () => {
  const records = [...lostPatient('p1'), bookingOf('p1', 'booked', '2025-03-06T13:00Z')];
  await store(records, NOON);
  await store([bookingOf('p1', 'cancelled', '2025-03-06T14:00Z')], '2025-03-06T14:05Z');
  await run('2025-03-07T12:00Z');
  const before = await cases();
  await store([...records].reverse(), '2025-03-07T12:00Z');
  expect(await run('2025-03-07T12:00Z')).toMatchObject({ written: 0, findings: 0, cases: 0 });
  expect(await cases()).toEqual(before);
});

it('K13 a deleted booking brings the case back; made anew at once it is a booking like the first', async () => {
  const booking = (id: string, more: Record<string, unknown>, updated: string) =>
    record(
      'appointment',
      id,
      { patientId: 'p1', serviceId: 'pt', startsAt: '2025-03-10T10:00Z', ...more },
      { created: updated, updated },
    );
  await store([...lostPatient('p1')], NOON);
  await run(NOON);
  await store([booking('first', {}, '2025-03-06T13:00Z')], '2025-03-06T13:05Z');
  await run('2025-03-06T13:05Z');
  expect(await brief()).toEqual(['p1 resolved']);
  const deleted = record(
    'appointment',
    'first',
    { patientId: 'p1', serviceId: 'pt', startsAt: '2025-03-10T10:00Z', deletedAt: '2025-03-06T14:00Z' },
    { created: '2025-03-06T13:00Z', updated: '2025-03-06T14:00Z' },
  );
  await store([deleted], '2025-03-06T14:05Z');
  await run('2025-03-06T14:05Z');
  expect(await brief()).toEqual(['p1 open']);
  await store([booking('second', { startsAt: '2025-03-11T10:00Z' }, '2025-03-06T14:20Z')], '2025-03-06T14:25Z');
  await run('2025-03-06T14:25Z');
  expect(await brief()).toEqual(['p1 resolved']);
});

describe('K17 a family account', () => {
  it.each(['1990-05-01', '2015-05-01'])(
    'K17 a parent’s visit and booking never resolve the child’s case: born %s',
    async (birthDate) => {
      const parent = { householdId: 'h1', birthDate: '1970-03-01', phone: '+442079460018' };
      await store(
        [...lostPatient('child', { householdId: 'h1', birthDate }), record('patient', 'parent', parent)],
        NOON,
      );
      await run(NOON);
      expect(await brief()).toEqual(['child open']);
      await store(
        [
          bookingOf('parent', 'booked', '2025-03-06T13:00Z'),
          record('appointment', 'parent-v', {
            patientId: 'parent',
            serviceId: 'pt',
            startsAt: '2025-03-06T12:30Z',
            status: 'completed',
          }),
        ],
        '2025-03-06T13:05Z',
      );
      await run('2025-03-06T13:05Z');
      expect(await brief()).toEqual(['child open']);
    },
  );

  it('K17 failed payments for several members are one case of who pays, and name the memberships', async () => {
    await switchOn('R21');
    const failed = (id: string, membershipId: string) =>
      record('payment', id, {
        ...{
          patientId: 'payer',
          membershipId,
          at: '2025-03-01T10:00Z',
          amountMinor: 5000,
          kind: 'charge',
          status: 'failed',
        },
      });
    await store(
      [
        ...['payer', 'ann', 'ben'].map((id) => record('patient', id, { householdId: 'h1' })),
        ...['ann', 'ben'].map((id) => record('membership', `m-${id}`, { patientId: id, status: 'past_due' })),
        ...[failed('f1', 'm-ann'), failed('f2', 'm-ben')],
      ],
      NOON,
    );
    await run(NOON);
    expect(await cases()).toMatchObject([{ patient: 'payer', state: 'open', rules: ['R21'] }]);
    const reasons = await rows<{ reason: string }>(
      'select reason from finding where practice_id = $1 order by episode',
    );
    expect(reasons.map(({ reason }) => reason).join(' ')).toMatch(/m-ann.*m-ben/);
  });
});

it('K21 the discharge of one episode takes its reasons away and leaves the case to the other', async () => {
  await store([record('service', 'neck', { line: 'neck', specialty: 'PT', kind: 'treatment' })], '2025-02-01T00:00Z');
  const plan = (id: string, line: string, more: Record<string, unknown> = {}) =>
    record('plan', id, {
      patientId: 'p1',
      line,
      startedAt: '2025-02-01T00:00Z',
      prescribedVisits: 8,
      intervalDays: 7,
      ...more,
    });
  const visit = record('appointment', 'v', {
    patientId: 'p1',
    serviceId: 'neck',
    startsAt: '2025-02-24T10:00Z',
    status: 'completed',
  });
  await store([...lostPatient('p1'), plan('n', 'neck'), visit], NOON);
  await run(NOON);
  const episodes = async () =>
    (
      await rows<{ episode: string }>(
        'select distinct episode from finding where practice_id = $1 and closed_at is null',
      )
    ).length;
  expect([await brief(), await episodes()]).toEqual([['p1 open'], 2]);
  await store([plan('n', 'neck', { status: 'discharged', closedAt: '2025-03-06T12:30Z' })], '2025-03-06T13:00Z');
  await run('2025-03-06T13:00Z');
  expect([await brief(), await episodes()]).toEqual([['p1 open'], 1]);
});

it('K25 what was so before the first reading never fires as new: backlog, apart in every count', async () => {
  await setConnection({ firstReadDoneAt: null, agreedPolls: 0, warmUpUntil: new Date(at('2025-03-20T00:00Z')) });
  await store([...lostPatient('p1'), ...lostPatient('p2')], NOON);
  await run(NOON);
  expect(await brief()).toEqual([]);
  await setConnection({ firstReadDoneAt: new Date(at('2025-03-06T12:10Z')) });
  await run('2025-03-06T12:10Z');
  expect(await counted()).toEqual(['backlog 2']);
});

it('K32 a case keeps the version of the rules that made it, whatever becomes of the rules', async () => {
  await store(lostPatient('p1'), NOON);
  await run(NOON);
  const made = () =>
    rows<{ versions: string[] }>(
      `select detail->'versions' as versions from case_event where practice_id = $1 and event = 'opened'`,
    );
  expect(await made()).toEqual([{ versions: ['R05 v1', 'R10 v2'] }]);
  await switchOn('R05', { PT: '20 BD' });
  await run('2025-03-06T13:00Z');
  expect((await cases())[0]?.rules).toEqual(['R10']);
  expect(await made()).toEqual([{ versions: ['R05 v1', 'R10 v2'] }]);
});

async function switchOn(rule: string, parameters: Record<string, string> = {}): Promise<void> {
  await test.asSuperuser(
    `insert into rule_setting (practice_id, id, rule, mode, version, valid_from, parameters) values ($1, gen_random_uuid(), $2, 'on', 1, '2025-01-01', $3)`,
    [practiceId, rule, JSON.stringify(parameters)],
  );
}

const setConnection = (given: Partial<Omit<Connection, 'practice' | 'patientsFrom'>>) =>
  test.db.inPractice(practiceId, (tx) => tx.update(Connection, { practiceId, id: connection.id }, given));

import { setTimeout as delay } from 'node:timers/promises';
import { Connection, EvaluationQueries, MarkQueries, Practice, RankingQueries } from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from './evaluation-runner.js';

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
  await store([record('location', 'main'), record('service', 'pt')], '2025-02-01T00:00Z');
});

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const run = (now: string | Instant) => runner.run({ practiceId, now: typeof now === 'string' ? at(now) : now });
const all = (sql: string) => test.asSuperuser<Record<string, unknown>>(sql, [practiceId]);
const cases = () =>
  all(
    'select state, closing, rules, class, backlog, reopened_count, patient_name from off_track_case where practice_id = $1',
  );
const counts = async () =>
  (
    await all(
      `select state || ' ' || rule as key, n from case_count where practice_id = $1 and n <> 0
      and location_id::text like '00000000%' and practitioner_id::text like '00000000%' order by 1`,
    )
  ).map(({ key, n }) => `${String(key).trim()}: ${String(n)}`);

/** Until somebody waits for a lock that another holds. */
async function lockAwaited(): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and $1 <> ''`;
  while ((await all(waiting)).length === 0) await delay(5);
}

/** Seen on 25 February, cancels on Monday 3 March for Tuesday: R05 holds from Wednesday's opening on. */
const lost = (id = 'p1') => [
  record('patient', id, { givenName: 'Sam', familyName: id }),
  record(
    'appointment',
    `${id}-a1`,
    { patientId: id, serviceId: 'pt', startsAt: '2025-02-25T10:00Z', status: 'completed' },
    { created: '2025-02-20T10:00Z', updated: '2025-02-25T11:00Z' },
  ),
  record(
    'appointment',
    `${id}-a2`,
    {
      patientId: id,
      serviceId: 'pt',
      startsAt: '2025-03-04T10:00Z',
      status: 'cancelled',
      cancelledAt: '2025-03-03T10:00Z',
      cancelledBy: 'patient',
    },
    { created: '2025-02-25T10:00Z', updated: '2025-03-03T10:00Z' },
  ),
];
const booking = (status: 'booked' | 'completed' | 'cancelled', updated: string, patientId = 'p1') =>
  record(
    'appointment',
    `${patientId}-a3`,
    {
      patientId,
      serviceId: 'pt',
      startsAt: '2025-03-10T10:00Z',
      status,
      cancelledAt: status === 'cancelled' ? updated : null,
      cancelledBy: status === 'cancelled' ? 'patient' : null,
    },
    { created: '2025-03-06T13:00Z', updated },
  );

describe('incremental evaluation', () => {
  it('adds a reason when its time comes though no fact changes, and says before when that will be', async () => {
    await store(lost(), '2025-03-03T11:00Z');
    const first = await run('2025-03-03T11:00Z');
    expect(first).toMatchObject({ asked: 1, written: 1, cases: 0 });
    expect(await cases()).toEqual([]);
    expect(first.nextDueAt).toBeGreaterThan(at('2025-03-03T11:00Z'));
    let due = first.nextDueAt;
    for (let i = 0; i < 10 && due !== null && due < at('2025-03-06T00:00Z'); i++) ({ nextDueAt: due } = await run(due));
    expect(await cases()).toEqual([
      {
        state: 'open',
        closing: null,
        rules: ['R05', 'R10'],
        class: 'S2',
        backlog: false,
        reopened_count: 0,
        patient_name: 'Sam p1',
      },
    ]);
    expect(await counts()).toEqual(['open: 1', 'open R05: 1', 'open R10: 1']);
  });

  it('asks nobody when nothing changed and nothing is due, and writes nothing when an answer is the same', async () => {
    await store(lost(), '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    expect(await run('2025-03-06T12:00Z')).toMatchObject({ asked: 0, written: 0, findings: 0, cases: 0 });
    const before = await all('select xmin::text, hash from evaluation where practice_id = $1');
    await test.asSuperuser(
      'insert into changed_patient select practice_id, person_id, now() from evaluation where practice_id = $1',
      [practiceId],
    );
    expect(await run('2025-03-06T12:00Z')).toMatchObject({ asked: 1, written: 0, findings: 0, cases: 0 });
    expect(await all('select xmin::text, hash from evaluation where practice_id = $1')).toEqual(before);
    expect(await all('select 1 from changed_patient where practice_id = $1')).toEqual([]);
  });

  it('follows a case through booked, lost again and kept (Q101)', async () => {
    await store(lost(), '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    await store([booking('booked', '2025-03-06T13:00Z')], '2025-03-06T13:05Z');
    await run('2025-03-06T13:05Z');
    expect(await cases()).toMatchObject([{ state: 'resolved', closing: null }]);
    expect(await counts()).toEqual(['resolved: 1', 'resolved R05: 1', 'resolved R10: 1']);
    await store([booking('cancelled', '2025-03-07T10:00Z')], '2025-03-07T10:05Z');
    await run('2025-03-12T12:00Z');
    expect(await cases()).toMatchObject([{ state: 'open', reopened_count: 1 }]);
    await store([booking('completed', '2025-03-12T13:00Z')], '2025-03-12T13:05Z');
    await run('2025-03-12T13:05Z');
    expect(await cases()).toMatchObject([{ state: 'closed', closing: 'returned' }]);
    const events = await all(
      'select event from case_event e join off_track_case c on c.id = e.case_id where e.practice_id = $1 order by e.at, e.id',
    );
    expect(events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['opened', 'resolved', 'reopened', 'closed']),
    );
    expect(await counts()).toContain('closed: 1');
    const open = await all('select rule from finding where practice_id = $1 and closed_at is null');
    expect(open.map(({ rule }) => rule)).not.toContain('R05');
  });

  it('S-11: a fact of somebody who is read ahead, while another is being written, is asked about again', async () => {
    const now = '2025-03-06T14:00Z';
    const patients = ['p1', 'p2', 'p3'];
    for (const id of patients) await store(lost(id), '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    for (const id of patients) {
      await store([record('patient', id, { givenName: 'Samuel', familyName: id })], '2025-03-06T13:00Z');
    }
    const { asking } = await test.db.inPractice(practiceId, async (tx) => {
      // The second is held up at their case; meanwhile the third is read.
      await tx.query(`select from off_track_case where patient_name like '% p2' for update`);
      const held = runner.run({ practiceId, now: at(now), batchSize: 1 });
      await lockAwaited();
      await delay(50);
      await store([booking('booked', '2025-03-06T13:30Z', 'p3')], now);
      return { asking: held };
    });
    expect((await asking).nextDueAt).toBe(at(now));
    await run(now);
    expect(await all(`select patient_name, state from off_track_case where practice_id = $1 order by 1`)).toEqual([
      { patient_name: 'Samuel p1', state: 'open' },
      { patient_name: 'Samuel p2', state: 'open' },
      { patient_name: 'Samuel p3', state: 'resolved' },
    ]);
  });

  it('S-11: who marks several persons and who takes their marks back never wait for each other', async () => {
    const evaluations = new EvaluationQueries();
    await test.asSuperuser(
      `insert into changed_patient (practice_id, person_id, since)
       select $1, ('018f0000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, now() - n * interval '1 minute' from generate_series(1, 2000) n`,
      [practiceId],
    );
    await test.asSuperuser('analyze changed_patient');
    const { takingBack } = await test.db.inPractice(practiceId, async (tx) => {
      const inOrder = await evaluations.changed(tx, practiceId, 2000);
      const [first, last] = [inOrder[0]!, inOrder.at(-1)!];
      const seen = inOrder.toReversed();
      const mark = (personId: string) => new MarkQueries().persons(tx, practiceId, [personId]);
      await mark(first.personId);
      const taking = test.db.inPractice(practiceId, (theirs) => evaluations.unmark(theirs, practiceId, seen), {
        byIndex: true,
      });
      taking.catch(() => undefined);
      await lockAwaited();
      await mark(last.personId);
      return { takingBack: taking };
    });
    await takingBack;
    expect(await all('select from changed_patient where practice_id = $1')).toHaveLength(2);
  });

  it('K23: who is to be asked about what contacts were just measured to bring is asked with that, also by a run that had begun before', async () => {
    const now = '2025-03-06T14:00Z';
    const patients = ['p1', 'p2', 'p3', 'p4'];
    for (const id of patients) await store(lost(id), '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    for (const id of patients) {
      await store([record('patient', id, { givenName: 'Samuel', familyName: id })], '2025-03-06T13:00Z');
    }
    const none = { hits: 0, of: 100 };
    const R10 = { n: 200, effect: 0.3, low: 0.2, high: 0.4, asOf: at(now), contact: none, heldBack: none };
    const { asking } = await test.db.inPractice(practiceId, async (tx) => {
      await tx.query(`select from off_track_case where patient_name like '% p2' for update`);
      const held = runner.run({ practiceId, now: at(now), batchSize: 1 });
      await lockAwaited();
      await test.db.inPractice(practiceId, async (theirs) => {
        await new RankingQueries().saveEffects(theirs, practiceId, { R10 });
        const [last] = await theirs.query<{ id: string }[]>(
          `select person_id as id from off_track_case where patient_name like '% p4'`,
        );
        await new MarkQueries().anew(theirs, practiceId, [last!.id]);
      });
      return { asking: held };
    });
    await asking;
    await run(now);
    const [ofLast] = await all(`select rules from off_track_case where practice_id = $1 and patient_name like '% p4'`);
    expect(ofLast).toEqual({ rules: ['R10', 'R05'] });
  });

  it('S-11: one open finding per rule and episode however often and in whatever order its facts arrive', async () => {
    const records = lost();
    for (let i = 0; i < 20; i++) {
      const some = records.filter((_, place) => place === 0 || (i + place) % 2 === 0);
      await store(some, '2025-03-06T12:00Z');
      await run('2025-03-06T12:00Z');
    }
    await store(records, '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    const findings = await all(
      'select rule, episode, closed_at from finding where practice_id = $1 and closed_at is null order by rule',
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['R05', 'R10']);
  });

  it('asks everybody again when a setting of the practice changes', async () => {
    await store([...lost('p1'), ...lost('p2')], '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    expect(await run('2025-03-06T12:00Z')).toMatchObject({ asked: 0 });
    await test.db.inPractice(practiceId, (tx) =>
      tx.update(Practice, { id: practiceId }, { settings: { majorityAge: 16 } }),
    );
    expect(await run('2025-03-06T12:00Z')).toMatchObject({ asked: 2, written: 0 });
  });

  it('E12: lets nothing be found and closes nothing while a source is behind, and asks again when it is fresh', async () => {
    await store(lost('p1'), '2025-03-06T12:00Z');
    await setRead('2025-03-06T12:00Z');
    const { nextDueAt } = await run('2025-03-06T12:00Z');
    expect(await cases()).toHaveLength(1);
    expect(nextDueAt).toBe(at('2025-03-06T18:00Z') + 1);
    await run(nextDueAt ?? 0);
    const [suspended] = await all(
      `select answer->'findings' as findings, said::jsonb->'verdicts'->0->>'because' as because from evaluation where practice_id = $1`,
    );
    expect(suspended).toEqual({ findings: [], because: 'suspended' });
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    expect(await all('select 1 from finding where practice_id = $1 and closed_at is null')).toHaveLength(2);
    await store(lost('p2'), '2025-03-06T19:00Z');
    await run('2025-03-06T19:00Z');
    expect(await cases()).toHaveLength(1);
    await setRead('2025-03-06T19:30Z');
    await run('2025-03-06T19:30Z');
    expect(await cases()).toHaveLength(2);
  });

  it('E15, Q98: keeps silent during the first read, opens backlog at its end, and new cases after the warm-up', async () => {
    await setConnection({ firstReadDoneAt: null, agreedPolls: 0, warmUpUntil: new Date(at('2025-03-20T00:00Z')) });
    await store(lost('p1'), '2025-03-06T12:00Z');
    expect(await run('2025-03-06T12:00Z')).toMatchObject({ asked: 1, written: 1, cases: 0 });
    await setConnection({ firstReadDoneAt: new Date(at('2025-03-06T12:10Z')) });
    expect(await run('2025-03-06T12:10Z')).toMatchObject({ asked: 1, cases: 1 });
    expect(await cases()).toMatchObject([{ state: 'open', backlog: true }]);
    expect(await counts()).toEqual(['backlog: 1', 'backlog R05: 1', 'backlog R10: 1']);
    await setConnection({ agreedPolls: 2 });
    await store(lost('p2'), '2025-03-19T23:00Z');
    await run('2025-03-19T23:00Z');
    expect(await cases()).toMatchObject([{ backlog: true }, { backlog: true }]);
    await store(lost('p3'), '2025-03-20T00:00Z');
    await run('2025-03-20T00:00Z');
    expect((await cases()).filter(({ backlog }) => backlog === true)).toHaveLength(2);
    expect(await cases()).toHaveLength(3);
  });

  it('K03: moves the case with the records when a patient is merged away', async () => {
    await store([...lost('p1'), record('patient', 'p2', { givenName: 'Samuel' })], '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    await store([record('patient', 'p1', { mergedInto: 'p2' }, { updated: '2025-03-06T13:00Z' })], '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    const survivors = await all(
      `select c.state, p.source_id from off_track_case c join patient p on p.id = c.person_id where c.practice_id = $1`,
    );
    expect(survivors).toEqual([{ state: 'open', source_id: 'p2' }]);
    expect(await all('select 1 from evaluation where practice_id = $1')).toHaveLength(1);
    expect(await counts()).toEqual(['open: 1', 'open R05: 1', 'open R10: 1']);
  });

  it('K03: a case that moves to somebody asked about before is brought in line with what they were found to be', async () => {
    await store(
      [...lost('p1'), record('patient', 'p2', { givenName: 'Samuel', doNotContact: true })],
      '2025-03-06T12:00Z',
    );
    await run('2025-03-06T12:00Z');
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    await store([record('patient', 'p1', { mergedInto: 'p2' }, { updated: '2025-03-06T13:00Z' })], '2025-03-06T13:00Z');
    // The survivor's batch comes first, that of the record merged away after it.
    await all(`update changed_patient set since = since + interval '1 hour' where practice_id = $1
                  and person_id = (select id from patient where practice_id = $1 and source_id = 'p1')`);
    await runner.run({ practiceId, now: at('2025-03-06T13:00Z'), batchSize: 1 });
    expect(await cases()).toMatchObject([{ state: 'closed', closing: 'do_not_contact', patient_name: 'Samuel Field' }]);
    const nothing = { written: 0, findings: 0, cases: 0 };
    expect(await runner.runFull({ practiceId, now: at('2025-03-06T13:00Z') })).toMatchObject(nothing);
  });

  it('Q42: asks a possible twin again when the other record books', async () => {
    const twin = { birthDate: '1980-01-01', givenName: 'Sam', familyName: 'Field', phone: '01632 960 001' };
    await store(
      [
        ...lost('p1')
          .slice(1)
          .toSpliced(0, 0, record('patient', 'p1', twin)),
        record('patient', 'p2', twin),
      ],
      '2025-03-06T12:00Z',
    );
    await run('2025-03-06T12:00Z');
    expect(await cases()).toMatchObject([{ state: 'open' }]);
    await store(
      [
        record(
          'appointment',
          'p2-a1',
          { patientId: 'p2', serviceId: 'pt', startsAt: '2025-03-12T10:00Z' },
          { created: '2025-03-06T13:00Z', updated: '2025-03-06T13:00Z' },
        ),
      ],
      '2025-03-06T13:00Z',
    );
    expect(await run('2025-03-06T13:00Z')).toMatchObject({ asked: 2, cases: 1 });
    expect(await cases()).toMatchObject([{ state: 'closed', closing: 'excluded' }]);
    // The record that made it a twin no longer looks alike: the answer that rested on it is asked for again.
    await store(
      [record('patient', 'p2', { ...twin, birthDate: '1990-05-05' }, { updated: '2025-03-06T14:00Z' })],
      '2025-03-06T14:00Z',
    );
    await run('2025-03-06T14:00Z');
    expect(await all(`select state from evaluation where practice_id = $1 and state = 'off_track'`)).toHaveLength(1);
  });

  it('Q28: asks everybody again when a source turns out to keep outcomes after all', async () => {
    const unknown = (id: string) => [
      record('patient', id),
      record(
        'appointment',
        `${id}-a`,
        { patientId: id, serviceId: 'pt', startsAt: '2025-02-25T10:00Z', status: 'booked' },
        { created: '2025-02-20T10:00Z', updated: '2025-02-20T10:00Z' },
      ),
      record('invoice', `${id}-i`, {
        patientId: id,
        appointmentId: `${id}-a`,
        issuedAt: '2025-02-25T10:00Z',
        status: 'open',
      }),
    ];
    await store([...unknown('p1'), ...unknown('p2')], '2025-03-06T12:00Z');
    await run('2025-03-06T12:00Z');
    const seen = () =>
      all(
        `select answer->>'lastVisitOn' as visit from evaluation where practice_id = $1 and person_id in (select id from patient where source_id in ('p1', 'p2'))`,
      );
    expect((await seen()).map(({ visit }) => visit)).toEqual(['2025-02-25', '2025-02-25']);
    await store(lost('p3'), '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    expect((await seen()).map(({ visit }) => visit)).toEqual([null, null]);
  });
});

async function setConnection(given: Partial<Omit<Connection, 'practice' | 'patientsFrom'>>): Promise<void> {
  await test.db.inPractice(practiceId, (tx) => tx.update(Connection, { practiceId, id: connection.id }, given));
}

const setRead = (read: string) => setConnection({ lastSuccessAt: new Date(at(read)) });

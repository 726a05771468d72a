import { setTimeout as delay } from 'node:timers/promises';
import { AlarmQueries, CaseWorkQueries, Connection, newId, PatientQueries, SurgeQueries } from '@keepwell/database';
import type { Instant, SourceRecord } from '@keepwell/domain';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { bookingOf, lostPatient } from '../../../../test/support/lost-patient.js';
import { at, gone, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from './evaluation-runner.js';

/** Thursday noon: whoever cancelled on Monday for Tuesday is off track since Wednesday (R05). */
const THURSDAY = '2025-03-06T12:00Z';

let test: TestDatabase;
let runner: EvaluationRunner;
let connection: Connection;
let practiceId: string;
let userId: string;

beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['manager']));
  connection = await aConnection(test.db, practiceId);
  await store([record('location', 'main'), record('service', 'pt')], '2025-02-01T00:00Z');
});

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const run = (now: string | Instant) => runner.run({ practiceId, now: typeof now === 'string' ? at(now) : now });
const rows = <T extends object>(sql: string, ...values: unknown[]) => test.asSuperuser<T>(sql, [practiceId, ...values]);
const cases = (state: string) =>
  rows<{ patient: string; rules: string[] }>(
    `select p.source_id as patient, c.rules from off_track_case c join patient p on p.practice_id = $1 and p.id = c.person_id
      where c.practice_id = $1 and c.state = $2 order by 1`,
    state,
  );
const namesOf = async (state: string) => (await cases(state)).map(({ patient }) => patient);
const personOf = async (id: string) =>
  (await rows<{ id: string }>('select id from patient where practice_id = $1 and source_id = $2', id))[0]!.id;
const events = (patient: string) =>
  rows<{ event: string; detail: Record<string, unknown> }>(
    `select e.event, e.detail from case_event e join patient p on p.practice_id = $1 and p.id = e.person_id
      where e.practice_id = $1 and p.source_id = $2 order by e.at, e.id`,
    patient,
  );

async function talkedWith(patient: string, when: string, given: { isConversation?: boolean } = {}): Promise<void> {
  const personId = await personOf(patient);
  await test.asSuperuser(
    `insert into touchpoint (practice_id, id, person_id, household, channel, state, is_conversation, next_kind, recorded_at)
     select $1, $2, $3, coalesce('h:' || p.connection_id || ':' || p.household_id, 'p:' || p.id), 'call', 'done', $4, 'reason', $5
       from patient p where p.id = $3`,
    [practiceId, newId(), personId, given.isConversation ?? true, new Date(at(when))],
  );
}

describe('E07 a household that was spoken with lately', () => {
  it('E07 K17 opens no new case for any of them, says when it will, and opens it then', async () => {
    await store(
      [...lostPatient('p1', { householdId: 'h1' }), record('patient', 'p2', { householdId: 'h1' })],
      '2025-03-03T11:00Z',
    );
    await talkedWith('p2', '2025-03-02T10:00Z');
    const waiting = await run(THURSDAY);
    expect(await namesOf('open')).toEqual([]);
    expect((await rows<{ rule: string }>('select rule from finding where practice_id = $1')).length).toBeGreaterThan(0);
    // Seven days after Sunday, the 2nd.
    expect(waiting.nextDueAt).toBe(at('2025-03-09T00:00Z'));
    await run(at('2025-03-09T00:00Z') - 1);
    expect(await namesOf('open')).toEqual([]);
    await run(at('2025-03-09T00:00Z'));
    expect(await namesOf('open')).toEqual(['p1']);
  });

  it('E07 asks nobody twice meanwhile, and a call nobody answered holds nothing back', async () => {
    await store([...lostPatient('p1'), ...lostPatient('p2')], '2025-03-03T11:00Z');
    await talkedWith('p1', '2025-03-05T10:00Z');
    await talkedWith('p2', '2025-03-05T10:00Z', { isConversation: false });
    await run(THURSDAY);
    expect(await namesOf('open')).toEqual(['p2']);
    expect(await run(THURSDAY)).toMatchObject({ asked: 0, written: 0 });
    expect(await runner.runFull({ practiceId, now: at(THURSDAY) })).toMatchObject({ written: 0, cases: 0 });
  });

  it('E07 adds new reasons to the case that stands', async () => {
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await run(THURSDAY);
    expect(await cases('open')).toMatchObject([{ rules: ['R05', 'R10'] }]);
    await talkedWith('p1', '2025-03-26T12:00Z');
    await run('2025-03-28T12:00Z');
    expect(await cases('open')).toMatchObject([{ rules: ['R05', 'R10', 'R04'] }]);
  });

  it('E07 waits while somebody has the household in hand', async () => {
    await store(lostPatient('p1', { householdId: 'h1' }), '2025-03-03T11:00Z');
    const until = '2025-03-06T12:10Z';
    await test.asSuperuser(
      `insert into case_lease (practice_id, household, case_id, person_id, holder_user_id, claimed_at, until)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        ...[practiceId, `h:${connection.id}:h1`, newId(), await personOf('p1'), userId],
        ...[new Date(at('2025-03-06T11:55Z')), new Date(at(until))],
      ],
    );
    expect((await run(THURSDAY)).nextDueAt).toBe(at(until));
    expect(await namesOf('open')).toEqual([]);
    await run(until);
    expect(await namesOf('open')).toEqual(['p1']);
  });
});

describe('E12 while a source is behind', () => {
  it('E12 what happened is recorded, what rests on an absence waits, and no reason that waits is lost', async () => {
    await switchOn('R24');
    await store([...lostPatient('p1'), ...lostPatient('p2')], THURSDAY);
    await setRead(THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('open')).toEqual(['p1', 'p2']);
    const asked = (id: string) =>
      record('membership', `${id}-m`, { patientId: id, cancelRequestedAt: '2025-03-06T11:00Z' });
    await store([...lostPatient('p3'), asked('p2'), asked('p3')], THURSDAY);
    await run('2025-03-06T20:00Z');
    expect(await cases('open')).toEqual([
      { patient: 'p1', rules: ['R05', 'R10'] },
      { patient: 'p2', rules: ['R24', 'R05', 'R10'] },
      { patient: 'p3', rules: ['R24'] },
    ]);
    const open = await rows<{ rule: string }>(
      `select f.rule from finding f join patient p on p.id = f.person_id where f.practice_id = $1 and p.source_id = 'p2' and f.closed_at is null order by 1`,
    );
    expect(open.map(({ rule }) => rule)).toEqual(['R05', 'R10', 'R24']);
    await setRead('2025-03-06T20:30Z');
    await run('2025-03-06T20:30Z');
    expect(await cases('open')).toMatchObject([
      { patient: 'p1' },
      { patient: 'p2', rules: ['R24', 'R05', 'R10'] },
      { patient: 'p3', rules: ['R24', 'R05', 'R10'] },
    ]);
  });
});

describe('K30 many new cases at once', () => {
  /** Two a day opened on each of ten days. */
  const usualDays = async () => {
    for (let day = 1; day <= 10; day++) {
      for (let n = 0; n < 2; n++) {
        await test.asSuperuser(
          `insert into case_event (practice_id, id, case_id, at, event, detail) values ($1, $2, $3, $4, 'opened', '{"backlog": false}')`,
          [practiceId, newId(), newId(), new Date(at(THURSDAY) - (day + 1) * 86_400_000)],
        );
      }
    }
  };
  const many = (n: number, from = 1) =>
    Array.from({ length: n }, (_, i) => lostPatient(`p${String(from + i).padStart(2, '0')}`)).flat();
  /** They did not come on Tuesday. */
  const missing = (n: number, from: number) =>
    Array.from({ length: n }, (_, i) => `p${String(from + i).padStart(2, '0')}`).flatMap((id) => {
      const missed = { patientId: id, serviceId: 'pt', startsAt: '2025-03-04T10:00Z', status: 'no_show' as const };
      const written = { created: '2025-02-25T10:00Z', updated: '2025-03-04T11:00Z' };
      return [...lostPatient(id).slice(0, 2), record('appointment', `${id}-a2`, missed, written)];
    });
  const alarms = () =>
    rows<{ code: string; closed: boolean }>(
      `select code, closed_at is not null as closed from alarm where practice_id = $1`,
    );
  const counts = async () =>
    (
      await rows<{ key: string; n: number }>(
        `select state as key, n from case_count where practice_id = $1 and n <> 0 and rule = '' and location_id::text like '00000000%'
            and practitioner_id::text like '00000000%' and state in ('open', 'held', 'closed') order by 1`,
      )
    ).map(({ key, n }) => `${key} ${n}`);

  it('K30 are held: stored, in no list, alarmed once; published by a person they are opened', async () => {
    await usualDays();
    await store(many(10), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('open')).toHaveLength(10);
    await store(many(3, 11), '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    await store(many(1, 14), '2025-03-06T13:10Z');
    await run('2025-03-06T13:10Z');
    expect(await namesOf('held')).toEqual(['p11', 'p12', 'p13', 'p14']);
    expect(await namesOf('open')).toHaveLength(10);
    expect(await alarms()).toEqual([{ code: 'surge_held', closed: false }]);
    expect(await counts()).toEqual(['held 4', 'open 10']);
    expect((await events('p11')).map(({ event }) => event)).toEqual(['held']);

    const surges = new SurgeQueries();
    const summary = await test.db.inPractice(practiceId, (tx) => surges.summary(tx));
    expect(summary).toMatchObject({
      ...{ cases: 4, since: '2025-03-06T13:00:00.000Z', upTo: '2025-03-06T13:10:00.000Z' },
      rules: [
        { rule: 'R05', cases: 4 },
        { rule: 'R10', cases: 4 },
      ],
    });
    expect(summary.people.map(({ name }) => name)).toContain('Sam p14');
    const [held] = await rows<{ id: string }>(
      `select id from off_track_case where practice_id = $1 and state = 'held'`,
    );
    const personId = await personOf('p11');
    await test.db.inPractice(practiceId, async (tx) => {
      expect(await new CaseWorkQueries().find(tx, practiceId, held?.id ?? '')).toBeNull();
      expect(await new CaseWorkQueries().standing(tx, practiceId, [personId])).toEqual([]);
      expect(await new PatientQueries().latestCase(tx, personId)).toBeNull();
    });

    const by = { userId, at: new Date(at('2025-03-06T14:00Z')) };
    const upTo = new Date(at('2025-03-06T13:00Z'));
    expect(await test.db.inPractice(practiceId, (tx) => surges.publish(tx, practiceId, upTo, by))).toBe(3);
    expect((await events('p11')).map(({ event }) => event)).toEqual(['held', 'opened']);
    expect(await counts()).toEqual(['held 1', 'open 13']);
  });

  it('K30 published by a person let more of the same through for the rest of the day, not a second surge, nor one of other reasons', async () => {
    await usualDays();
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('held')).toHaveLength(11);
    const by = { userId, at: new Date(at('2025-03-06T12:30Z')) };
    const surges = new SurgeQueries();
    await test.db.inPractice(practiceId, async (tx) => {
      await surges.publish(tx, practiceId, by.at, by);
      await new AlarmQueries().endAll(tx, practiceId, 'surge_held', by.at);
    });
    await store(many(6, 12), '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    await store(many(5, 18), '2025-03-06T13:10Z');
    await run('2025-03-06T13:10Z');
    expect([(await namesOf('open')).length, await namesOf('held')]).toEqual([22, []]);
    // As many as were published have come: one more is another surge.
    await store(many(1, 23), '2025-03-06T13:20Z');
    await run('2025-03-06T13:20Z');
    expect(await namesOf('held')).toEqual(['p23']);
    const [alarm] = await rows<{ says: string }>(
      `select says from alarm where practice_id = $1 order by opened_at desc limit 1`,
    );
    expect(alarm?.says).toMatch(
      /^12 more patients went off track for the same reasons since 11 were published today\./,
    );
    // Ten who missed their visit are no more than any day may bring; the eleventh is.
    await store(missing(10, 31), '2025-03-06T13:30Z');
    await run('2025-03-06T13:30Z');
    expect(await namesOf('held')).toEqual(['p23']);
    await store(missing(1, 41), '2025-03-06T13:40Z');
    await run('2025-03-06T13:40Z');
    expect(await namesOf('held')).toEqual(['p23', 'p41']);
  });

  it('K30 are published while the evaluation looks at them: neither waits for the other', async () => {
    await usualDays();
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    const by = { userId, at: new Date(at('2025-03-06T12:30Z')) };
    const ids = await rows<{ id: string }>(`select id from off_track_case where practice_id = $1 order by id`);
    await rows(
      'update off_track_case set sort_priority = sort_priority + 1 where practice_id = $1 and id = (select min(id::text)::uuid from off_track_case where practice_id = $1)',
    );
    const lock = 'select from off_track_case where id = $1 for update';
    const { publishing } = await test.db.inPractice(practiceId, async (tx) => {
      await tx.query(lock, [ids[0]?.id]);
      const asked = test.db.inPractice(practiceId, (theirs) =>
        new SurgeQueries().publish(theirs, practiceId, by.at, by),
      );
      asked.catch(() => undefined);
      const waits = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and $1 <> ''`;
      while ((await rows(waits)).length === 0) await delay(5);
      await tx.query(lock, [ids.at(-1)?.id]);
      return { publishing: asked };
    });
    expect(await publishing).toBe(11);
  });

  it('K30 a reason that hardly any of the published had lets no wave of its own through', async () => {
    await usualDays();
    const missed = { patientId: 'p01', serviceId: 'pt', startsAt: '2025-03-04T15:00Z', status: 'no_show' as const };
    const written = { created: '2025-02-25T10:00Z', updated: '2025-03-04T16:00Z' };
    await store([...many(11), record('appointment', 'p01-a3', missed, written)], THURSDAY);
    await run(THURSDAY);
    expect((await cases('held'))[0]?.rules).toEqual(['R06', 'R10']);
    const by = { userId, at: new Date(at('2025-03-06T12:30Z')) };
    await test.db.inPractice(practiceId, (tx) => new SurgeQueries().publish(tx, practiceId, by.at, by));
    await store(missing(11, 31), '2025-03-06T13:30Z');
    await run('2025-03-06T13:30Z');
    expect(await namesOf('held')).toHaveLength(11);
  });

  it('K30 that go away by themselves leave no trace in the figures, and end the alarm', async () => {
    await usualDays();
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('held')).toHaveLength(11);
    const booked = Array.from({ length: 11 }, (_, i) =>
      bookingOf(`p${String(i + 1).padStart(2, '0')}`, 'booked', '2025-03-06T13:00Z'),
    );
    await store(booked, '2025-03-06T13:05Z');
    await run('2025-03-06T13:05Z');
    expect(await namesOf('held')).toEqual([]);
    expect(await counts()).toEqual(['closed 11']);
    expect((await events('p01')).map(({ event }) => event)).toEqual(['held', 'discarded']);
    expect(await alarms()).toEqual([{ code: 'surge_held', closed: true }]);
  });

  it('K30 whose records go away or turn out to be others leave no trace either, and end the alarm', async () => {
    await usualDays();
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('held')).toHaveLength(11);
    const [kept, other, ...others] = await namesOf('held');
    const updated = '2025-03-06T13:00Z';
    await store([record('patient', other!, { mergedInto: kept! }, { updated })], updated);
    await run(updated);
    expect(await namesOf('held')).toHaveLength(10);
    await store(
      [kept!, other!, ...others].map((id) => gone('patient', id, updated)),
      '2025-03-06T13:05Z',
    );
    await run('2025-03-06T13:05Z');
    expect(await namesOf('held')).toEqual([]);
    const said = await rows<{ event: string }>(
      `select distinct e.event from case_event e join off_track_case c on c.id = e.case_id where e.practice_id = $1 order by 1`,
    );
    expect(said.map(({ event }) => event)).toEqual(['discarded', 'held']);
    expect(await alarms()).toEqual([{ code: 'surge_held', closed: true }]);
  });

  it('K30 discarded by a person are not found again for the same, and are for what comes later', async () => {
    await usualDays();
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    const by = { userId, at: new Date(at('2025-03-06T14:00Z')) };
    await test.db.inPractice(practiceId, (tx) => new SurgeQueries().discard(tx, practiceId, by.at, by));
    await test.asSuperuser(`update evaluation set hash = '' where practice_id = $1`, [practiceId]);
    await runner.runFull({ practiceId, now: at('2025-03-06T15:00Z') });
    expect([await namesOf('held'), await namesOf('open')]).toEqual([[], []]);
    await run('2025-03-28T12:00Z');
    expect((await cases('held')).concat(await cases('open'))).toHaveLength(11);
  });

  it('K30 X17 are not held where a rule was set within the day: a person has seen whom it lists', async () => {
    await usualDays();
    await switchOn('R05', THURSDAY);
    await switchOn('R10', THURSDAY);
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('open')).toHaveLength(11);
  });

  it('K30 X17 whom a rule that was set today brings does not count against those who come beside them', async () => {
    await usualDays();
    await setTo('R10', 'off');
    await switchOn('R05', THURSDAY);
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('open')).toHaveLength(11);
    await store(missing(1, 12), '2025-03-06T13:00Z');
    await run('2025-03-06T13:00Z');
    expect(await cases('held')).toEqual([]);
    expect((await cases('open')).find(({ patient }) => patient === 'p12')?.rules).toEqual(['R06', 'R02']);
  });

  it('K30 are believed where nobody can say yet what is usual', async () => {
    await store(many(11), THURSDAY);
    await run(THURSDAY);
    expect(await namesOf('open')).toHaveLength(11);
  });
});

const switchOn = (rule: string, from?: string): Promise<void> => setTo(rule, 'on', from);

async function setTo(rule: string, mode: 'on' | 'off', from = '2025-01-01T00:00Z'): Promise<void> {
  await test.asSuperuser(
    `insert into rule_setting (practice_id, id, rule, mode, version, valid_from) values ($1, $2, $3, $4, 1, $5)`,
    [practiceId, newId(), rule, mode, new Date(at(from))],
  );
}

const setRead = (read: string) =>
  test.db.inPractice(practiceId, (tx) =>
    tx.update(Connection, { practiceId, id: connection.id }, { lastSuccessAt: new Date(at(read)) }),
  );

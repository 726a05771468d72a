import { CaseActQueries, CaseWorkQueries, Connection, newId, OutreachStops } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { bookingOf, lostPatient } from '../../../../test/support/lost-patient.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { aRunningSequence } from '../../../../test/support/worked-cases.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import { WakeRunner } from './wake-runner.js';

let test: TestDatabase;
let runner: EvaluationRunner;
let wakes: WakeRunner;
let connection: Connection;
let practiceId: string;
let userId: string;
const acts = new CaseActQueries();
const work = new CaseWorkQueries();
const DAY = 86_400_000;
const THURSDAY = '2025-03-06T12:00Z';

beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
  wakes = new WakeRunner(test.db);
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
  connection = await aConnection(test.db, practiceId);
  ({ id: userId } = await aUser(test.db, practiceId, ['coordinator']));
  await store([record('location', 'main'), record('service', 'pt'), ...lostPatient('p1')], '2025-03-03T11:00Z');
  await evaluate(THURSDAY);
});

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const evaluate = (now: string | number) => runner.run({ practiceId, now: typeof now === 'string' ? at(now) : now });
const rows = <Row extends Record<string, unknown>>(sql: string) => test.asSuperuser<Row>(sql, [practiceId]);
const theCase = async () => {
  const [found] = await rows<{
    id: string;
    person_id: string;
    state: string;
    wake_at: Date | null;
    wake_because: string | null;
  }>(
    `select id, person_id, state, closing, wake_at, wake_because, outreach from off_track_case where practice_id = $1 order by first_opened_at desc limit 1`,
  );
  if (found === undefined) throw new Error('there is no case');
  return found;
};
const running = async () => {
  const { id: caseId, person_id: personId } = await theCase();
  return aRunningSequence(test, practiceId, { caseId, personId, byUserId: userId });
};
const states = async (table: 'enrolment' | 'outbox_message' | 'touchpoint') =>
  (await rows<{ state: string }>(`select state from ${table} where practice_id = $1 order by id`)).map(
    ({ state }) => state,
  );

/** Rests the case until then, as the API does. */
async function snooze(until: string): Promise<void> {
  const { id, person_id: personId } = await theCase();
  await test.db.inPractice(practiceId, async (tx) => {
    const found = await work.find(tx, practiceId, id);
    if (found === null) throw new Error('the case is gone');
    await acts.snooze(tx, practiceId, {
      ...{ personId, caseId: id, rules: found.shelf.rules, wakeOn: until.slice(0, 10), until: new Date(until) },
      ...{ reason: 'holidays', note: null, byUserId: userId, at: new Date(THURSDAY) },
    });
    await work.change(tx, practiceId, [found], {
      state: 'snoozed',
      wakeAt: new Date(until).toISOString(),
      wakeBecause: 'snooze',
    });
  });
}

describe('what the records end', () => {
  it('K27 E01 a death recorded late cancels what waits, in the same transaction', async () => {
    await running();
    await store(
      [record('patient', 'p1', { deceasedAt: '2025-03-01T00:00Z' }, { updated: '2025-03-06T13:00Z' })],
      '2025-03-06T13:00Z',
    );
    await test.asSuperuser(
      `create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
       create trigger refuse before update on outbox_message for each row execute function refuse()`,
    );
    await expect(evaluate('2025-03-06T13:00Z')).rejects.toThrow('not now');
    expect([(await theCase()).state, await states('outbox_message')]).toEqual(['open', ['due', 'planned']]);
    await test.asSuperuser('drop trigger refuse on outbox_message');

    await evaluate('2025-03-06T13:00Z');
    expect(await theCase()).toMatchObject({ state: 'closed', closing: 'excluded', outreach: null });
    expect(await states('outbox_message')).toEqual(['cancelled', 'cancelled']);
    expect(await states('enrolment')).toEqual(['stopped']);
    const events = await rows<{ because: string }>(
      `select detail->>'because' as because from message_event where practice_id = $1 and event = 'cancelled'`,
    );
    expect(events).toEqual([{ because: 'excluded' }, { because: 'excluded' }]);
  });

  it('K27 a message that is claimed has left our hands: it is not touched', async () => {
    const { messageIds } = await running();
    await test.asSuperuser(`update outbox_message set state = 'sending' where id = $1`, [messageIds[0]]);
    const { person_id: personId } = await theCase();
    const stopped = await test.db.inPractice(practiceId, (tx) =>
      new OutreachStops().stop(tx, practiceId, [personId], 'staff', new Date(THURSDAY), userId),
    );
    expect(stopped.map((each) => each.messageIds)).toEqual([[messageIds[1]]]);
  });

  it('a booking stops what runs; the visit says what was done before it', async () => {
    const { messageIds } = await running();
    const { id: caseId, person_id: personId } = await theCase();
    await test.asSuperuser(`update outbox_message set state = 'delivered', accepted_at = $2 where id = $1`, [
      ...[messageIds[0], new Date('2025-03-06T12:30Z')],
    ]);
    await test.db.inPractice(practiceId, (tx) =>
      acts.touchpoint(tx, practiceId, {
        ...{ personId, caseId, household: `p:${personId}`, channel: 'call', state: 'done', outcome: 'booked' },
        ...{ isConversation: true, nextKind: 'booked', recordedAt: new Date('2025-03-06T12:45Z') },
      }),
    );
    await store([bookingOf('p1', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await evaluate('2025-03-06T14:00Z');
    expect([(await theCase()).state, await states('enrolment'), await states('outbox_message')]).toEqual([
      ...['resolved', ['stopped'], ['delivered', 'cancelled']],
    ]);
    await store([bookingOf('p1', 'completed', '2025-03-10T11:00Z')], '2025-03-10T11:00Z');
    await evaluate('2025-03-10T12:00Z');
    const [closed] = await rows<{ detail: object }>(
      `select detail from case_event where practice_id = $1 and event = 'closed'`,
    );
    expect(closed?.detail).toEqual({
      ...{ because: 'visited', closing: 'returned', calls: 1, conversations: 1, messages: 1 },
      ...{ lastIntervention: 'call', daysSince: 3 },
    });
  });
});

describe('a rest', () => {
  it('E09 S2-12 wakes on its day at opening time, not a moment before', async () => {
    await snooze('2025-04-07T08:00:00Z');
    const early = await wakes.run(practiceId, at('2025-04-07T08:00Z') - 1);
    expect([early.woken, early.nextDueAt, (await theCase()).state]).toEqual([0, at('2025-04-07T08:00Z'), 'snoozed']);
    expect((await wakes.run(practiceId, at('2025-04-07T08:00Z'))).woken).toBe(1);
    expect(await theCase()).toMatchObject({ state: 'open', wake_at: null, wake_because: 'snooze' });
    const [ended] = await rows<{ ended_because: string }>('select ended_because from snooze where practice_id = $1');
    expect(ended?.ended_because).toBe('date');
    expect(await wakes.run(practiceId, at('2025-04-07T08:00Z'))).toMatchObject({ woken: 0, nextDueAt: null });
    const counts = await rows(`select state, n from case_count where practice_id = $1 and rule = '' and n <> 0
       and location_id::text like '00000000%' and practitioner_id::text like '00000000%'`);
    expect(counts).toEqual([{ state: 'open', n: 1 }]);
  });

  it('E09 goes on when a booking came and went before its day', async () => {
    await snooze('2025-04-07T08:00:00Z');
    await store([bookingOf('p1', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await evaluate('2025-03-06T14:00Z');
    expect(await theCase()).toMatchObject({ state: 'resolved', wake_at: null });
    await store([bookingOf('p1', 'cancelled', '2025-03-07T10:00Z')], '2025-03-07T10:00Z');
    await evaluate('2025-03-12T12:00Z');
    expect(await theCase()).toMatchObject({
      state: 'snoozed',
      wake_at: new Date('2025-04-07T08:00Z'),
      wake_because: 'snooze',
    });
  });

  it('E09 K31 the clinic’s own cancellation wakes it before its day', async () => {
    await snooze('2025-04-07T08:00:00Z');
    await store([bookingOf('p1', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await store([bookingOf('p1', 'cancelled', '2025-03-07T10:00Z', 'clinic')], '2025-03-07T10:00Z');
    let due: number | null = at('2025-03-07T10:00Z');
    for (let n = 0; n < 10 && due !== null && due < at('2025-03-15T00:00Z'); n += 1)
      ({ nextDueAt: due } = await evaluate(due));
    expect(await theCase()).toMatchObject({ state: 'open', wake_at: null, wake_because: 'rule' });
    const [ended] = await rows<{ ended_because: string }>('select ended_because from snooze where practice_id = $1');
    expect(ended?.ended_because).toBe('rule');
  });
});

it('E14 while “not now” holds no case opens; when it ends they are asked about again', async () => {
  const { id, person_id: personId } = await theCase();
  const until = at('2025-03-20T12:30Z');
  await test.db.inPractice(practiceId, async (tx) => {
    const found = await work.find(tx, practiceId, id);
    if (found === null) throw new Error('the case is gone');
    const said = {
      personId,
      kind: 'not_now',
      until: new Date(until),
      reason: 'asked_later',
      caseId: id,
      byUserId: userId,
    };
    await acts.contactStop(tx, practiceId, { ...said, at: new Date(THURSDAY) });
    await work.change(tx, practiceId, [found], {
      state: 'closed',
      closing: 'declined',
      closedAt: new Date(THURSDAY).toISOString(),
    });
  });
  await runner.runFull({ practiceId, now: at('2025-03-20T12:00Z') });
  expect((await theCase()).state).toBe('closed');
  expect(await wakes.run(practiceId, until - 1)).toMatchObject({ stops: 0, nextDueAt: until });
  expect((await wakes.run(practiceId, until)).stops).toBe(1);
  const [job] = await rows<{ kind: string }>(`select kind from job where practice_id = $1 and kind = 'evaluate'`);
  expect(job?.kind).toBe('evaluate');
  // Nothing else has changed: the answer is the same, and still the case is looked at.
  await evaluate(until);
  expect(await rows(`select 1 from off_track_case where practice_id = $1 and state = 'open'`)).toHaveLength(1);
});

it('X16 a claim that has run out is taken away and told; a promised talk brings its case back once', async () => {
  const { id: caseId, person_id: personId } = await theCase();
  await test.asSuperuser(
    `insert into case_lease (practice_id, household, case_id, person_id, holder_user_id, claimed_at, until) values ($1, 'p:x', $2, $3, $4, now(), now() - interval '1 second')`,
    [practiceId, caseId, personId, userId],
  );
  const due = new Date('2025-03-08T10:00Z');
  await test.db.inPractice(practiceId, async (tx) => {
    await acts.touchpoint(tx, practiceId, {
      ...{
        personId,
        caseId,
        household: 'p:x',
        channel: 'call',
        state: 'planned',
        plannedFor: due,
        recordedAt: new Date(THURSDAY),
      },
    });
    const found = await work.find(tx, practiceId, caseId);
    if (found !== null) await work.change(tx, practiceId, [found], { state: 'in_outreach', outreach: 'call' });
  });
  expect(await wakes.run(practiceId, due.getTime() - 1)).toMatchObject({
    leases: 1,
    woken: 0,
    nextDueAt: due.getTime(),
  });
  expect(await wakes.run(practiceId, due.getTime())).toMatchObject({ leases: 0, woken: 1, nextDueAt: null });
  expect(await theCase()).toMatchObject({ state: 'open', wake_because: 'call_back' });
  expect((await wakes.run(practiceId, due.getTime() + DAY)).woken).toBe(0);
});

it('K03 what was said and done goes with the records of a merged patient', async () => {
  await snooze('2025-04-07T08:00:00Z');
  const { person_id: loserId } = await theCase();
  await test.asSuperuser(
    `insert into intervention_act (practice_id, id, person_id, kind, key, version, title, outcome, by_user_id, at)
     values ($1, gen_random_uuid(), $2, 'handoff', 'answer_them', 1, 'Answer what they asked', 'done', gen_random_uuid(), $3)`,
    [practiceId, loserId, new Date('2025-03-06T12:00Z')],
  );
  await store([record('patient', 'p2', { givenName: 'Sam', familyName: 'p1' })], '2025-03-06T13:00Z');
  const survivorId = newId();
  await test.asSuperuser(`update patient set id = $2, person_id = $2 where practice_id = $1 and source_id = 'p2'`, [
    practiceId,
    survivorId,
  ]);
  await test.asSuperuser(`update patient set person_id = $2 where practice_id = $1 and source_id = 'p1'`, [
    practiceId,
    survivorId,
  ]);
  await test.asSuperuser(
    `insert into changed_patient (practice_id, person_id, since) values ($1, $2, now()), ($1, $3, now()) on conflict do nothing`,
    [practiceId, loserId, survivorId],
  );
  await evaluate('2025-03-06T14:00Z');
  expect(await theCase()).toMatchObject({
    person_id: survivorId,
    state: 'snoozed',
    wake_at: new Date('2025-04-07T08:00Z'),
  });
  const [moved] = await rows<{ person_id: string; ended_at: null }>(
    'select person_id, ended_at from snooze where practice_id = $1',
  );
  expect(moved).toEqual({ person_id: survivorId, ended_at: null });
  expect(await rows('select person_id from intervention_act where practice_id = $1')).toEqual([
    { person_id: survivorId },
  ]);
});

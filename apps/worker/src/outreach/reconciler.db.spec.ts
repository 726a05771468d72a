import { jest } from '@jest/globals';
import { JobQueries } from '@keepwell/database';
import { aReachablePatient, aSendingPractice } from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { diceOf, startFakeTwilio, type FakeTwilio, type Mode } from '../../../../test/support/outreach/fake-twilio.js';
import { messageOf, outreachUnderTest, sendByTwilio } from '../../../../test/support/outreach/outreach-under-test.js';
import { OUTREACH_TIMES } from './outreach-times.js';

jest.setTimeout(900_000);

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 8 });
});
afterAll(() => test.close());

const never = new AbortController().signal;
const TIMES = OUTREACH_TIMES;
const HISTORIES = 1_000;

/** Lets the database believe that so much time has passed since it last knew something of these messages. */
async function later(practiceId: string, ms: number): Promise<void> {
  await test.asSuperuser(
    `update outbox_message set unknown_since = unknown_since - $2 * interval '1 millisecond',
            last_lookup_at = last_lookup_at - $2 * interval '1 millisecond' where practice_id = $1`,
    [practiceId, ms],
  );
}

async function unknownOne(twilio: FakeTwilio, resendUnknown: boolean) {
  const now = Date.now();
  const settings = { sending: { enabled: true, resendUnknown } };
  const practice = await aSendingPractice(test.db, { at: now, settings });
  await sendByTwilio(test, practice.id);
  const patient = await aReachablePatient(test.db, practice, { at: now });
  const id = await patient.message({ dueAt: new Date(now - 1000) });
  const under = outreachUnderTest(test, { times: TIMES, twilioUrl: twilio.url });
  expect((await under.runner.run(practice.id, never)).counts).toEqual({ unknown: 1 });
  return { practice, id, under };
}

describe('O-06 a message that may have left', () => {
  const modes: Mode[] = [];
  let twilio: FakeTwilio;
  beforeEach(async () => {
    modes.length = 0;
    twilio = await startFakeTwilio({ seed: 6, next: (request) => modes[request] ?? 'accept' });
  });
  afterEach(() => twilio.close());

  it('is left alone for 15 minutes, then found at the provider', async () => {
    modes.push('accept_then_500');
    const { practice, id, under } = await unknownOne(twilio, false);
    await later(practice.id, 14.9 * 60_000);
    expect((await under.runner.run(practice.id, never)).counts).toEqual({});
    await later(practice.id, 6_000);
    expect((await under.runner.run(practice.id, never)).counts).toEqual({ looked_up: 1 });
    expect(await messageOf(test, id)).toMatchObject({ state: 'accepted', providerId: twilio.accepted[0]?.sid });
    await under.close();
  });

  it.each<[boolean, string, number]>([
    [false, 'review', 0],
    [true, 'accepted', 1],
  ])('absent twice, ten minutes apart, with sending again allowed (%s) it ends as %s', async (again, state, sent) => {
    modes.push('500');
    const { practice, id, under } = await unknownOne(twilio, again);
    await later(practice.id, 15 * 60_000);
    await under.runner.run(practice.id, never);
    expect(await messageOf(test, id)).toMatchObject({ state: 'unknown', lookups: 1 });
    await later(practice.id, 9.9 * 60_000);
    expect((await under.runner.run(practice.id, never)).counts).toEqual({});
    await later(practice.id, 6_000);
    await under.runner.run(practice.id, never);
    expect(await messageOf(test, id)).toMatchObject({ state });
    expect(twilio.accepted).toHaveLength(sent);
    await under.close();
  });

  it('is sent once more at most, and never when its window is over', async () => {
    modes.push('500', '500');
    const { practice, id, under } = await unknownOne(twilio, true);
    for (let pass = 0; pass < 5; pass += 1) {
      await later(practice.id, 15 * 60_000);
      await under.runner.run(practice.id, never);
    }
    expect(await messageOf(test, id)).toMatchObject({ state: 'review', resent: true, attempts: 2 });
    await under.close();
  });

  it(`of ${HISTORIES} seeded histories none ends with a message sent twice`, async () => {
    const dice = diceOf(66);
    const kinds: Mode[] = ['accept', 'accept_then_500', '500', 'reset', '429'];
    const now = Date.now();
    const settings = { sending: { enabled: true, resendUnknown: true } };
    const practice = await aSendingPractice(test.db, { at: now, settings });
    await sendByTwilio(test, practice.id);
    await test.asSuperuser(
      `insert into sending_hold (practice_id, id, reason, says, numbers, at, released_at)
       values ($1, gen_random_uuid(), 'blast_radius', '', '{"would": 100000}', now(), now())`,
      [practice.id],
    );
    for (let n = 0; n < HISTORIES * 4; n += 1) modes.push(kinds[Math.floor(dice() * kinds.length)] ?? 'accept');
    for (let n = 0; n < HISTORIES; n += 1) {
      const phone = `+447700900${String(n).padStart(3, '0')}`;
      const patient = await aReachablePatient(test.db, practice, { at: now, phone });
      await patient.message({ dueAt: new Date(now - 1000) });
    }
    const under = outreachUnderTest(test, { times: TIMES, twilioUrl: twilio.url });
    for (let pass = 0; pass < 100; pass += 1) {
      const { nextDueAt } = await under.runner.run(practice.id, never);
      if (nextDueAt === null) break;
      await later(practice.id, 15 * 60_000);
      await test.asSuperuser(`update outbox_message set due_at = now() where practice_id = $1 and state = 'due'`, [
        practice.id,
      ]);
    }
    const numbers = twilio.accepted.map(({ to }) => to);
    expect(new Set(numbers).size).toBe(numbers.length);
    const rows = await test.asSuperuser<{ state: string; to: string }>(
      'select state, to_address as "to" from outbox_message where practice_id = $1',
      [practice.id],
    );
    // Nothing is lost: it left and is known to have, or a person is asked.
    expect(rows.filter(({ state, to }) => state !== (numbers.includes(to) ? 'accepted' : 'review'))).toEqual([]);
    await under.close();
  });
});

describe('O-08 a queue that forgot everything', () => {
  it('loses none of 1,000 due messages: the sweep of the database finds the job', async () => {
    const now = Date.now();
    const practice = await aSendingPractice(test.db, { at: now });
    const patient = await aReachablePatient(test.db, practice, { at: now });
    await patient.message({ dueAt: new Date(now - 1000) });
    await test.asSuperuser(
      `with p as (insert into patient (practice_id, id, connection_id, stream, source_id, observed_at, sequence, content_hash, person_id, phone)
         select practice_id, n.id, connection_id, stream, 'many-' || n.id, observed_at, 1, content_hash, n.id, phone
           from patient cross join (select gen_random_uuid() as id from generate_series(1, 999)) n where patient.id = $1 returning practice_id, id),
       c as (insert into off_track_case (practice_id, id, person_id, state, class, rules, reason, since, first_opened_at)
         select practice_id, id, id, 'in_outreach', 'S2', '{R05}', 'Nothing is booked.', now(), now() from p returning id)
       insert into outbox_message (practice_id, id, origin_id, kind, person_id, case_id, household, step, channel, purpose, template_id, body, state, due_at)
       select p.practice_id, gen_random_uuid(), p.id, 'sequence', p.id, p.id, 'p:' || p.id, 0, 'sms', 'service', $2,
              'Harbour Physio: we kept your place. Call us.', 'due', now() from p`,
      [patient.personId, practice.templateId],
    );
    await test.asSuperuser(
      `insert into sending_hold (practice_id, id, reason, says, numbers, at, released_at)
       values ($1, gen_random_uuid(), 'blast_radius', '', '{"would": 100000}', now(), now())`,
      [practice.id],
    );
    const jobs = new JobQueries();
    await test.db.inPractice(practice.id, (tx) => jobs.owe(tx, practice.id, 'outreach', practice.id));
    const found = await test.db.asDispatcher((tx) => jobs.findDue(tx, ['outreach'], 10));
    expect(found.map(({ practiceId }) => practiceId)).toContain(practice.id);
    const under = outreachUnderTest(test);
    const from = performance.now();
    expect((await under.runner.run(practice.id, never)).counts).toEqual({ accepted: 1000 });
    process.stderr.write(`O-08: ${Math.round((performance.now() - from) / 1000)} s\n`);
    const [row] = await test.asSuperuser<{ n: number }>(
      'select count(*)::int as n from local_delivery where practice_id = $1',
      [practice.id],
    );
    expect(row?.n).toBe(1000);
    await under.close();
  });
});

import { jest } from '@jest/globals';
import { ContactLock, newId, SecretStore, Suppression } from '@keepwell/database';
import {
  aReachablePatient,
  aSendingPractice,
  type SendingPractice,
} from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { diceOf, startFakeTwilio, type Mode } from '../../../../test/support/outreach/fake-twilio.js';
import {
  eventsOf,
  messageOf,
  outreachUnderTest,
  sendByTwilio,
  SHORT_TIMES,
} from '../../../../test/support/outreach/outreach-under-test.js';
import type { FaultPoint } from './fault-points.js';
import { OUTREACH_TIMES } from './outreach-times.js';

jest.setTimeout(60_000);

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile({ poolSize: 12 });
});
afterAll(() => test.close());

/** A Tuesday, 12:00 in London. */
const NOON = Date.UTC(2026, 5, 9, 11);
const HOUR = 3_600_000;
const never = new AbortController().signal;

async function oneMessage(at = NOON, given: Parameters<typeof aReachablePatient>[2] = { at }) {
  const practice = await aSendingPractice(test.db, { at });
  const patient = await aReachablePatient(test.db, practice, given);
  return { practice, patient, id: await patient.message({ dueAt: new Date(at - 1000) }) };
}

describe('sending by the local outbox', () => {
  it('X06 X14 sends once and keeps what allowed it', async () => {
    const { practice, id } = await oneMessage();
    const { sender, runner } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect(await sender.send(practice.id, id)).toBe('accepted');
    expect(await sender.send(practice.id, id)).toBe('gone');
    expect((await runner.run(practice.id, never)).counts).toEqual({});
    const deliveries = await test.asSuperuser('select body, to_address from local_delivery where practice_id = $1', [
      practice.id,
    ]);
    expect(deliveries).toEqual([
      { to_address: '+447700900123', body: 'Harbour Physio: we kept your place. Call us.\nReply STOP to opt out.' },
    ]);
    const { decision, provider } = await messageOf(test, id);
    expect(provider).toBe('local');
    expect(decision).toMatchObject({
      at: NOON,
      verdict: { allowed: true, because: [], restsOn: { contactsToday: 0 } },
      checked: { consents: 0, suppressions: 0, place: 'GB-ENG', zones: [{ zone: 'Europe/London', from: 'clinic' }] },
      template: practice.templateId,
      text: { optOutLine: true, segments: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(await eventsOf(test, id)).toEqual(['claimed', 'accepted']);
  });

  it('E05 sends a text that greets a guardian to this guardian alone', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const home = { at: NOON, householdId: 'H5' };
    const child = await aReachablePatient(test.db, practice, { ...home, birthDate: '2015-01-01' });
    const mother = await aReachablePatient(test.db, practice, {
      ...home,
      phone: '+447700900701',
      birthDate: '1980-01-01',
    });
    await aReachablePatient(test.db, practice, { ...home, phone: '+447700900702', birthDate: '1985-01-01' });
    const greeted = {
      field: 'guardian.givenName',
      value: 'Robin',
      class: 1,
      source: 'patient',
      recordId: mother.personId,
    };
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    const write = async (step: number) => {
      const id = await child.message({ step, dueAt: new Date(NOON - 1000) });
      await test.asSuperuser('update outbox_message set facts = $2 where id = $1', [id, JSON.stringify([greeted])]);
      return id;
    };
    const late = await write(1);
    await test.asSuperuser('update patient set deceased_at = $2 where id = $1', [
      mother.personId,
      new Date(NOON - HOUR),
    ]);
    expect(await sender.send(practice.id, late)).toBe('cancelled');
    expect(await messageOf(test, late)).toMatchObject({ state: 'cancelled', cancelledBecause: 'text' });
    await test.asSuperuser('update patient set deceased_at = null where id = $1', [mother.personId]);
    expect(await sender.send(practice.id, await write(2))).toBe('accepted');
  });

  it('T-06 plans a late claim anew instead of sending it', async () => {
    const night = Date.UTC(2026, 5, 9, 20, 30);
    const { practice, id } = await oneMessage(night);
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => night });
    expect(await sender.send(practice.id, id)).toBe('replanned');
    const message = await messageOf(test, id);
    expect(message).toMatchObject({ state: 'planned', dueAt: new Date(Date.UTC(2026, 5, 10, 8)) });
    expect(await eventsOf(test, id)).toEqual(['replanned']);
    expect(await test.asSuperuser('select 1 from local_delivery where practice_id = $1', [practice.id])).toEqual([]);
  });

  it('T-06 lets a message expire whose window comes too late', async () => {
    const night = Date.UTC(2026, 5, 9, 20, 30);
    const practice = await aSendingPractice(test.db, { at: night });
    const patient = await aReachablePatient(test.db, practice, { at: night });
    const id = await patient.message({ dueAt: new Date(night - 1000), latestAt: new Date(night + HOUR) });
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => night });
    expect(await sender.send(practice.id, id)).toBe('expired');
  });

  it('X05 cancels what somebody has booked meanwhile, with everything that follows, and shows the case to a person', async () => {
    const { practice, patient, id } = await oneMessage();
    const later = await patient.message({ step: 1, channel: 'email', dueAt: new Date(NOON + 48 * HOUR) });
    await patient.book({ startsAt: NOON + 72 * HOUR, status: 'booked' });
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect(await sender.send(practice.id, id)).toBe('cancelled');
    for (const each of [id, later]) {
      expect(await messageOf(test, each)).toMatchObject({ state: 'cancelled', cancelledBecause: 'booked' });
    }
    const [enrolment] = await test.asSuperuser('select state, stopped_because from enrolment where id = $1', [
      patient.enrolmentId,
    ]);
    expect(enrolment).toEqual({ state: 'stopped', stopped_because: 'booked' });
  });

  it('X16 waits while somebody has the case in hand; their own first text, which they have just started, does not', async () => {
    const { practice, patient, id } = await oneMessage();
    const later = await patient.message({ step: 1, channel: 'email', dueAt: new Date(NOON - 1000) });
    const [started] = await test.asSuperuser<{ by: string }>(
      'select started_by_user_id as by from enrolment where id = $1',
      [patient.enrolmentId],
    );
    const inHandOf = (holder: string) =>
      test.asSuperuser(
        `insert into case_lease (practice_id, household, case_id, person_id, holder_user_id, claimed_at, until)
         select practice_id, household, case_id, person_id, $2, now(), now() + interval '10 minutes' from outbox_message where id = $1
         on conflict (practice_id, household) do update set holder_user_id = excluded.holder_user_id`,
        [id, holder],
      );
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    await inHandOf(started?.by ?? '');
    expect(await sender.send(practice.id, later)).toBe('replanned');
    await inHandOf(newId());
    expect(await sender.send(practice.id, id)).toBe('replanned');
    await test.asSuperuser('update outbox_message set due_at = $2 where id = $1', [id, new Date(NOON - 1000)]);
    await inHandOf(started?.by ?? '');
    expect(await sender.send(practice.id, id)).toBe('accepted');
  });

  it('X08 waits while a source is behind, and sends when it has been read', async () => {
    const { practice, id } = await oneMessage();
    const readAt = (at: number) =>
      test.asSuperuser('update connection set last_success_at = $2 where practice_id = $1', [
        practice.id,
        new Date(at),
      ]);
    await readAt(NOON - 7 * HOUR);
    let now = NOON;
    const { sender, runner } = outreachUnderTest(test, { hours: 'daytime', now: () => now });
    expect(await sender.send(practice.id, id)).toBe('replanned');
    now = NOON + HOUR;
    expect((await runner.run(practice.id, never)).counts).toEqual({ replanned: 1 });
    expect(await eventsOf(test, id)).toEqual(['replanned']);
    await readAt(now);
    now += HOUR;
    expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 1 });
  });

  it('K27 does not send to somebody who has died since', async () => {
    const { practice, patient, id } = await oneMessage();
    await test.asSuperuser('update patient set deceased_at = $2 where id = $1', [patient.personId, new Date(NOON - 1)]);
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect(await sender.send(practice.id, id)).toBe('cancelled');
    expect(await messageOf(test, id)).toMatchObject({ cancelledBecause: 'excluded' });
  });

  it.each([
    ['was taken back', `update message_template set state = 'retired' where practice_id = $1`],
    ['no longer passes', `update message_template set body = 'Last chance: {{ plan.line }}' where practice_id = $1`],
  ])('M-01 C-12 refuses again at send a text whose template %s', async (_what, sql) => {
    const { practice, id } = await oneMessage();
    await test.asSuperuser(sql, [practice.id]);
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect(await sender.send(practice.id, id)).toBe('cancelled');
    expect(await messageOf(test, id)).toMatchObject({ cancelledBecause: 'text' });
  });

  it('C-13 says how to opt out in the first text and every thirtieth day, C-14 in every mail by a link', async () => {
    const { practice, patient } = await oneMessage();
    const { runner } = outreachUnderTest(test, { now: () => at });
    let at = NOON;
    await runner.run(practice.id, never);
    for (const [step, days] of [
      [1, 5],
      [2, 29.9],
      [3, 60],
    ] as const) {
      at = NOON + days * 24 * HOUR;
      await test.asSuperuser('update connection set last_success_at = $2 where practice_id = $1', [
        practice.id,
        new Date(at),
      ]);
      await test.asSuperuser(`update enrolment set state = 'running' where practice_id = $1`, [practice.id]);
      await patient.message({ step, dueAt: new Date(at), latestAt: new Date(at + HOUR) });
      expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 1 });
    }
    const rows = await test.asSuperuser<{ body: string }>(
      'select body from local_delivery where practice_id = $1 order by at',
      [practice.id],
    );
    expect(rows.map(({ body }) => body.includes('STOP'))).toEqual([true, false, false, true]);

    at = NOON + 62 * 24 * HOUR;
    await test.asSuperuser('update connection set last_success_at = $2 where practice_id = $1', [
      practice.id,
      new Date(at),
    ]);
    const mail = {
      channel: 'email',
      subject: 'From Harbour Physio',
      dueAt: new Date(at),
      latestAt: new Date(at + HOUR),
    };
    await patient.message({ step: 4, ...mail, body: 'Harbour Physio here. We kept your place.' });
    await test.asSuperuser(
      `update message_template set channel = 'email', subject = 'From us' where practice_id = $1`,
      [practice.id],
    );
    expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 1 });
    const [sent] = await test.asSuperuser<{ body: string; html: string; headers: Record<string, string> }>(
      `select body, html, headers from local_delivery where practice_id = $1 and channel = 'email'`,
      [practice.id],
    );
    const link = /<(https:\/\/clinic\.example\/u\/[^>]+)>/.exec(sent?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
    expect(link).toMatch(new RegExp(`/u/${practice.id}/[\\w-]{43}$`));
    expect(sent?.headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect([sent?.body, sent?.html].every((text) => text?.includes(link) && text.includes('1 Quay Street'))).toBe(true);
  });

  it('brings a step that is a call back to the list, and ends the sequence', async () => {
    const { practice, patient } = await oneMessage();
    await patient.message({ step: 1, channel: 'call', dueAt: new Date(NOON), body: '' });
    const { runner } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 1, called: 1 });
    const [row] = await test.asSuperuser(
      `select c.state, c.outreach, c.wake_because, e.state as enrolment from off_track_case c join enrolment e on e.case_id = c.id where c.id = $1`,
      [patient.caseId],
    );
    expect(row).toEqual({ state: 'open', outreach: 'call', wake_because: 'sequence', enrolment: 'finished' });
  });
});

describe('O-01 what a provider answers', () => {
  it.each<[Mode, string, string[]]>([
    ['accept', 'accepted', ['claimed', 'accepted']],
    ['429', 'due', ['claimed', 'try_later']],
    ['500', 'unknown', ['claimed', 'unknown']],
    ['accept_then_500', 'unknown', ['claimed', 'unknown']],
    ['accept_then_hang', 'unknown', ['claimed', 'unknown']],
    ['reset', 'unknown', ['claimed', 'unknown']],
  ])('after %s the message is %s', async (mode, state, events) => {
    const { practice, id } = await oneMessage();
    await sendByTwilio(test, practice.id);
    const twilio = await startFakeTwilio({ seed: 1, next: () => mode });
    const times = { ...OUTREACH_TIMES, providerTimeoutMs: 400 };
    const under = outreachUnderTest(test, { now: () => NOON, times, twilioUrl: twilio.url });
    try {
      expect(await under.sender.send(practice.id, id)).toBe(state);
      expect(await eventsOf(test, id)).toEqual(events);
      // Never again blindly: the next pass leaves it alone until it has been asked about.
      if (state === 'unknown') expect((await under.runner.run(practice.id, never)).counts).toEqual({});
    } finally {
      await under.close();
      await twilio.close();
    }
  });
});

describe('O-04 a claim that grew old', () => {
  it('is left before the socket is written, and the message is due again', async () => {
    const { practice, id } = await oneMessage();
    await sendByTwilio(test, practice.id);
    const twilio = await startFakeTwilio({ seed: 1 });
    const faults = async (point: FaultPoint) => {
      if (point === 'claim_after_commit')
        await new Promise((later) => setTimeout(later, SHORT_TIMES.claimFreshMs + 20));
    };
    const late = outreachUnderTest(test, { now: () => NOON, times: SHORT_TIMES, twilioUrl: twilio.url, faults });
    const quick = outreachUnderTest(test, { now: () => NOON, twilioUrl: twilio.url });
    try {
      expect(await late.sender.send(practice.id, id)).toBe('due');
      expect(twilio.accepted).toEqual([]);
      expect(await quick.sender.send(practice.id, id)).toBe('accepted');
      expect(twilio.accepted).toHaveLength(1);
      expect(await eventsOf(test, id)).toEqual(['claimed', 'abandoned', 'claimed', 'accepted']);
    } finally {
      await Promise.all([late.close(), quick.close()]);
      await twilio.close();
    }
  });
});

describe('O-07 many hints for one message', () => {
  it('50 at once on 4 workers make 1 send', async () => {
    const { practice, id } = await oneMessage();
    const workers = [1, 2, 3, 4].map(() => outreachUnderTest(test, { now: () => NOON }));
    const hints = Array.from({ length: 50 }, (_, n) => workers[n % 4]!.sender.send(practice.id, id));
    const outcomes = await Promise.all(hints);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    const runs = await Promise.all(workers.map(({ runner }) => runner.run(practice.id, never)));
    expect(runs.map(({ counts }) => counts)).toEqual([{}, {}, {}, {}]);
    expect(await test.asSuperuser('select 1 from local_delivery where practice_id = $1', [practice.id])).toHaveLength(
      1,
    );
  });
});

describe('O-15 the brake', () => {
  it('holds everything when a vendor returns no bookings: 0 sent, 1 alert, until a person lets it go on', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    await fillDue(practice, 60);
    const { runner, logged } = outreachUnderTest(test, { now: () => now });
    let now = NOON;
    for (let pass = 0; pass < 5; pass += 1) expect((await runner.run(practice.id, never)).counts).toEqual({});
    expect(await test.asSuperuser('select 1 from local_delivery where practice_id = $1', [practice.id])).toEqual([]);
    const holds = await test.asSuperuser('select reason, numbers, says from sending_hold where practice_id = $1', [
      practice.id,
    ]);
    expect(holds).toEqual([
      {
        reason: 'blast_radius',
        numbers: { would: 60, limit: 50, dueNow: 60, sentToday: 0, activePatients: 60 },
        says: expect.stringContaining('60 messages in one day'),
      },
    ]);
    expect(logged.filter(({ level }) => level >= 50)).toHaveLength(1);
    const audits = await test.asSuperuser(
      `select 1 from audit_event where practice_id = $1 and event = 'sending.held'`,
      [practice.id],
    );
    expect(audits).toHaveLength(1);

    await test.asSuperuser('update sending_hold set released_at = $2 where practice_id = $1', [
      practice.id,
      new Date(now),
    ]);
    now += 60_000;
    expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 60 });
  });

  it('lets a usual day pass: fifty, or a fifth of the active patients', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    await fillDue(practice, 50);
    const { runner } = outreachUnderTest(test, { now: () => NOON });
    expect((await runner.run(practice.id, never)).counts).toEqual({ accepted: 50 });
    await fillDue(practice, 1);
    expect((await runner.run(practice.id, never)).counts).toEqual({});
  });

  it('sends nothing while sending is off', async () => {
    const sending = { enabled: false, resendUnknown: false };
    const practice = await aSendingPractice(test.db, { at: NOON, settings: { sending } });
    await fillDue(practice, 2);
    const { runner } = outreachUnderTest(test, { now: () => NOON });
    const { counts, nextDueAt } = await runner.run(practice.id, never);
    expect(counts).toEqual({});
    expect(nextDueAt).toEqual(new Date(NOON + OUTREACH_TIMES.waitMs));
  });
});

async function fillDue(practice: SendingPractice, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const patient = await aReachablePatient(test.db, practice, { at: NOON });
    await patient.message({ dueAt: new Date(NOON - 1000) });
  }
}

describe('O-11 STOP beside claims', () => {
  it('of 1,000 interleavings no claim commits after the suppression has', async () => {
    const practice = await aSendingPractice(test.db, { at: NOON });
    const secrets = new SecretStore(test.masterKey);
    const dice = diceOf(11);
    const { sender } = outreachUnderTest(test, { now: () => NOON });
    const lock = new ContactLock();
    const once = async (n: number) => {
      const phone = `+447700900${String(n).padStart(3, '0')}`;
      const patient = await aReachablePatient(test.db, practice, { at: NOON, phone });
      const id = await patient.message({ dueAt: new Date(NOON - 1000) });
      const pause = (most: number) => new Promise((later) => setTimeout(later, dice() * most));
      const stop = async () => {
        await pause(6);
        await test.db.inPractice(practice.id, async (tx) => {
          await lock.exclusive(tx, practice.id);
          const hash = await secrets.addressHasher(tx, practice.id);
          await pause(3);
          await tx.insert(Suppression, {
            ...{ practiceId: practice.id, id: newId(), addressHash: hash(phone), channel: 'sms', scope: 'automated' },
            ...{ reason: 'stop', personId: patient.personId, setAt: new Date(NOON), keepUntil: new Date(NOON + 1e11) },
          });
          // What had been claimed by now was claimed before: the lock says so.
          const rows = await tx.query<{ state: string }[]>('select state from outbox_message where id = $1', [id]);
          seen.set(id, rows[0]?.state ?? '');
        });
      };
      const claim = async () => {
        await pause(6);
        return sender.send(practice.id, id);
      };
      const [outcome] = await Promise.all([claim(), stop()]);
      return { id, outcome };
    };
    const seen = new Map<string, string>();
    const counts = { before: 0, after: 0, wrong: 0 };
    for (let n = 0; n < 1000; n += 4) {
      for (const { id, outcome } of await Promise.all([n, n + 1, n + 2, n + 3].map(once))) {
        const wasClaimed = seen.get(id) !== 'due';
        if ((outcome === 'accepted') !== wasClaimed) counts.wrong += 1;
        else if (wasClaimed) counts.before += 1;
        else counts.after += 1;
      }
    }
    expect(counts.wrong).toBe(0);
    // Both orders did happen, or this would prove nothing.
    expect(Math.min(counts.before, counts.after)).toBeGreaterThan(50);
  }, 300_000);
});

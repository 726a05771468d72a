import { jest } from '@jest/globals';
import { newId } from '@keepwell/database';
import { aReachablePatient, aSendingPractice } from '../../../../test/support/outreach/a-sending-practice.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { HOUR, NOON, oneMessage } from '../../../../test/support/outreach/one-message.js';
import { eventsOf, messageOf, outreachUnderTest } from '../../../../test/support/outreach/outreach-under-test.js';

jest.setTimeout(60_000);

let test: TestDatabase;
beforeAll(async () => {
  test = await databaseForThisFile();
});
afterAll(() => test.close());

const never = new AbortController().signal;

describe('sending by the local outbox', () => {
  it('X06 X14 sends once and keeps what allowed it', async () => {
    const { practice, id } = await oneMessage(test);
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

  it('X22 sends nothing in a shadow week, and sends it when the gate has opened', async () => {
    const { practice, id } = await oneMessage(test);
    const { sender, runner } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    await test.asSuperuser(
      `insert into sending_hold (practice_id, id, reason, says, numbers, at) values ($1, $2, 'shadow_week', 'First week', '{}', $3)`,
      [practice.id, newId(), new Date(NOON - HOUR)],
    );
    expect((await runner.run(practice.id, never)).counts).toEqual({});
    expect(await sender.send(practice.id, id)).not.toBe('accepted');
    expect(await test.asSuperuser('select from local_delivery where practice_id = $1', [practice.id])).toEqual([]);
    await test.asSuperuser('update sending_hold set released_at = $2 where practice_id = $1', [
      practice.id,
      new Date(NOON),
    ]);
    const later = outreachUnderTest(test, { hours: 'daytime', now: () => NOON + 2 * HOUR });
    expect((await later.runner.run(practice.id, never)).counts).toEqual({ accepted: 1 });
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
    const { practice, id } = await oneMessage(test, night);
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
    const { practice, patient, id } = await oneMessage(test);
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
    const { practice, patient, id } = await oneMessage(test);
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
    const { practice, id } = await oneMessage(test);
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
    const { practice, patient, id } = await oneMessage(test);
    await test.asSuperuser('update patient set deceased_at = $2 where id = $1', [patient.personId, new Date(NOON - 1)]);
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect(await sender.send(practice.id, id)).toBe('cancelled');
    expect(await messageOf(test, id)).toMatchObject({ cancelledBecause: 'excluded' });
  });

  it.each([
    ['was taken back', `update message_template set state = 'retired' where practice_id = $1`],
    ['no longer passes', `update message_template set body = 'Last chance: {{ plan.line }}' where practice_id = $1`],
  ])('M-01 C-12 refuses again at send a text whose template %s', async (_what, sql) => {
    const { practice, id } = await oneMessage(test);
    await test.asSuperuser(sql, [practice.id]);
    const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
    expect(await sender.send(practice.id, id)).toBe('cancelled');
    expect(await messageOf(test, id)).toMatchObject({ cancelledBecause: 'text' });
  });

  it('C-13 says how to opt out in the first text and every thirtieth day, C-14 in every mail by a link', async () => {
    const { practice, patient } = await oneMessage(test);
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
    const { practice, patient } = await oneMessage(test);
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

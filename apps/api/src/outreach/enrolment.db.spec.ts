import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import {
  nextTuesday,
  outreachPractice,
  startSequence,
  takeInHand,
} from '../../../../test/support/outreach-practice.js';
import type { OutreachPractice } from '../../../../test/support/outreach-practice.js';
import type { PreviewDto } from './dto/enrolment.dto.js';

let api: ApiUnderTest;
let clinic: OutreachPractice;
let browser: Browser;
let userId: string;
let next = 0;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
  clinic = await outreachPractice(api, { cases: 24 });
  const user = await api.user(clinic.practice.id, ['coordinator']);
  userId = user.id;
  browser = await api.browser().signIn(user);
});
afterAll(() => api.close());

/** A case of somebody nobody has written to, in the caller's hand. */
async function aCase() {
  const found = clinic.cases[next++];
  if (found === undefined) throw new Error('No case is left');
  await takeInHand(api, clinic.practice.id, userId, found);
  return found;
}
const preview = (caseId: string) =>
  browser.post<PreviewDto>(`/api/v1/cases/${caseId}/preview`, { sequenceId: clinic.sequenceId });
const start = (caseId: string, digest: string) =>
  browser.post<{ code: string; errors?: string[]; enrolmentId?: string }>(`/api/v1/cases/${caseId}/enrolments`, {
    sequenceId: clinic.sequenceId,
    digest,
  });
const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser<Record<string, unknown>>(text, values);

it('S2-17 the preview shows each step with the facts of this very patient, when it is due and whether it may be sent', async () => {
  const { caseId, personId, name } = await aCase();
  const { status, body } = await preview(caseId);
  expect(status).toBe(200);
  expect(body).toMatchObject({ canStart: true, because: [] });
  expect(body.steps.map(({ channel, leftOut }) => [channel, leftOut])).toEqual([
    ['sms', false],
    ['email', false],
    ['call', false],
  ]);
  const [sms, email] = body.steps;
  expect(sms?.text).toBe(`Hello ${name}, it is Harbour Physio. Shall we find you a new time?\nReply STOP to opt out.`);
  expect(sms?.facts).toContainEqual({
    field: 'patient.givenName',
    value: name,
    class: 1,
    source: 'patient',
    recordId: personId,
  });
  expect(sms?.verdict).toMatchObject({ allowed: true, because: [] });
  expect(email?.subject).toBe('A new time at Harbour Physio');
  expect(email?.html).toContain('1 Harbour Street, Simulated Town');
  expect(Date.parse(sms?.dueAt ?? '')).toBe(api.clock.now + 10_000);
  expect(Date.parse(email?.dueAt ?? '') - api.clock.now).toBeGreaterThan(2 * 86_400_000);
});

it('S2-17 a text with an empty field cannot be sent, and the field is named', async () => {
  const { caseId, personId } = await aCase();
  await sql('update patient set given_name = null where id = $1', [personId]);
  const { body } = await preview(caseId);
  expect(body.canStart).toBe(false);
  expect(body.steps[0]).toMatchObject({ text: null, problems: ['empty field patient.givenName'] });
  expect(await start(caseId, body.digest)).toMatchObject({ status: 422, body: { code: 'may_not_contact' } });
});

it('starts what was read: rows of the outbox, the case in outreach, one undo', async () => {
  const found = await aCase();
  const { body } = await preview(found.caseId);
  const started = await start(found.caseId, body.digest);
  expect(started).toMatchObject({ status: 201, body: { case: { state: 'in_outreach' } } });
  const rows = await sql(
    'select channel, state, body, to_address, step from outbox_message where enrolment_id = $1 order by step',
    [started.body.enrolmentId],
  );
  expect(rows).toMatchObject([
    { channel: 'sms', state: 'planned', to_address: found.phone, body: expect.stringContaining(found.name) },
    { channel: 'email', state: 'planned', to_address: found.email },
    { channel: 'call', state: 'planned', to_address: null },
  ]);
  const [job] = await sql(`select due_at from job where kind = 'outreach' and practice_id = $1`, [clinic.practice.id]);
  expect(new Date(String(job?.['due_at'])).getTime()).toBeLessThanOrEqual(api.clock.now + 10_000);
  expect((await start(found.caseId, body.digest)).status).toBe(422);
  expect(await sql('select from enrolment where person_id = $1', [found.personId])).toHaveLength(1);
});

it('refuses to start another text than the one that was read', async () => {
  const { caseId, personId } = await aCase();
  const { body } = await preview(caseId);
  await sql(`update patient set given_name = 'Renamed' where id = $1`, [personId]);
  expect(await start(caseId, body.digest)).toMatchObject({ status: 409, body: { code: 'preview_changed' } });
  expect(await sql('select from enrolment where person_id = $1', [personId])).toEqual([]);
});

it('refuses whoever does not have the case in hand', async () => {
  const { caseId } = await aCase();
  const other = await api.signedIn(clinic.practice.id, ['coordinator']);
  const path = `/api/v1/cases/${caseId}/preview`;
  expect(await other.post(path, { sequenceId: clinic.sequenceId })).toMatchObject({
    status: 409,
    body: { code: 'not_in_hand' },
  });
});

it('X05 a patient who has booked meanwhile is not written to', async () => {
  const { caseId, personId } = await aCase();
  await sql(
    `insert into appointment (practice_id, id, connection_id, stream, source_id, observed_at, sequence, content_hash, patient_id, patient_source_id, starts_at, status)
     select practice_id, gen_random_uuid(), connection_id, 'appointments', 'A-' || id, $2, 1, '\\x00', id, source_id, $2::timestamptz + interval '5 days', 'booked'
       from patient where id = $1`,
    [personId, new Date(api.clock.now)],
  );
  const { body } = await preview(caseId);
  expect(body.canStart).toBe(false);
  expect(body.steps[0]?.verdict.because.map(({ code }) => code)).toContain('booked');
});

it('X08 while a source is behind nobody is written to', async () => {
  const { caseId } = await aCase();
  const behind = (at: Date) =>
    sql('update connection set last_success_at = $2 where id = $1', [clinic.connectionId, at]);
  await behind(new Date(api.clock.now - 3 * 86_400_000));
  const { body } = await preview(caseId);
  await behind(new Date(api.clock.now));
  expect(body.canStart).toBe(false);
  expect(body.steps[0]?.verdict.because.map(({ code }) => code)).toContain('source_behind');
});

it('C-11 the caps are seen in the preview: steps too close together, and messages that others of the household had', async () => {
  const found = await aCase();
  await sql(
    `insert into outbox_message (practice_id, id, origin_id, kind, person_id, household, step, channel, purpose, body, state, due_at, claimed_at, accepted_at)
     select $1, gen_random_uuid(), gen_random_uuid(), 'sequence', $2::uuid, 'p:' || $2::text, 0, 'sms', 'service', 'x', 'accepted', $3, $3, $3`,
    [clinic.practice.id, found.personId, new Date(api.clock.now - 3_600_000)],
  );
  const { body } = await preview(found.caseId);
  expect(body.steps[0]?.verdict.because.map(({ code }) => code)).toEqual(['daily_cap']);
  // It passes by itself before the step is too late.
  expect(body.canStart).toBe(true);
});

it('a step without an address is left out, and the others go on', async () => {
  const { caseId, personId } = await aCase();
  await sql('update patient set email = null where id = $1', [personId]);
  const { body } = await preview(caseId);
  expect(body.steps.map(({ leftOut }) => leftOut)).toEqual([false, true, false]);
  const started = await start(caseId, body.digest);
  const rows = await sql('select channel from outbox_message where enrolment_id = $1 order by step', [
    started.body.enrolmentId,
  ]);
  expect(rows.map(({ channel }) => channel)).toEqual(['sms', 'call']);
});

it('C-12 a sequence or a text that no second person has approved is not sent', async () => {
  const { caseId } = await aCase();
  await sql(`update message_template set state = 'draft' where id = $1`, [clinic.templateIds.sms]);
  const unapproved = await preview(caseId);
  await sql(`update message_template set state = 'approved' where id = $1`, [clinic.templateIds.sms]);
  expect(unapproved.body.canStart).toBe(false);
  expect(unapproved.body.steps[0]?.problems[0]).toMatch(/No approved template/);
  await sql(`update sequence set state = 'draft' where id = $1`, [clinic.sequenceId]);
  const draft = await preview(caseId);
  await sql(`update sequence set state = 'approved' where id = $1`, [clinic.sequenceId]);
  expect(draft.status).toBe(409);
});

it('stops: nothing of it is left to send, and the case lies on the list again', async () => {
  const { caseId, personId } = await aCase();
  const enrolmentId = await startSequence(browser, caseId, clinic.sequenceId);
  expect((await browser.delete(`/api/v1/enrolments/${enrolmentId}`)).status).toBe(204);
  expect(await sql('select distinct state from outbox_message where person_id = $1', [personId])).toEqual([
    { state: 'cancelled' },
  ]);
  expect(await sql('select state from off_track_case where id = $1', [caseId])).toEqual([{ state: 'open' }]);
  expect((await browser.delete(`/api/v1/enrolments/${enrolmentId}`)).status).toBe(409);
});

it('X-36 of fifty starts at once one is made', async () => {
  const { caseId, personId } = await aCase();
  const { body } = await preview(caseId);
  const answers = await Promise.all(Array.from({ length: 50 }, () => start(caseId, body.digest)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
  expect(await sql(`select from enrolment where person_id = $1`, [personId])).toHaveLength(1);
});

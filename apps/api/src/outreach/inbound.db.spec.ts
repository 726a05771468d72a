import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import {
  nextTuesday,
  outreachPractice,
  startSequence,
  takeInHand,
} from '../../../../test/support/outreach-practice.js';
import type { OutreachCase, OutreachPractice } from '../../../../test/support/outreach-practice.js';
import { callHook, textFrom as write, TOKEN, useTwilio } from '../../../../test/support/twilio-calls.js';
import type { HistoryDto } from '../cases/dto/history.dto.js';

let api: ApiUnderTest;
let clinic: OutreachPractice;
let browser: Browser;
let userId: string;
let next = 0;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
  clinic = await outreachPractice(api, { cases: 40 });
  await useTwilio(api, clinic.practice.id, TOKEN, { answersOptOut: false });
  const user = await api.user(clinic.practice.id, ['manager']);
  userId = user.id;
  browser = await api.browser().signIn(user);
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser<Record<string, unknown>>(text, values);
const hook = (kind: string, params: Record<string, string>) => callHook(api.url, clinic.practice.id, kind, params);

/** Somebody in a running sequence, whose first text has left. */
async function written(): Promise<OutreachCase & { messageId: string }> {
  const found = clinic.cases[next++];
  if (found === undefined) throw new Error('No case is left');
  await takeInHand(api, clinic.practice.id, userId, found);
  const enrolmentId = await startSequence(browser, found.caseId, clinic.sequenceId);
  const [row] = await sql(
    `update outbox_message set state = 'accepted', accepted_at = $2, claimed_at = $2, provider = 'local', attempt_id = gen_random_uuid()
      where enrolment_id = $1 and step = 0 returning id`,
    [enrolmentId, new Date(api.clock.now)],
  );
  return { ...found, messageId: String(row?.['id']) };
}

const waiting = (personId: string) =>
  sql(`select from outbox_message where person_id = $1 and kind = 'sequence' and state in ('planned', 'due')`, [
    personId,
  ]);
const confirmations = (personId: string) =>
  sql(`select body, to_address, due_at, latest_at from outbox_message where person_id = $1 and kind = 'confirmation'`, [
    personId,
  ]);
const suppressions = (personId: string) =>
  sql(`select channel, scope, reason, needs_review, lifted_at from suppression where person_id = $1 order by channel`, [
    personId,
  ]);
const codes = async (personId: string, channel: string) => {
  const { body } = await browser.get<{ channels: Record<string, { verdict: { because: { code: string }[] } }> }>(
    `/api/v1/patients/${personId}/contact`,
  );
  return body.channels[channel]?.verdict.because.map(({ code }) => code) ?? [];
};

it('C-03 C-04 O-11 a STOP has stopped everything when its call is answered, within a second, on every address', async () => {
  const patient = await written();
  const startedAt = performance.now();
  const answer = await hook('inbound', write(patient.phone, ' stop. '));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/xml; charset=utf-8']);
  expect(await answer.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  expect(await waiting(patient.personId)).toEqual([]);
  expect(await suppressions(patient.personId)).toMatchObject([
    { channel: 'email', scope: 'automated', reason: 'stop', lifted_at: null },
    { channel: 'sms', scope: 'automated', reason: 'stop', lifted_at: null },
  ]);
  expect(await codes(patient.personId, 'sms')).toEqual(expect.arrayContaining(['suppressed', 'consent_denied']));
  expect(await codes(patient.personId, 'email')).toEqual(expect.arrayContaining(['suppressed', 'consent_denied']));
  expect(await sql('select state, stopped_because from enrolment where person_id = $1', [patient.personId])).toEqual([
    { state: 'stopped', stopped_because: 'opted_out' },
  ]);
  expect(await sql('select state from off_track_case where id = $1', [patient.caseId])).toEqual([{ state: 'open' }]);
});

it('C-03 of what cannot be stored nothing takes effect, and the provider is told to call again', async () => {
  const patient = await written();
  await api.database.asSuperuser('revoke insert on audit_event from keepwell_app');
  try {
    expect((await hook('inbound', write(patient.phone, 'STOP'))).status).toBe(500);
  } finally {
    await api.database.asSuperuser('grant insert on audit_event to keepwell_app');
  }
  expect(await suppressions(patient.personId)).toEqual([]);
  expect(await sql('select from consent_entry where person_id = $1', [patient.personId])).toEqual([]);
  expect(await waiting(patient.personId)).toHaveLength(2);
  expect(await sql('select state from enrolment where person_id = $1', [patient.personId])).toEqual([
    { state: 'running' },
  ]);
  expect(await sql('select from inbound_message where person_id = $1', [patient.personId])).toEqual([]);
});

it('C-05 one confirmation in the locked words, within five minutes or not at all; none for a second STOP', async () => {
  const patient = await written();
  await hook('inbound', write(patient.phone, 'STOP'));
  await hook('inbound', write(patient.phone, 'STOP'));
  const rows = await confirmations(patient.personId);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    body: 'Harbour Physio: you will get no more automated messages from us. Reply START if you want them again.',
    to_address: patient.phone,
  });
  const { due_at: dueAt, latest_at: latestAt } = rows[0] as { due_at: Date; latest_at: Date };
  expect(latestAt.getTime() - dueAt.getTime()).toBe(5 * 60_000);
});

it('C-05 the last word alone is answered: nobody is told after a STOP that messages go on', async () => {
  const patient = await written();
  const states = async () =>
    (await sql(`select body, state from outbox_message where person_id = $1 and kind = 'confirmation' order by id`, [
      patient.personId,
    ])) as { body: string; state: string }[];
  for (const word of ['STOP', 'START', 'HELP', 'STOP', 'STOP']) {
    await hook('inbound', write(patient.phone, word));
    api.clock.now += 1_000;
  }
  const rows = await states();
  expect(rows.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled', 'due']);
  expect(rows.at(-1)?.body).toContain('no more automated messages');
  await hook('inbound', write(patient.phone, 'Please stop texting me.'));
  expect((await states()).map(({ state }) => state)).not.toContain('due');
});

it('C-05 none where the provider itself confirms', async () => {
  const patient = await written();
  await useTwilio(api, clinic.practice.id, TOKEN);
  await hook('inbound', write(patient.phone, 'STOP'));
  await useTwilio(api, clinic.practice.id, TOKEN, { answersOptOut: false });
  expect(await confirmations(patient.personId)).toEqual([]);
  expect(await suppressions(patient.personId)).toHaveLength(2);
});

it('C-06 START lifts what STOP set and nothing that staff or the law set', async () => {
  const patient = await written();
  await browser.post(`/api/v1/patients/${patient.personId}/suppressions`, { channel: 'email', reason: 'legal' });
  await hook('inbound', write(patient.phone, 'STOP'));
  api.clock.now += 1_000;
  await hook('inbound', write(patient.phone, 'Start'));
  const rows = await suppressions(patient.personId);
  expect(
    rows.map(({ reason, lifted_at }) => `${String(reason)} ${lifted_at === null ? 'stands' : 'lifted'}`).toSorted(),
  ).toEqual(['legal stands', 'stop lifted', 'stop lifted']);
  expect(await codes(patient.personId, 'sms')).not.toContain('consent_denied');
  expect(await codes(patient.personId, 'email')).toContain('suppressed');
});

it('C-06 START does not undo what staff wrote down of a call', async () => {
  const patient = await written();
  await browser.post(`/api/v1/patients/${patient.personId}/consents`, {
    ...{ channel: 'any', purpose: 'any', state: 'denied', source: 'patient_call' },
  });
  api.clock.now += 1_000;
  await hook('inbound', write(patient.phone, 'STOP'));
  api.clock.now += 1_000;
  await hook('inbound', write(patient.phone, 'START'));
  expect(await codes(patient.personId, 'sms')).toContain('consent_denied');
});

it('C-06 K17 START from a shared number does not take back what somebody else said by STOP from their own', async () => {
  const [one, other] = [await written(), await written()];
  const own = '+442079469901';
  await sql(
    `insert into patient (practice_id, id, connection_id, stream, source_id, observed_at, sequence, content_hash, person_id, given_name, phone)
     select practice_id, gen_random_uuid(), connection_id, 'all', 'second-' || source_id, now(), 1, '\\x00', id, 'Second', $2 from patient where id = $1`,
    [other.personId, own],
  );
  await sql('update patient set phone = $2 where id = $1', [other.personId, one.phone]);
  await hook('inbound', write(own, 'STOP'));
  api.clock.now += 1_000;
  await hook('inbound', write(one.phone, 'START'));
  expect(await codes(one.personId, 'sms')).not.toContain('suppressed');
  for (const channel of ['sms', 'email']) {
    expect(await codes(other.personId, channel)).toEqual(expect.arrayContaining(['suppressed', 'consent_denied']));
  }
  api.clock.now += 1_000;
  await hook('inbound', write(own, 'START'));
  expect(await codes(other.personId, 'sms')).not.toContain('suppressed');
});

it('a YES that the provider takes for START is an answer, where nothing was stopped', async () => {
  const patient = await written();
  await hook('inbound', { ...write(patient.phone, 'Yes'), OptOutType: 'START' });
  expect(await waiting(patient.personId)).toEqual([]);
  expect(await sql('select state, wake_because from off_track_case where id = $1', [patient.caseId])).toEqual([
    { state: 'open', wake_because: 'reply' },
  ]);
  expect(
    await sql('select intent, needs_review from inbound_message where person_id = $1', [patient.personId]),
  ).toEqual([{ intent: 'reply', needs_review: true }]);
  await hook('inbound', write(patient.phone, 'STOP'));
  await hook('inbound', { ...write(patient.phone, 'Yes'), OptOutType: 'START' });
  expect(await codes(patient.personId, 'sms')).not.toContain('suppressed');
});

it('C-06 a manager lifts what staff set, not what a patient or the law set', async () => {
  const patient = await written();
  const path = `/api/v1/patients/${patient.personId}/suppressions`;
  const set = await browser.post<{ ids: string[] }>(path, { channel: 'sms', reason: 'staff' });
  await hook('inbound', write(patient.phone, 'STOP'));
  const because = { because: 'It was a mistake of ours.' };
  expect((await browser.send('DELETE', `${path}/${set.body.ids[0]}`, because)).status).toBe(204);
  const [stop] = await sql(`select id from suppression where person_id = $1 and reason = 'stop' limit 1`, [
    patient.personId,
  ]);
  expect((await browser.send('DELETE', `${path}/${String(stop?.['id'])}`, because)).status).toBe(409);
});

it('C-02 X15 plain words suppress at once, and a person looks at it', async () => {
  const patient = await written();
  await hook('inbound', write(patient.phone, 'Please stop texting me.'));
  expect(await suppressions(patient.personId)).toMatchObject([
    { scope: 'automated', reason: 'plain_language', needs_review: true },
    { scope: 'automated', reason: 'plain_language', needs_review: true },
  ]);
  expect(await waiting(patient.personId)).toEqual([]);
  expect(await confirmations(patient.personId)).toEqual([]);
  const list = await browser.get<{ items: { id: string; personId: string; intent: string }[]; toReview: number }>(
    '/api/v1/inbound?needsReview=true',
  );
  const item = list.body.items.find(({ personId }) => personId === patient.personId);
  expect(item).toMatchObject({ intent: 'plain_opt_out' });
  expect((await browser.post(`/api/v1/inbound/${item?.id}/reviewed`)).status).toBe(204);
  const after = await browser.get<{ toReview: number }>('/api/v1/inbound?needsReview=true');
  expect(after.body.toReview).toBe(list.body.toReview - 1);
});

it('C-16 a wrong number is not used again, and a person looks at it', async () => {
  const patient = await written();
  await hook('inbound', write(patient.phone, 'Wrong number'));
  expect(await suppressions(patient.personId)).toMatchObject([
    { channel: 'call', reason: 'wrong_number', needs_review: true },
    { channel: 'sms', reason: 'wrong_number', needs_review: true },
  ]);
  expect(await waiting(patient.personId)).toEqual([]);
  expect(await codes(patient.personId, 'sms')).toContain('suppressed');
});

it('an answer stops what runs and brings the case back to the list, with what was written', async () => {
  const patient = await written();
  await hook('inbound', write(patient.phone, 'Could somebody ring me on Thursday <b>please</b>?'));
  expect(await waiting(patient.personId)).toEqual([]);
  expect(await sql('select state, wake_because from off_track_case where id = $1', [patient.caseId])).toEqual([
    { state: 'open', wake_because: 'reply' },
  ]);
  expect(await suppressions(patient.personId)).toEqual([]);
  const { body } = await browser.get<{ items: { body: string; inReplyTo: string }[] }>('/api/v1/inbound?limit=1');
  expect(body.items[0]).toMatchObject({
    body: 'Could somebody ring me on Thursday <b>please</b>?',
    inReplyTo: patient.messageId,
  });
});

it('S4-16 what was written to a patient and what came back stand in the history, word for word', async () => {
  const patient = await written();
  api.clock.now += 1_000;
  await hook('inbound', write(patient.phone, 'Thursday would be good'));
  api.clock.now += 1_000;
  await hook('inbound', write(patient.phone, 'STOP'));
  const { body } = await browser.get<HistoryDto>(`/api/v1/patients/${patient.personId}/history`);
  const said = (kind: string) => body.items.filter((item) => item.kind === kind);
  expect(said('reply')).toMatchObject([
    { title: 'Asked not to be written to', says: 'STOP' },
    { title: 'Reply', says: 'Thursday would be good' },
  ]);
  expect(said('message').find(({ messageId }) => messageId === patient.messageId)).toMatchObject({
    ...{ title: 'Text message sent', says: expect.stringContaining('Shall we find you a new time?'), tone: 'done' },
  });
  expect(said('consent')).toMatchObject([{ title: 'Consent refused' }]);
});

it('help is answered and stops nothing', async () => {
  const patient = await written();
  await hook('inbound', write(patient.phone, 'HELP'));
  expect(await confirmations(patient.personId)).toMatchObject([{ body: expect.stringContaining('020 7946 0100') }]);
  expect(await waiting(patient.personId)).toHaveLength(2);
});

it('answers HELP once in a day: two machines that ask each other for help fall silent', async () => {
  const [patient, now] = [await written(), api.clock.now];
  for (let n = 0; n < 3; n += 1) {
    await hook('inbound', write(patient.phone, 'HELP'));
    api.clock.now += 60_000;
  }
  expect(await confirmations(patient.personId)).toHaveLength(1);
  expect(await sql('select from inbound_message where person_id = $1', [patient.personId])).toHaveLength(3);
  api.clock.now += 86_400_000;
  await hook('inbound', write(patient.phone, 'HELP'));
  expect(await confirmations(patient.personId)).toHaveLength(2);
  api.clock.now = now;
});

it('K17 what one of a household says of their number holds for all whose number it is', async () => {
  const [one, other] = [await written(), await written()];
  await sql('update patient set phone = (select phone from patient where id = $1) where id = $2', [
    one.personId,
    other.personId,
  ]);
  await hook('inbound', write(one.phone, 'STOP'));
  for (const { personId } of [one, other]) expect(await waiting(personId)).toEqual([]);
  expect(await codes(other.personId, 'sms')).toContain('suppressed');
  expect(await codes(other.personId, 'email')).toContain('suppressed');
});

it('a reply is simulated the same way in, and only where the local outbox delivered', async () => {
  const patient = await written();
  const path = `/api/v1/outbox/${patient.messageId}/simulate-reply`;
  // While the practice sends by a provider nobody speaks for a patient: a START made up here would lift a real STOP.
  expect((await browser.post(path, { text: 'Start' })).status).toBe(409);
  const offered = async () =>
    (await browser.get<{ canSimulateReply: boolean }>(`/api/v1/outbox/${patient.messageId}`)).body.canSimulateReply;
  expect(await offered()).toBe(false);
  await sql(`update channel_setting set provider = 'local' where practice_id = $1`, [clinic.practice.id]);
  expect(await offered()).toBe(true);
  expect(await browser.post(path, { text: 'Stop' })).toMatchObject({ status: 201, body: { intent: 'stop' } });
  expect(await waiting(patient.personId)).toEqual([]);
  await sql(`update outbox_message set provider = 'twilio' where id = $1`, [patient.messageId]);
  expect((await browser.post(path, { text: 'Stop' })).status).toBe(409);
});

it('W-06 nothing a patient wrote, and no number, stands in the log', () => {
  const log = api.log.join('\n');
  expect(log).not.toMatch(/Thursday|\+44207946|Wrong number/);
  expect(log).toContain('/api/hooks/twilio/:practiceId/inbound');
});

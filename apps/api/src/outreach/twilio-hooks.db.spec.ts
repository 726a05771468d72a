import { request } from 'node:http';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest } from '../../../../test/support/api-under-test.js';
import {
  nextTuesday,
  outreachPractice,
  startSequence,
  takeInHand,
} from '../../../../test/support/outreach-practice.js';
import type { OutreachCase, OutreachPractice } from '../../../../test/support/outreach-practice.js';
import {
  ACCOUNT,
  aSid,
  callHook,
  signature,
  textFrom as write,
  TOKEN,
  useTwilio,
} from '../../../../test/support/twilio-calls.js';
import type { HookCall } from '../../../../test/support/twilio-calls.js';

let api: ApiUnderTest;
let clinic: OutreachPractice;
let next = 0;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
  clinic = await outreachPractice(api, { cases: 8 });
  await useTwilio(api, clinic.practice.id, TOKEN, { answersOptOut: false });
});
afterAll(() => api.close());

type Call = HookCall & { practiceId?: string };
const hook = (kind: string, params: Record<string, string>, { practiceId, ...call }: Call = {}) =>
  callHook(api.url, practiceId ?? clinic.practice.id, kind, params, call);

const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser<Record<string, unknown>>(text, values);

/** Somebody in a running sequence, whose first text has left. */
async function written(): Promise<OutreachCase & { messageId: string }> {
  const found = clinic.cases[next++];
  if (found === undefined) throw new Error('No case is left');
  const user = await api.user(clinic.practice.id, ['coordinator']);
  await takeInHand(api, clinic.practice.id, user.id, found);
  const browser = await api.browser().signIn(user);
  const enrolmentId = await startSequence(browser, found.caseId, clinic.sequenceId);
  const [row] = await sql(
    `update outbox_message set state = 'accepted', accepted_at = $2, claimed_at = $2, provider = 'local', attempt_id = gen_random_uuid()
      where enrolment_id = $1 and step = 0 returning id`,
    [enrolmentId, new Date(api.clock.now)],
  );
  return { ...found, messageId: String(row?.['id']) };
}

const confirmations = (personId: string) =>
  sql(`select body, to_address, due_at, latest_at from outbox_message where person_id = $1 and kind = 'confirmation'`, [
    personId,
  ]);
const suppressions = (personId: string) =>
  sql(`select channel, scope, reason, needs_review, lifted_at from suppression where person_id = $1 order by channel`, [
    personId,
  ]);

const nothingStored = async (work: () => Promise<void>) => {
  const count = () =>
    sql(
      'select (select count(*) from inbound_message) as i, (select count(*) from message_event) as e, (select count(*) from audit_event) as a',
    );
  const before = await count();
  await work();
  expect(await count()).toEqual(before);
};

it('X-30 refuse a wrong signature, another account’s, another practice’s, and none, and store nothing', async () => {
  const other = await api.practice();
  await useTwilio(api, other.id, 'the token of the other practice');
  const unset = await api.practice();
  await nothingStored(async () => {
    const params = write(clinic.cases[0]?.phone ?? '', 'STOP');
    const refused: [Record<string, string>, Call][] = [
      [params, { signature: 'AAAA' }],
      [params, { signature: '' }],
      [params, { token: 'guessed' }],
      [params, { token: 'the token of the other practice' }],
      [params, { practiceId: other.id }],
      [params, { practiceId: unset.id }],
      [params, { practiceId: '01900000-0000-7000-8000-000000000000' }],
      [params, { practiceId: 'nowhere' }],
      [{ ...params, AccountSid: `AC${'2'.repeat(32)}` }, {}],
      [{ ...params, AccountSid: '' }, {}],
    ];
    for (const [fields, call] of refused) {
      for (const kind of ['inbound', 'status']) {
        const answer = await hook(kind, fields, call);
        expect([kind, call, answer.status]).toEqual([kind, call, 403]);
      }
    }
  });
});

it('X-31 sign for the address the practice is reached by: a forged Host is refused', async () => {
  await nothingStored(async () => {
    const params = write(clinic.cases[0]?.phone ?? '', 'STOP');
    const path = `/api/hooks/twilio/${clinic.practice.id}/inbound`;
    const { hostname, port } = new URL(api.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const call = request({
        ...{ hostname, port, path, method: 'POST' },
        headers: {
          host: 'evil.example.org',
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signature(`http://evil.example.org${path}`, params, TOKEN),
        },
      });
      call.on('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject);
      call.end(new URLSearchParams(params).toString());
    });
    expect(status).toBe(403);
  });
});

it('X-31 sign, behind a proxy, for the stated public address, whatever Host the call came with', async () => {
  const behind = await apiUnderTest({ publicUrl: 'https://keepwell.example.org' });
  try {
    const { id } = await behind.practice();
    await useTwilio(behind, id);
    const path = `/api/hooks/twilio/${id}/inbound`;
    const params = write('+442079460000', 'hello');
    const status = async (signedFor: string) => {
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': signature(signedFor + path, params, TOKEN),
      };
      const body = new URLSearchParams(params).toString();
      return (await fetch(behind.url + path, { method: 'POST', headers, body })).status;
    };
    expect(await status(behind.url)).toBe(403);
    expect(await status('https://keepwell.example.org')).toBe(200);
  } finally {
    await behind.close();
  }
});

it('X-32 a replay has no effect', async () => {
  const patient = await written();
  const params = write(patient.phone, 'STOP');
  for (let round = 0; round < 5; round++) expect((await hook('inbound', params)).status).toBe(200);
  expect(await sql('select from inbound_message where person_id = $1', [patient.personId])).toHaveLength(1);
  expect(await sql('select from consent_entry where person_id = $1', [patient.personId])).toHaveLength(1);
  expect(await confirmations(patient.personId)).toHaveLength(1);
});

it('M-05 take POST alone', async () => {
  await nothingStored(async () => {
    for (const kind of ['inbound', 'status']) expect((await hook(kind, {}, { method: 'GET' })).status).toBe(404);
  });
});

it('O-12 status calls, 100 times repeated, shuffled and replayed a day later, move a message forward only and once each', async () => {
  const patient = await written();
  const [row] = await sql(`update outbox_message set provider = 'twilio' where id = $1 returning attempt_id`, [
    patient.messageId,
  ]);
  const sid = aSid();
  const url = `status?attempt=${String(row?.['attempt_id'])}`;
  const calls = Array.from({ length: 100 }, (_, n) => ['queued', 'sent', 'delivered', 'sending'][n % 4] ?? 'sent');
  for (const at of [0, 86_400_000]) {
    api.clock.now += at;
    await Promise.all(
      calls
        .toSorted(() => Math.random() - 0.5)
        .map(async (MessageStatus) => {
          const answer = await hook(url, { MessageSid: sid, AccountSid: ACCOUNT, MessageStatus, To: patient.phone });
          expect(answer.status).toBe(204);
        }),
    );
  }
  api.clock.now = nextTuesday();
  const [message] = await sql('select state, provider_id from outbox_message where id = $1', [patient.messageId]);
  expect(message).toEqual({ state: 'delivered', provider_id: sid });
  const events = await sql(`select from message_event where message_id = $1 and event = 'callback'`, [
    patient.messageId,
  ]);
  expect(events).toHaveLength(4);
});

it('C-16 a status that says the number cannot get texts suppresses it, and a person looks at it', async () => {
  const patient = await written();
  const [row] = await sql(`update outbox_message set provider = 'twilio' where id = $1 returning attempt_id`, [
    patient.messageId,
  ]);
  await hook(`status?attempt=${String(row?.['attempt_id'])}`, {
    ...{
      MessageSid: aSid(),
      AccountSid: ACCOUNT,
      MessageStatus: 'undelivered',
      ErrorCode: '30006',
      To: patient.phone,
    },
  });
  expect(await suppressions(patient.personId)).toMatchObject([
    { channel: 'sms', scope: 'channel', needs_review: true },
  ]);
});

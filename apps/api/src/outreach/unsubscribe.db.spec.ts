import { createHash, randomBytes } from 'node:crypto';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest } from '../../../../test/support/api-under-test.js';
import {
  nextTuesday,
  outreachPractice,
  startSequence,
  takeInHand,
} from '../../../../test/support/outreach-practice.js';
import type { OutreachCase, OutreachPractice } from '../../../../test/support/outreach-practice.js';

let api: ApiUnderTest;
let clinic: OutreachPractice;
let next = 0;

beforeAll(async () => {
  api = await apiUnderTest();
  api.clock.now = nextTuesday();
  clinic = await outreachPractice(api, { cases: 10 });
  await api.database.asSuperuser(
    `update practice set name = 'A <b>bold</b> clinic', settings = settings - 'senderName' where id = $1`,
    [clinic.practice.id],
  );
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser<Record<string, unknown>>(text, values);

/** A mail's link, as the sender makes it at the claim. */
async function aLink(): Promise<{ found: OutreachCase; path: string }> {
  const found = clinic.cases[next++];
  if (found === undefined) throw new Error('No case is left');
  const token = randomBytes(32).toString('base64url');
  await sql('insert into unsubscribe_link (practice_id, token_hash, person_id, address) values ($1, $2, $3, $4)', [
    ...[clinic.practice.id, createHash('sha256').update(token).digest(), found.personId, found.email],
  ]);
  return { found, path: `/u/${clinic.practice.id}/${token}` };
}

/** As a mail program calls: no cookie, no header of the console, no origin. */
const call = (method: string, path: string, body?: string, type = 'application/x-www-form-urlencoded') =>
  fetch(api.url + path, {
    method,
    headers: body === undefined ? {} : { 'content-type': type },
    ...(body === undefined ? {} : { body }),
  });
const effects = (personId: string) =>
  sql(
    `select 'suppression' as what, scope as said from suppression where person_id = $1
     union all select 'consent', channel from consent_entry where person_id = $1 order by 1`,
    [personId],
  );

it('C-14 a link scanner that opens every link, any number of times and by any method that reads, unsubscribes nobody', async () => {
  const { found, path } = await aLink();
  for (let round = 0; round < 20; round++) {
    for (const method of ['GET', 'HEAD']) {
      const { status } = await call(method, path);
      expect([method, status]).toEqual([method, 200]);
    }
  }
  await call('OPTIONS', path);
  expect(await effects(found.personId)).toEqual([]);
});

it.each([
  ['a form', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
  [
    'a multipart form',
    '--b\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    'multipart/form-data; boundary=b',
  ],
])(
  'C-14 one click by %s ends e-mail at once: without a cookie, without signing in, and once however often it is repeated',
  async (_, body, type) => {
    const { found, path } = await aLink();
    for (let round = 0; round < 3; round++) expect((await call('POST', path, body, type)).status).toBe(200);
    expect(await effects(found.personId)).toEqual([
      { what: 'consent', said: 'email' },
      { what: 'suppression', said: 'channel' },
    ]);
  },
);

it('C-14 a link works for ever: years later it still does', async () => {
  const { found, path } = await aLink();
  await sql(`update unsubscribe_link set created_at = now() - interval '9 years' where person_id = $1`, [
    found.personId,
  ]);
  expect((await call('POST', path, 'List-Unsubscribe=One-Click')).status).toBe(200);
  expect(await effects(found.personId)).toHaveLength(2);
});

it('C-14 what waits by e-mail is taken back, other steps go on; the other button ends everything', async () => {
  const user = await api.user(clinic.practice.id, ['coordinator']);
  const browser = await api.browser().signIn(user);
  const states = (personId: string) =>
    sql('select channel, state from outbox_message where person_id = $1 order by step', [personId]);
  const narrow = await aLink();
  await takeInHand(api, clinic.practice.id, user.id, narrow.found);
  await startSequence(browser, narrow.found.caseId, clinic.sequenceId);
  await call('POST', narrow.path, 'scope=email');
  expect(await states(narrow.found.personId)).toEqual([
    { channel: 'sms', state: 'planned' },
    { channel: 'email', state: 'cancelled' },
    { channel: 'call', state: 'planned' },
  ]);
  const wide = await aLink();
  await takeInHand(api, clinic.practice.id, user.id, wide.found);
  await startSequence(browser, wide.found.caseId, clinic.sequenceId);
  await call('POST', wide.path, 'scope=everything');
  expect((await states(wide.found.personId)).map(({ state }) => state)).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
  ]);
  const { body } = await browser.get<{ channels: Record<string, { verdict: { because: { code: string }[] } }> }>(
    `/api/v1/patients/${wide.found.personId}/contact`,
  );
  for (const channel of ['sms', 'email']) {
    expect(body.channels[channel]?.verdict.because.map(({ code }) => code)).toContain('suppressed');
  }
});

it('the page needs no script and nothing from elsewhere, and shows names as text', async () => {
  const { path } = await aLink();
  const answer = await call('GET', path);
  const text = await answer.text();
  expect(text).toContain('A &lt;b&gt;bold&lt;/b&gt; clinic');
  expect(text).not.toMatch(/<script|<b>|src=|https?:/);
  expect(answer.headers.get('content-security-policy')).toContain(`default-src 'self'`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('set-cookie')).toBeNull();
});

it('a link of another practice, a wrong one and no practice at all answer alike and change nothing', async () => {
  const { path } = await aLink();
  const other = await api.practice();
  const wrong = [
    path.replace(clinic.practice.id, other.id),
    `/u/${clinic.practice.id}/${randomBytes(32).toString('base64url')}`,
    '/u/nowhere/nothing',
  ];
  const before = await sql('select count(*) from suppression');
  for (const each of wrong) {
    for (const method of ['GET', 'POST']) {
      const answer = await call(method, each, method === 'POST' ? 'a=b' : undefined);
      expect([each, method, answer.status]).toEqual([each, method, 404]);
      expect(await answer.text()).toContain('This link is not complete');
    }
  }
  expect(await sql('select count(*) from suppression')).toEqual(before);
});

it('W-02 no other change may come without the console’s header and origin', async () => {
  const { caseId } = clinic.cases[0] ?? {};
  for (const path of [`/api/v1/cases/${caseId}/preview`, '/api/v1/sending/holds', '/api/hooks/unknown']) {
    expect((await call('POST', path, '{}', 'application/json')).status).toBe(403);
  }
});

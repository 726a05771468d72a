import { randomBytes } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest, PASSWORD } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import type { SessionDto } from './dto/session.dto.js';
import { issueSignInLink } from './sign-in-link.js';

const MINUTE = 60_000;
let api: ApiUnderTest;
let practice: Practice;

const session = (browser: Browser) => browser.get<SessionDto & { code?: string }>('/api/v1/session');
const auditOf = (practiceId: string, event: string) =>
  api.database.asSuperuser<{ subject_id: string; actor_user_id: string | null; request_id: string; detail: object }>(
    'select subject_id, actor_user_id, request_id, detail from audit_event where practice_id = $1 and event = $2 order by at',
    [practiceId, event],
  );

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice({ name: 'Harbour Physio' });
});
afterAll(() => api.close());

describe('signing in', () => {
  it('I-04 sets a cookie that scripts and other sites do not get, and keeps the token nowhere but there', async () => {
    const user = await api.user(practice.id, ['manager'], { displayName: 'Robin Reed' });
    const answer = await api.browser().post('/api/v1/session', { email: user.email.toUpperCase(), password: PASSWORD });
    expect(answer.status).toBe(204);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^keepwell=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = cookie.slice('keepwell='.length).split(';')[0] ?? '';
    const [stored] = await api.database.asSuperuser<{ token_hash: Buffer }>(
      'select token_hash from session where user_id = $1',
      [user.id],
    );
    expect(stored?.token_hash).toHaveLength(32);
    expect(stored?.token_hash.toString('utf8')).not.toContain(token);
    expect(api.log.join('')).not.toContain(token);
  });

  it('says who, where and as what', async () => {
    const user = await api.user(practice.id, ['manager', 'auditor'], { displayName: 'Robin Reed' });
    const { body } = await session(await api.browser().signIn(user));
    expect(body).toEqual({
      user: { id: user.id, email: user.email, displayName: 'Robin Reed' },
      practice: { id: practice.id, name: 'Harbour Physio', timezone: 'Europe/London', demo: false },
      roles: ['auditor', 'manager'],
      practices: [{ id: practice.id, name: 'Harbour Physio' }],
      expiresAt: new Date(api.clock.now + 480 * MINUTE).toISOString(),
      idleSeconds: 900,
      idleEndsAt: new Date(api.clock.now + 15 * MINUTE).toISOString(),
    });
  });

  it('A-01 A-02 is written down in the practice, and so is a failure', async () => {
    const user = await api.user(practice.id, ['manager']);
    await api.browser().signIn(user);
    await api.browser().post('/api/v1/session', { email: user.email, password: 'wrong' });
    const opened = (await auditOf(practice.id, 'session.opened')).filter(({ subject_id }) => subject_id === user.id);
    expect(opened).toEqual([
      expect.objectContaining({ actor_user_id: user.id, request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) }),
    ]);
    for (let i = 0; i < 50; i += 1) {
      if ((await auditOf(practice.id, 'session.refused')).some(({ subject_id }) => subject_id === user.id)) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error('the failure was not recorded');
  });

  it('I-04 X-09 begins a new session and ends the one before', async () => {
    const user = await api.user(practice.id, ['manager']);
    const browser = await api.browser().signIn(user);
    const before = browser.cookie;
    await browser.signIn(user);
    expect(browser.cookie).not.toBe(before);
    expect((await session(browser)).status).toBe(200);
    const old = api.browser();
    old.cookie = before;
    expect((await session(old)).status).toBe(401);
  });

  it.each(['keepwell=', `keepwell=${'A'.repeat(43)}`, "keepwell=' or 1=1 --", 'other=1'])(
    'X-09 a made-up cookie is no session: %s',
    async (cookie) => {
      const browser = api.browser();
      browser.cookie = cookie;
      expect(await session(browser)).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    },
  );

  it('I-08 an unknown and a known user get the same answer', async () => {
    const user = await api.user(practice.id, ['manager']);
    const disabled = await api.user(practice.id, ['manager'], { disabledAt: new Date() });
    const invited = await api.user(practice.id, ['manager'], { passwordHash: null });
    const answers = await Promise.all(
      [user.email, 'nobody@example.org', disabled.email, invited.email].map((email) =>
        api.browser().post<{ requestId: string }>('/api/v1/session', {
          email,
          password: email === disabled.email ? PASSWORD : 'wrong password',
        }),
      ),
    );
    const shapes = answers.map(({ status, body: { requestId: _own, ...body }, headers }) => ({
      status,
      body,
      cookies: headers.getSetCookie(),
    }));
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
    expect(shapes[0]).toMatchObject({ status: 401, body: { code: 'sign_in_failed' }, cookies: [] });
  });

  it('I-07 stops after five failures from one address, whether or not there is such an account', async () => {
    const user = await api.user(practice.id, ['manager']);
    for (const email of [user.email, 'nobody-at-all@example.org']) {
      const statuses: number[] = [];
      for (let i = 0; i < 7; i += 1)
        statuses.push((await api.browser().post('/api/v1/session', { email, password: 'wrong' })).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    }
    const refused = await api
      .browser()
      .post<{ code: string }>('/api/v1/session', { email: user.email, password: PASSWORD });
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  });

  it('I-07 many at once get no more tries than one after the other', async () => {
    const user = await api.user(practice.id, ['manager']);
    const attempts = Array.from({ length: 20 }, () =>
      api.browser().post('/api/v1/session', { email: user.email, password: 'wrong' }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
  });
});

describe('a session', () => {
  it('I-04 ends after 15 minutes without a request, and each request begins them anew', async () => {
    const browser = await api.signedIn(practice.id, ['manager']);
    for (let i = 0; i < 3; i += 1) {
      api.clock.now += 14 * MINUTE;
      expect((await session(browser)).status).toBe(200);
    }
    api.clock.now += 15 * MINUTE;
    expect((await session(browser)).status).toBe(401);
  });

  it('I-04 is not kept alive by what the console fetches by itself', async () => {
    const browser = await api.signedIn(practice.id, ['manager']);
    for (let i = 0; i < 2; i += 1) {
      api.clock.now += 7 * MINUTE;
      expect((await browser.get('/api/v1/worklist/counts', { 'x-keepwell-passive': '1' })).status).toBe(200);
    }
    api.clock.now += 2 * MINUTE;
    expect((await session(browser)).status).toBe(401);
  });

  it('I-04 ends after 8 hours whatever happens', async () => {
    const browser = await api.signedIn(practice.id, ['manager']);
    for (let minutes = 0; minutes < 470; minutes += 10) {
      api.clock.now += 10 * MINUTE;
      expect((await session(browser)).status).toBe(200);
    }
    api.clock.now += 10 * MINUTE;
    expect((await session(browser)).status).toBe(401);
  });

  it('X-09 W-01 ends at sign-out, for good, and the browser is told to forget', async () => {
    const browser = await api.signedIn(practice.id, ['manager']);
    const token = browser.cookie;
    const out = await browser.delete('/api/v1/session');
    expect(out.status).toBe(204);
    expect(out.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(out.headers.getSetCookie()[0]).toMatch(/^keepwell=;.*Expires=Thu, 01 Jan 1970/);
    browser.cookie = token;
    expect((await session(browser)).status).toBe(401);
  });

  it('I-05 ends with the next request when the account is disabled or the roles are taken away', async () => {
    const disabled = await api.user(practice.id, ['manager']);
    const dismissed = await api.user(practice.id, ['manager']);
    const browsers = [await api.browser().signIn(disabled), await api.browser().signIn(dismissed)];
    await api.database.asSuperuser('update app_user set disabled_at = now() where id = $1', [disabled.id]);
    await api.database.asSuperuser('delete from membership_role where user_id = $1', [dismissed.id]);
    for (const browser of browsers) expect((await session(browser)).status).toBe(401);
  });
});

describe('several practices', () => {
  it("S2-31 I-04 one practice at a time, a new token when it changes, and only one of one's own", async () => {
    const other = await api.practice({ name: 'Quayside Dental' });
    const foreign = await api.practice({ name: 'Foreign Clinic' });
    const user = await api.user(practice.id, ['manager']);
    await api.database.asSuperuser(
      'insert into membership_role (practice_id, id, user_id, role) values ($1, $2, $3, $4)',
      [other.id, newId(), user.id, 'coordinator'],
    );
    const browser = await api.browser().signIn(user);
    const before = browser.cookie;
    expect((await session(browser)).body.practices.map(({ name }) => name)).toEqual([
      'Harbour Physio',
      'Quayside Dental',
    ]);

    api.clock.now += MINUTE;
    expect((await browser.post('/api/v1/session/practice', { practiceId: other.id })).status).toBe(204);
    expect(browser.cookie).not.toBe(before);
    expect((await session(browser)).body).toMatchObject({
      practice: { name: 'Quayside Dental' },
      roles: ['coordinator'],
    });
    expect(await auditOf(other.id, 'session.practice_chosen')).toHaveLength(1);

    expect((await browser.post('/api/v1/session/practice', { practiceId: foreign.id })).status).toBe(404);
    expect((await browser.post('/api/v1/session/practice', { practiceId: newId() })).status).toBe(404);
    expect((await session(browser)).body.practice.name).toBe('Quayside Dental');

    await browser.signIn(user);
    expect((await session(browser)).body.practice.name).toBe('Quayside Dental');
  });

  it('none at all is said after the password, not before', async () => {
    const user = await api.user(practice.id, []);
    expect(await api.browser().post('/api/v1/session', { email: user.email, password: PASSWORD })).toMatchObject({
      status: 403,
      body: { code: 'no_practice' },
    });
    expect((await api.browser().post('/api/v1/session', { email: user.email, password: 'wrong' })).status).toBe(401);
  });
});

describe('a one-time link', () => {
  const tokenOf = (link: string) => new URL(link).hash.slice('#token='.length);
  const invited = async () => {
    const user = await api.user(practice.id, ['admin'], { passwordHash: null, displayName: 'New Admin' });
    const link = await issueSignInLink(
      api.database.db,
      { userId: user.id, practiceId: practice.id },
      { baseUrl: api.url, now: api.clock.now },
    );
    return { user, link, token: tokenOf(link) };
  };

  it('I-04 sets the password of a first admin, signs in, and works once; only its hash is stored', async () => {
    const { user, link, token } = await invited();
    expect(link.startsWith(`${api.url}/sign-in/link#token=`)).toBe(true);
    const browser = api.browser();
    expect(
      (await browser.post('/api/v1/session/link', { token, password: PASSWORD, displayName: 'Ada Admin' })).status,
    ).toBe(204);
    expect((await session(browser)).body.user).toEqual({ id: user.id, email: user.email, displayName: 'Ada Admin' });
    expect(await api.browser().post('/api/v1/session/link', { token, password: PASSWORD })).toMatchObject({
      status: 401,
      body: { code: 'link_not_valid' },
    });
    await api.browser().signIn(user);
    const [stored] = await api.database.asSuperuser<{ token_hash: Buffer }>(
      'select token_hash from sign_in_link where user_id = $1',
      [user.id],
    );
    expect(stored?.token_hash).toHaveLength(32);
  });

  it('two at once: one is let in', async () => {
    const { token } = await invited();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => api.browser().post('/api/v1/session/link', { token, password: PASSWORD })),
    );
    expect(answers.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(3);
  });

  it('ends after 24 hours at most, however long it was meant to live', async () => {
    const user = await api.user(practice.id, ['admin'], { passwordHash: null });
    const link = await issueSignInLink(
      api.database.db,
      { userId: user.id, practiceId: practice.id },
      {
        baseUrl: api.url,
        now: api.clock.now,
        validMs: 30 * 24 * 60 * MINUTE,
      },
    );
    api.clock.now += 24 * 60 * MINUTE;
    expect(
      (await api.browser().post('/api/v1/session/link', { token: tokenOf(link), password: PASSWORD })).status,
    ).toBe(401);
  });

  it('I-02 is not spent on a password that is refused or missing', async () => {
    const { token } = await invited();
    for (const password of ['short', 'Harbour-Physio-1', undefined]) {
      expect(await api.browser().post('/api/v1/session/link', { token, password })).toMatchObject({
        status: 422,
        body: { code: 'password_refused' },
      });
    }
    expect((await api.browser().post('/api/v1/session/link', { token, password: PASSWORD })).status).toBe(204);
  });

  it('ends every other session when it sets a password', async () => {
    const { user, token } = await invited();
    const first = api.browser();
    await first.post('/api/v1/session/link', { token, password: PASSWORD });
    const again = tokenOf(
      await issueSignInLink(
        api.database.db,
        { userId: user.id, practiceId: practice.id },
        { baseUrl: api.url, now: api.clock.now },
      ),
    );
    await api.browser().post('/api/v1/session/link', { token: again, password: 'another lamp seven rivers' });
    expect((await session(first)).status).toBe(401);
  });
});

it('I-07 wrong links from one address do not stop the right ones of colleagues behind it', async () => {
  const wrong = (token: string) => api.browser().post('/api/v1/session/link', { token, password: PASSWORD });
  for (let i = 0; i < 12; i += 1) expect((await wrong(randomBytes(32).toString('base64url'))).status).toBe(401);
  const user = await api.user(practice.id, ['manager'], { passwordHash: null });
  const link = await issueSignInLink(
    api.database.db,
    { userId: user.id, practiceId: practice.id },
    { baseUrl: api.url, now: api.clock.now },
  );
  const token = new URL(link).hash.slice('#token='.length);
  expect((await wrong(token)).status).toBe(204);
  const statuses: number[] = [];
  for (let i = 0; i < 7; i += 1) statuses.push((await wrong(token)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
});

it('I-01 a password stored with less is stored anew at the next sign-in', async () => {
  const weak = await hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
  const user = await api.user(practice.id, ['manager'], { passwordHash: weak });
  await api.browser().signIn(user);
  const [stored] = await api.database.asSuperuser<{ password_hash: string }>(
    'select password_hash from app_user where id = $1',
    [user.id],
  );
  expect(stored?.password_hash).toMatch(/m=64,t=1,p=1/);
  await api.browser().signIn(user);
});

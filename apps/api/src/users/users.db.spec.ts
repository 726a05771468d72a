import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest, PASSWORD } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { issueSignInLink } from '../auth/sign-in-link.js';
import type { CreatedUserDto, SignInLinkDto, UserListDto } from './dto/user.dto.js';

let api: ApiUnderTest;
let practice: Practice;
let other: Practice;
let admin: Browser;

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice();
  other = await api.practice();
  admin = await api.signedIn(practice.id, ['admin']);
});
afterAll(() => api.close());

const add = (given: object = {}) =>
  admin.post<CreatedUserDto>('/api/v1/users', {
    email: `${newId()}@example.org`,
    displayName: 'Sam Stone',
    roles: ['coordinator'],
    ...given,
  });
const joins = (userId: string, practiceId: string) =>
  api.database.asSuperuser(
    `insert into membership_role (practice_id, id, user_id, role) values ($1, $2, $3, 'admin')`,
    [practiceId, newId(), userId],
  );
const tokenOf = (link: string) => new URL(link).hash.slice('#token='.length);

it('someone new gets a link, chooses a password and is in', async () => {
  const { status, body } = await add();
  expect([status, body.active, body.roles]).toEqual([201, false, ['coordinator']]);
  const browser = api.browser();
  expect((await browser.post('/api/v1/session/link', { token: tokenOf(body.link), password: PASSWORD })).status).toBe(
    204,
  );
  expect((await browser.get('/api/v1/worklist')).status).toBe(200);
  const { body: list } = await admin.get<UserListDto>('/api/v1/users');
  expect(list.items.find(({ email }) => email === body.email)).toMatchObject({
    email: body.email,
    active: true,
    disabled: false,
    lastSeenAt: expect.stringMatching(/Z$/),
  });
});

describe('someone who is known elsewhere', () => {
  const email = () => `${newId()}@example.org`;
  const open = (link: string, password?: string, browser = api.browser()) =>
    browser.post<{ code: string }>('/api/v1/session/link', { token: tokenOf(link), ...(password && { password }) });
  const practicesIn = async (browser: Browser) =>
    (await browser.get<{ practices: { id: string }[] }>('/api/v1/session')).body.practices.map(({ id }) => id);
  const goTo = (browser: Browser, practiceId: string) =>
    browser.post('/api/v1/session/practice', { practiceId }).then(({ status }) => status);
  const itself = { roles: ['auditor'], displayName: 'Their Auditor' };
  let otherAdmin: Browser;
  beforeAll(async () => {
    otherAdmin = await api.signedIn(other.id, ['admin']);
  });
  const addElsewhere = async (address: string) =>
    (await otherAdmin.post<CreatedUserDto>('/api/v1/users', { email: address, ...itself })).body;

  it('S2-31 is answered for as a stranger is, and what they are called elsewhere is not told', async () => {
    const theirs = await api.user(other.id, ['manager'], {
      email: 'kim@example.org',
      displayName: 'Kim Known',
    });
    const stranger = await add({ roles: ['manager', 'auditor'] });
    const known = await add({ email: theirs.email.toUpperCase(), roles: ['manager', 'auditor'] });
    const gist = ({ status, body: { id, email: _own, link, ...said } }: typeof known) => ({
      status,
      said,
      link: link.replace(tokenOf(link), ''),
      idLength: id.length,
    });
    expect(gist(known)).toEqual(gist(stranger));
    expect(known.body.id).not.toBe(theirs.id);
    const { text, body: list } = await admin.get<UserListDto>('/api/v1/users');
    expect(text).not.toContain('Kim Known');
    expect(text).not.toContain(theirs.id);
    expect(list.items.find(({ id }) => id === known.body.id)).toMatchObject({
      displayName: 'Sam Stone',
      active: false,
    });
    const trail = await admin.get('/api/v1/audit-events');
    expect(trail.text).not.toContain(theirs.id);
  });

  it('S2-31 an old link of another practice never opens this one', async () => {
    const address = email();
    const theirs = await addElsewhere(address);
    const ours = await add({ email: address, roles: ['admin'] });
    const attacker = api.browser();
    expect((await open(theirs.link, PASSWORD, attacker)).status).toBe(204);
    expect(await practicesIn(attacker)).toEqual([other.id]);
    expect(await goTo(attacker, practice.id)).toBe(404);
    await attacker.signIn({ email: address });
    expect(await goTo(attacker, practice.id)).toBe(404);

    // Whoever holds our link does not get their account by it either, unless they know its password.
    expect(await open(ours.body.link)).toMatchObject({ status: 422, body: { code: 'password_refused' } });
    expect(await open(ours.body.link, 'another lamp seven rivers')).toMatchObject({
      status: 422,
      body: { code: 'password_refused' },
    });
    expect(await practicesIn(attacker)).toEqual([other.id]);
    expect((await open(ours.body.link, PASSWORD)).status).toBe(204);
    expect((await practicesIn(attacker)).sort()).toEqual([practice.id, other.id].sort());
  });

  it('S2-31 a password set elsewhere before gives nothing here, and our link does not change it', async () => {
    const address = email();
    const attacker = api.browser();
    await open((await addElsewhere(address)).link, PASSWORD, attacker);
    const ours = await add({ email: address, roles: ['admin'] });
    expect(await practicesIn(attacker)).toEqual([other.id]);
    expect(await goTo(attacker, practice.id)).toBe(404);
    // Who is signed in shows thereby whose account it is.
    expect((await open(ours.body.link, undefined, attacker)).status).toBe(204);
    expect((await attacker.get<{ practice: { id: string } }>('/api/v1/session')).body.practice.id).toBe(practice.id);
    expect((await open(ours.body.link, PASSWORD)).status).toBe(401);
    await api.browser().signIn({ email: address });
  });

  it('S2-31 a link to choose a new password, issued before they worked elsewhere too, cannot do so afterwards', async () => {
    const user = await api.user(practice.id, ['manager']);
    const { body } = await admin.post<SignInLinkDto>(`/api/v1/users/${user.id}/link`);
    await joins(user.id, other.id);
    expect((await open(body.link, 'another lamp seven rivers')).status).toBe(422);
    await api.browser().signIn(user);
    expect(await admin.post(`/api/v1/users/${user.id}/link`)).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  it('S2-31 who was dismissed elsewhere and is not signed in must choose a new password, which ends all else', async () => {
    const address = email();
    const before = api.browser();
    await open((await addElsewhere(address)).link, PASSWORD, before);
    const { body: members } = await otherAdmin.get<UserListDto>('/api/v1/users');
    const theirs = members.items.find((member) => member.email === address);
    await otherAdmin.patch(`/api/v1/users/${theirs?.id ?? ''}`, { roles: [] });
    const ours = await add({ email: address });
    expect((await open(ours.body.link)).status).toBe(422);
    expect((await open(ours.body.link, 'another lamp seven rivers')).status).toBe(204);
    expect((await before.get('/api/v1/session')).status).toBe(401);
    await expect(api.browser().signIn({ email: address })).rejects.toThrow('401');
  });

  it('S2-31 the operator can give a taken address back, into the one practice', async () => {
    const address = email();
    const squatter = api.browser();
    await open((await addElsewhere(address)).link, PASSWORD, squatter);
    await add({ email: address });
    const [account] = await api.database.asSuperuser<{ id: string }>('select id from app_user where email = $1', [
      address,
    ]);
    const link = await issueSignInLink(
      api.database.db,
      { userId: account?.id ?? '', practiceId: practice.id },
      { baseUrl: api.url, now: api.clock.now },
    );
    expect((await open(link, 'another lamp seven rivers')).status).toBe(204);
    expect((await squatter.get('/api/v1/session')).status).toBe(401);
    await expect(api.browser().signIn({ email: address })).rejects.toThrow('401');
  });
});

it('an invitation can be changed, renewed and taken back', async () => {
  const { body } = await add({ roles: ['manager'] });
  expect((await admin.patch(`/api/v1/users/${body.id}`, { roles: ['coordinator'] })).status).toBe(204);
  const again = await admin.post<SignInLinkDto>(`/api/v1/users/${body.id}/link`);
  const browser = api.browser();
  const use = (link: string, as = browser) =>
    as.post('/api/v1/session/link', { token: tokenOf(link), password: PASSWORD });
  expect((await use(again.body.link)).status).toBe(204);
  expect((await browser.get<{ roles: string[] }>('/api/v1/session')).body.roles).toEqual(['coordinator']);
  expect((await use(body.link, api.browser())).status).toBe(401);

  const second = await add();
  expect((await admin.patch(`/api/v1/users/${second.body.id}`, { roles: [] })).status).toBe(204);
  expect((await use(second.body.link, api.browser())).status).toBe(401);
  const { body: list } = await admin.get<UserListDto>('/api/v1/users');
  expect(list.items.some(({ id }) => id === second.body.id)).toBe(false);
});

it('I-05 roles taken away act on the next request, in this practice alone', async () => {
  const user = await api.user(practice.id, ['manager']);
  await joins(user.id, other.id);
  const here = await api.browser().signIn(user);
  const start = await here.get<{ practice: { id: string } }>('/api/v1/session');
  if (start.body.practice.id !== practice.id) await here.post('/api/v1/session/practice', { practiceId: practice.id });
  expect((await here.get('/api/v1/worklist')).status).toBe(200);
  expect((await admin.patch(`/api/v1/users/${user.id}`, { roles: ['integrator'] })).status).toBe(204);
  expect((await here.get('/api/v1/worklist')).status).toBe(403);
  expect((await admin.patch(`/api/v1/users/${user.id}`, { roles: [] })).status).toBe(204);
  expect((await here.get('/api/v1/session')).status).toBe(401);
  await here.signIn(user);
  expect((await here.get<{ practice: { id: string } }>('/api/v1/session')).body.practice.id).toBe(other.id);
});

it('a practice keeps an admin who can sign in', async () => {
  const clinic = await api.practice();
  const only = await api.user(clinic.id, ['admin']);
  await api.user(clinic.id, ['admin'], { passwordHash: null });
  await api.user(clinic.id, ['admin'], { disabledAt: new Date() });
  const browser = await api.browser().signIn(only);
  expect(await browser.patch(`/api/v1/users/${only.id}`, { roles: ['manager'] })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect((await browser.get('/api/v1/users')).status).toBe(200);
});

it('two admins who dismiss each other at once leave one', async () => {
  for (let round = 0; round < 5; round += 1) {
    const clinic = await api.practice();
    const people = [await api.user(clinic.id, ['admin']), await api.user(clinic.id, ['admin'])] as const;
    await api.user(clinic.id, ['admin'], { passwordHash: null });
    const browsers = [await api.browser().signIn(people[0]), await api.browser().signIn(people[1])] as const;
    const answers = await Promise.all([
      browsers[0].patch(`/api/v1/users/${people[1].id}`, { roles: ['manager'] }),
      browsers[1].patch(`/api/v1/users/${people[0].id}`, { roles: ['manager'] }),
    ]);
    const [left] = await api.database.asSuperuser<{ n: number }>(
      `select count(*)::int as n from membership_role where practice_id = $1 and role = 'admin' and user_id = any($2)`,
      [clinic.id, people.map(({ id }) => id)],
    );
    expect([left?.n, answers.filter(({ status }) => status === 204).length]).toEqual([1, 1]);
  }
});

it('nobody is added twice', async () => {
  const { body } = await add();
  expect(await add({ email: body.email })).toMatchObject({ status: 409, body: { code: 'conflict' } });
});

it('I-07 a forgotten password: three links an hour, each of them once', async () => {
  const user = await api.user(practice.id, ['manager']);
  const links = [1, 2, 3].map(() => admin.post<SignInLinkDto>(`/api/v1/users/${user.id}/link`));
  const [first, second] = await Promise.all(links);
  expect(await admin.post(`/api/v1/users/${user.id}/link`)).toMatchObject({
    status: 429,
    body: { code: 'too_many_attempts' },
  });
  const changed = 'another lamp seven rivers';
  expect(
    (await api.browser().post('/api/v1/session/link', { token: tokenOf(first?.body.link ?? 'x:'), password: changed }))
      .status,
  ).toBe(204);
  expect(
    (await api.browser().post('/api/v1/session/link', { token: tokenOf(second?.body.link ?? 'x:'), password: changed }))
      .status,
  ).toBe(401);
  await api.browser().signIn(user, changed);
});

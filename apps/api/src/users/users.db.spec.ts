import { newId } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import { apiUnderTest, PASSWORD } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
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
const tokenOf = (link: string | null) => new URL(link ?? '').hash.slice('#token='.length);

it('someone new gets a link, chooses a password and is in', async () => {
  const { status, body } = await add();
  expect([status, body.active, body.roles]).toEqual([201, false, ['coordinator']]);
  const browser = api.browser();
  expect((await browser.post('/api/v1/session/link', { token: tokenOf(body.link), password: PASSWORD })).status).toBe(
    204,
  );
  expect((await browser.get('/api/v1/worklist')).status).toBe(200);
  const { body: list } = await admin.get<UserListDto>('/api/v1/users');
  expect(list.items.find(({ id }) => id === body.id)).toMatchObject({
    email: body.email,
    active: true,
    disabled: false,
    lastSeenAt: expect.stringMatching(/Z$/),
  });
});

it('S2-31 someone who works elsewhere keeps their account; neither practice gets a key to it or sees the other', async () => {
  const theirs = await api.user(other.id, ['manager'], { displayName: 'Kim Known' });
  const { body } = await add({ email: theirs.email.toUpperCase(), roles: ['manager'] });
  expect(body).toMatchObject({ id: theirs.id, displayName: 'Kim Known', roles: ['manager'], link: null });
  expect(await admin.post(`/api/v1/users/${theirs.id}/link`)).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  const { body: list } = await admin.get<UserListDto>('/api/v1/users');
  expect(list.items.every(({ roles }) => roles.length > 0)).toBe(true);
  const elsewhere = await api.user(other.id, ['admin']);
  expect(list.items.some(({ id }) => id === elsewhere.id)).toBe(false);
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

it('a practice keeps an admin', async () => {
  const { body: list } = await admin.get<UserListDto>('/api/v1/users');
  const [only] = list.items.filter(({ roles }) => roles.includes('admin'));
  expect(await admin.patch(`/api/v1/users/${only?.id ?? ''}`, { roles: ['manager'] })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect((await admin.get('/api/v1/users')).status).toBe(200);
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
    (await api.browser().post('/api/v1/session/link', { token: tokenOf(first?.body.link ?? ''), password: changed }))
      .status,
  ).toBe(204);
  expect(
    (await api.browser().post('/api/v1/session/link', { token: tokenOf(second?.body.link ?? ''), password: changed }))
      .status,
  ).toBe(401);
  await api.browser().signIn(user, changed);
});

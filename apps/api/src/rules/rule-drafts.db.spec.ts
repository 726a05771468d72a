import { RuleSettingQueries, type Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { ListedPractice } from '../../../../test/support/worklist-rows.js';
import type { RecommendedPackDto } from './dto/recommended-pack.dto.js';
import type { DraftPeopleDto, RuleDraftDto, RuleDraftPageDto } from './dto/rule-draft.dto.js';
import type { RuleDto, RuleHistoryDto } from './dto/rule.dto.js';

const HOUR = 3_600_000;

let api: ApiUnderTest;
let practice: Practice;
let listed: ListedPractice;
let manager: Browser;
let admin: Browser;

beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());
beforeEach(async () => {
  api.clock.now = Date.now();
  practice = await api.practice();
  listed = await fillWorklist(api.database, practice.id, { cases: 8 });
  manager = await api.signedIn(practice.id, ['manager']);
  admin = await api.signedIn(practice.id, ['admin']);
});

const DRAFTS = '/api/v1/rules/drafts';
const change = (more = {}) => ({ rule: 'R05', mode: 'on', parameters: { PT: '1 BD' }, ...more });

async function propose(browser: Browser, changes: unknown[] = [change()]): Promise<RuleDraftDto> {
  const { status, body, text } = await browser.post<RuleDraftDto>(DRAFTS, { reason: 'We call sooner.', changes });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return body;
}

/** As the job leaves it; `people` enter, in the order of the list. */
async function previewed(id: string, people: string[] = []): Promise<void> {
  const preview = { asked: 8, listedNow: 8, listedThen: 8, enters: people.length, leaves: 0, changes: 0, elsewhere: 0 };
  await api.database.asSuperuser(
    `update rule_draft set state = 'ready', previewed_as_of = $3, preview = $4,
            rests_on_version = (select coalesce(max(version), 0) from rule_setting where practice_id = $1)
      where practice_id = $1 and id = $2`,
    [practice.id, id, new Date(api.clock.now), JSON.stringify({ ...preview, byRule: [] })],
  );
  for (const [place, person] of people.entries()) {
    await api.database.asSuperuser(
      `insert into rule_draft_person (practice_id, draft_id, person_id, move, to_list, rule, class, rules, reason, since, sort_priority)
       values ($1, $2, $3, 'enters', 'off_track', 'R05', 'S1', '{R05,R10}', 'Cancelled, nothing booked.', $4, $5)`,
      [practice.id, id, person, new Date(api.clock.now), place],
    );
  }
}

const ruleNow = async (rule = 'R05') => {
  const { body } = await manager.get<RuleDto[]>('/api/v1/rules');
  return body.find((each) => each.rule === rule);
};

it('X17 nothing changes by proposing; what was wanted is kept, and everybody is to be asked', async () => {
  const before = await ruleNow();
  const draft = await propose(manager, [change(), change({ rule: 'R08', mode: 'shadow', parameters: undefined })]);
  expect(draft).toMatchObject({
    ...{ state: 'proposed', reason: 'We call sooner.', preview: null },
    changes: [
      { rule: 'R05', name: 'CANCELLED_NOT_REBOOKED', location: null, mode: 'on', parameters: { PT: '1 BD' } },
      { rule: 'R08', mode: 'shadow', parameters: {} },
    ],
    approval: { allowed: false },
  });
  expect(await ruleNow()).toEqual(before);
  const jobs = await api.database.asSuperuser<{ kind: string }>(
    `select kind from job where practice_id = $1 and kind in ('preview', 'evaluate')`,
    [practice.id],
  );
  expect(jobs).toEqual([{ kind: 'preview' }]);
});

it('X17 another manager or admin approves: not its author, nobody before the preview, nobody twice', async () => {
  const { id } = await propose(manager);
  expect(await admin.post(`${DRAFTS}/${id}/approve`)).toMatchObject({ status: 409, body: { code: 'conflict' } });
  await previewed(id);
  const own = await manager.post<{ detail: string }>(`${DRAFTS}/${id}/approve`);
  expect(own).toMatchObject({ status: 403, body: { code: 'second_person_needed' } });
  expect(own.body.detail).toBe('You proposed this change; another manager or admin approves it.');
  expect((await manager.get<RuleDraftDto>(`${DRAFTS}/${id}`)).body.approval.allowed).toBe(false);
  expect((await admin.get<RuleDraftDto>(`${DRAFTS}/${id}`)).body.approval.allowed).toBe(true);
  const done = await admin.post<RuleDraftDto>(`${DRAFTS}/${id}/approve`);
  expect(done).toMatchObject({ status: 200, body: { state: 'approved', approval: { allowed: false } } });
  expect(await ruleNow()).toMatchObject({ mode: 'on', parameters: { PT: '1 BD', PR: '1 BD' } });
  expect(await admin.post(`${DRAFTS}/${id}/approve`)).toMatchObject({ status: 409 });
  const [job] = await api.database.asSuperuser<{ due: boolean }>(
    `select due_at <= now() as due from job where practice_id = $1 and kind = 'evaluate'`,
    [practice.id],
  );
  expect(job).toEqual({ due: true });
});

it('X17 says so where nobody else could approve', async () => {
  const alone = await api.practice();
  const browser = await api.signedIn(alone.id, ['admin']);
  const { id, approval } = await propose(browser);
  const says =
    'A change of rules needs a second person, and nobody else here is a manager or admin. Add one under Users.';
  expect(approval.says).toContain('nobody else here is a manager or admin');
  expect(await browser.post(`${DRAFTS}/${id}/approve`)).toMatchObject({ status: 403, body: { detail: says } });
});

it('X17 a preview that is a day old, or beside which another change came into force, is previewed again first', async () => {
  const [one, other] = [await propose(manager), await propose(manager, [change({ rule: 'R06' })])];
  await previewed(one.id);
  await previewed(other.id);
  await api.database.asSuperuser(`update rule_draft set previewed_as_of = $2 where id = $1`, [
    one.id,
    new Date(api.clock.now - 25 * HOUR),
  ]);
  expect(await admin.post(`${DRAFTS}/${one.id}/approve`)).toMatchObject({
    status: 409,
    body: { code: 'draft_stale', detail: 'Its preview is older than 24 hours. Preview it again, then approve.' },
  });
  expect(await admin.post(`${DRAFTS}/${one.id}/preview`)).toMatchObject({ status: 202, body: { state: 'proposed' } });
  await previewed(one.id);
  await previewed(other.id);
  expect(await admin.post(`${DRAFTS}/${one.id}/approve`)).toMatchObject({ status: 200 });
  expect((await admin.get<RuleDraftDto>(`${DRAFTS}/${other.id}`)).body.state).toBe('stale');
  expect(await admin.post(`${DRAFTS}/${other.id}/approve`)).toMatchObject({
    status: 409,
    body: { detail: 'The rules have changed since its preview. Preview it again, then approve.' },
  });
});

it('X17 does not take back what others have set since it was proposed, not after another preview either', async () => {
  const shadow = await propose(manager, [{ rule: 'R05', mode: 'shadow' }]);
  api.clock.now += 1_000;
  const sooner = await propose(manager);
  await previewed(sooner.id);
  expect(await admin.post(`${DRAFTS}/${sooner.id}/approve`)).toMatchObject({ status: 200 });
  await previewed(shadow.id);
  const says = 'R05 has been set anew since this was proposed. Withdraw it and propose it anew.';
  for (const act of ['approve', 'preview']) {
    const answer = await admin.post(`${DRAFTS}/${shadow.id}/${act}`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'conflict', detail: says } });
  }
  expect(await ruleNow()).toMatchObject({ mode: 'on' });
  expect((await ruleNow())?.thresholds.find(({ name }) => name === 'PT')?.value).toBe('1 BD');
});

it('X17 knows the practice rules by their ids wherever a rule is named', async () => {
  const draft = await propose(manager, [{ rule: 'P01', mode: 'on' }]);
  expect(draft.changes).toMatchObject([{ rule: 'P01', mode: 'on' }]);
  for (const path of ['/api/v1/worklist?tab=today&rule=P01', `${DRAFTS}/${draft.id}/people?rule=P01`]) {
    expect([path, (await manager.get(path)).status]).toEqual([path, 200]);
  }
});

it('X17 keeps every setting with its author, its approver and the reason, and says what holds where', async () => {
  const [locationId = ''] = listed.locationIds;
  const first = await propose(manager, [change(), change({ locationId, mode: 'shadow', parameters: { PT: '4 BD' } })]);
  await previewed(first.id);
  await admin.post(`${DRAFTS}/${first.id}/approve`);
  const rule = await ruleNow();
  expect(rule?.thresholds.find(({ name }) => name === 'PT')).toEqual({
    ...{ name: 'PT', value: '1 BD', default: '2 BD', specialty: 'PT', unit: 'BD' },
    says: 'Time to rebook after the patient cancelled',
  });
  expect(rule?.locations).toMatchObject([{ location: { id: locationId }, mode: 'shadow' }]);

  api.clock.now += 1_000;
  const second = await propose(admin, [change({ locationId, mode: 'as_practice' })]);
  await previewed(second.id);
  await manager.post(`${DRAFTS}/${second.id}/approve`);
  expect((await ruleNow())?.locations).toEqual([]);
  const { body } = await manager.get<RuleHistoryDto>('/api/v1/rules/R05/history');
  expect(body.items.map(({ version, mode, to, location }) => [version, mode, to === null, location === null])).toEqual([
    [2, 'as_practice', true, false],
    [1, 'on', true, true],
    [1, 'shadow', false, false],
  ]);
  expect(body.items[1]).toMatchObject({ reason: 'We call sooner.', bySystem: false, draftId: first.id });
  expect(body.items[1]?.author?.id).not.toBe(body.items[1]?.approvedBy?.id);
  expect(await manager.get('/api/v1/rules/R99/history')).toMatchObject({ status: 404 });
});

it('X13 a rule that the system takes back says so, keeps its thresholds, and makes previews old', async () => {
  const draft = await propose(manager);
  await previewed(draft.id);
  const take = (rule: string, startsOn: boolean) =>
    api.database.db.inPractice(practice.id, (tx) =>
      new RuleSettingQueries().changeBySystem(tx, practice.id, {
        ...{ rule, startsOn, now: api.clock.now },
        reason: '3 of 40 listed were right; at most 20 %.',
      }),
    );
  expect(await take('R05', true)).toBe(1);
  expect(await take('R05', true)).toBeNull();
  expect(await take('R08', false)).toBeNull();
  expect(await ruleNow()).toMatchObject({
    mode: 'shadow',
    paused: { reason: '3 of 40 listed were right; at most 20 %.' },
    floor: 0.5,
  });
  expect(await admin.post(`${DRAFTS}/${draft.id}/approve`)).toMatchObject({ body: { code: 'draft_stale' } });
});

it('X17 shows whom it concerns page by page, to those who may see patients', async () => {
  const rows = await api.database.asSuperuser<{ id: string }>(
    'select id from patient where practice_id = $1 order by id',
    [practice.id],
  );
  const people = rows.map(({ id }) => id);
  const { id } = await propose(manager);
  await previewed(id, people);
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { status: number; body: DraftPeopleDto } = await manager.get<DraftPeopleDto>(
      `${DRAFTS}/${id}/people?move=enters&rule=R05&limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    expect(page.status).toBe(200);
    seen.push(...page.body.items.map(({ personId }) => personId));
    cursor = page.body.nextCursor;
    expect(page.body.items[0]).toMatchObject({
      ...{
        move: 'enters',
        from: null,
        to: 'off_track',
        rule: 'R05',
        class: 'S1',
        reason: 'Cancelled, nothing booked.',
      },
      rules: [{ rule: 'R05', name: 'CANCELLED_NOT_REBOOKED' }, { rule: 'R10' }],
      lastVisitOn: '2026-03-03',
    });
    expect(page.body.items[0]?.patientName).toMatch(/^Given\d+ Family\d+$/);
  }
  expect(seen).toEqual(people);
  const integrator = await api.signedIn(practice.id, ['integrator']);
  expect(await integrator.get(`${DRAFTS}/${id}/people`)).toMatchObject({ status: 403 });
  expect(await integrator.post(DRAFTS, { reason: 'No.', changes: [change()] })).toMatchObject({ status: 403 });
  const coordinator = await api.signedIn(practice.id, ['coordinator']);
  expect(await coordinator.post(`${DRAFTS}/${id}/approve`)).toMatchObject({
    status: 403,
    body: { code: 'not_allowed' },
  });
});

it('X17 a draft that was let go changes nothing any more', async () => {
  const { id } = await propose(manager);
  await previewed(id);
  expect(await manager.post(`${DRAFTS}/${id}/withdraw`)).toMatchObject({ status: 200, body: { state: 'withdrawn' } });
  for (const act of ['approve', 'preview', 'withdraw']) {
    expect(await admin.post(`${DRAFTS}/${id}/${act}`)).toMatchObject({
      status: 409,
      body: { detail: 'This draft has been withdrawn already.' },
    });
  }
  const { body } = await manager.get<RuleDraftPageDto>(DRAFTS);
  expect(body.items.map((each) => each.id)).toEqual([id]);
});

it.each([
  [
    'a threshold that cannot be read',
    change({ parameters: { PT: 'soon' } }),
    'changes.0.parameters.PT',
    /PT = "soon": write a window/,
  ],
  [
    'one that the rule has not',
    change({ parameters: { within: '3 d' } }),
    'changes.0.parameters.within',
    /has no threshold called/,
  ],
  [
    'one that is neither text nor number',
    change({ parameters: { PT: true } }),
    'changes.0.parameters',
    /a short text or a number/,
  ],
  ['a rule there is not', change({ rule: 'R77' }), 'changes.0.rule', /There is no rule R77/],
  ['a practice that is to be as the practice', change({ mode: 'as_practice' }), 'changes.0.mode', /Only a location/],
  ['what is so already', { rule: 'R05', mode: 'on' }, 'changes.0', /is set so already/],
])('X17 says what is wrong with %s', async (_what, wanted, field, says) => {
  const answer = await manager.post<{ field: string; detail: string }>(DRAFTS, { reason: 'A try.', changes: [wanted] });
  expect(answer).toMatchObject({ status: 422, body: { code: 'settings_wrong', field } });
  expect(answer.body.detail).toMatch(says);
});

it('X17 refuses a draft that says one thing twice, or nothing', async () => {
  expect(await manager.post(DRAFTS, { reason: 'A try.', changes: [change(), change()] })).toMatchObject({
    status: 422,
  });
  for (const body of [
    { reason: 'A try.', changes: [] },
    { reason: '', changes: [change()] },
    { changes: [change()] },
  ]) {
    expect(await manager.post(DRAFTS, body)).toMatchObject({ status: 400 });
  }
});

it('X17 the database itself lets nobody approve their own, nor rewrite how a rule was set', async () => {
  const { id } = await propose(manager);
  const inPractice = (sql: string, values: unknown[]) =>
    api.database.db.inPractice(practice.id, (tx) => tx.query(sql, values));
  await expect(
    inPractice(`update rule_draft set state = 'approved', ended_by_user_id = author_user_id where id = $1`, [id]),
  ).rejects.toThrow('rule_draft_second_person');
  await expect(
    inPractice(`update rule_setting set mode = 'off' where practice_id = $1`, [practice.id]),
  ).rejects.toThrow('permission denied');
});

it('X17 recommends the measured pack for what the practice does; proposed, it is a draft like any other', async () => {
  const ask = async () => (await manager.get<RecommendedPackDto>('/api/v1/rules/recommended')).body;
  const ids = (rules: { rule: string }[]) => rules.map(({ rule }) => rule);
  await api.database.asSuperuser(`update practice set settings = settings || '{"specialty":"DE"}' where id = $1`, [
    practice.id,
  ]);
  const before = await ask();
  expect(before.specialties).toContain('DE');
  expect(ids(before.switchOn)).toEqual(expect.arrayContaining(['R16', 'R17', 'R33']));
  expect(ids(before.on)).toContain('R05');
  expect(ids(before.leftOut)).toEqual(expect.arrayContaining(['R08', 'R12', 'R34']));
  expect(before).toMatchObject({ measuredIn: 'docs/detection.md', measured: expect.any(Array) as unknown });
  expect(before.measured.map(({ world }) => world)).toContain('dental, tidy files');
  const every = [...ids(before.switchOn), ...ids(before.on), ...ids(before.leftOut)];
  expect(every.filter((id) => id.startsWith('P'))).toEqual([]);

  const { id } = await propose(
    manager,
    before.switchOn.map(({ rule }) => ({ rule, mode: 'on' })),
  );
  expect(ids((await ask()).switchOn)).toEqual(ids(before.switchOn));
  await previewed(id);
  await admin.post(`${DRAFTS}/${id}/approve`);
  const after = await ask();
  expect(ids(after.switchOn)).toEqual([]);
  expect(ids(after.on).sort()).toEqual([...ids(before.switchOn), ...ids(before.on)].sort());
});

it('X13 does not recommend a rule that took itself back here', async () => {
  const settings = new RuleSettingQueries();
  const change = { author: null, approvedBy: null, draftId: null, reason: 'Too few were right.', now: api.clock.now };
  await api.database.db.inPractice(practice.id, (tx) =>
    settings.change(tx, practice.id, [{ rule: 'R05', locationId: null, mode: 'shadow', parameters: {} }], change),
  );
  const { body } = await manager.get<RecommendedPackDto>('/api/v1/rules/recommended');
  expect([...body.switchOn, ...body.on].map(({ rule }) => rule)).not.toContain('R05');
  expect(body.leftOut.find(({ rule }) => rule === 'R05')?.why).toContain('took itself back here');
});

it('X17 takes no reason of blanks for one, and keeps one without the blanks around it', async () => {
  const blank = await manager.post<{ code: string; field: string }>(DRAFTS, { reason: ' \n    ', changes: [change()] });
  expect(blank).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  const { body } = await manager.post<RuleDraftDto>(DRAFTS, { reason: '  We call sooner.  ', changes: [change()] });
  expect(body.reason).toBe('We call sooner.');
});

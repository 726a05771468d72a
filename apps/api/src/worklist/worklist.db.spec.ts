import type { Practice } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { ListedPractice } from '../../../../test/support/worklist-rows.js';
import type { RuleDto } from '../rules/dto/rule.dto.js';
import type { CasePageDto, CaseRowDto, WorklistCountsDto } from './dto/case-page.dto.js';
import { SORTS, TABS } from './dto/list-cases.dto.js';

const CASES = 400;
const WATCHED = 80;
const LAPSED = 41;
/** Of those at risk. */
const TASKS = 20;
let api: ApiUnderTest;
let practice: Practice;
let listed: ListedPractice;
let browser: Browser;

const isBacklog = (n: number) => n % 5 === 0;
const stateOf = (n: number) =>
  n % 20 === 0 ? 'resolved' : n % 33 === 0 ? 'closed' : n % 7 === 0 ? 'in_outreach' : n % 17 === 0 ? 'snoozed' : 'open';
const isOpen = (n: number) => stateOf(n) === 'open';
const isWaiting = (n: number) => isOpen(n) && !isBacklog(n) && n % 13 === 0;
const numbers = Array.from({ length: CASES }, (_, i) => i + 1);
const numberOf = (row: CaseRowDto) => Number(row.sourceIds[0]?.id.slice(2));
const inOrder = (rows: number[]) => rows.toSorted((a, b) => a - b);

async function walk(query: Record<string, string>, q?: string): Promise<CaseRowDto[]> {
  const rows: CaseRowDto[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 100; page += 1) {
    const wanted: Record<string, string> = cursor === null ? query : { ...query, cursor };
    const { status, body, text } =
      q === undefined
        ? await browser.get<CasePageDto>(`/api/v1/worklist?${new URLSearchParams(wanted).toString()}`)
        : await browser.post<CasePageDto>('/api/v1/worklist/search', {
            ...wanted,
            ...(wanted.limit ? { limit: Number(wanted.limit) } : {}),
            q,
          });
    if (status !== 200) throw new Error(`${status} ${text}`);
    rows.push(...body.items);
    cursor = body.nextCursor;
    if (cursor === null) return rows;
  }
  throw new Error('the list does not end');
}

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice();
  listed = await fillWorklist(api.database, practice.id, {
    cases: CASES,
    watch: WATCHED,
    lapsed: LAPSED,
    tasks: TASKS,
  });
  await fillWorklist(api.database, (await api.practice()).id, { cases: 50, watch: 5 });
  browser = await api.signedIn(practice.id, ['coordinator']);
});
afterAll(() => api.close());

describe('paging', () => {
  const expected: Record<(typeof TABS)[number], number[]> = {
    today: numbers.filter((n) => isOpen(n) && !isBacklog(n) && !isWaiting(n)),
    waiting: numbers.filter(isWaiting),
    in_outreach: numbers.filter((n) => stateOf(n) === 'in_outreach'),
    snoozed: numbers.filter((n) => stateOf(n) === 'snoozed'),
    backlog: numbers.filter((n) => isOpen(n) && isBacklog(n)),
    resolved: numbers.filter((n) => stateOf(n) === 'resolved'),
    all: numbers,
    at_risk: Array.from({ length: WATCHED }, (_, i) => CASES + i + 1),
    tasks: Array.from({ length: TASKS }, (_, i) => CASES + i + 1),
    lapsed: Array.from({ length: LAPSED }, (_, i) => CASES + WATCHED + i + 1),
  };

  it.each(TABS.flatMap((tab) => SORTS.map((sort) => [tab, sort] as const)))(
    'walks every row of "%s" exactly once in the order "%s"',
    async (tab, sort) => {
      const rows = await walk({ tab, sort, limit: '37' });
      expect(inOrder(rows.map(numberOf))).toEqual(expected[tab]);
    },
  );

  it('keeps the order it was asked for', async () => {
    const ascending = <T extends string | number>(values: T[]) =>
      values.every((value, i) => i === 0 || (values[i - 1] as T) <= value);
    const all = async (sort: string) => walk({ tab: 'today', sort, limit: '100' });
    expect(ascending((await all('since')).map(({ since }) => since ?? ''))).toBe(true);
    expect(ascending((await all('-since')).map(({ since }) => since ?? '').reverse())).toBe(true);
    expect(ascending((await all('value')).map(({ valueAtRisk }) => valueAtRisk?.amountMinor ?? 0).reverse())).toBe(
      true,
    );
    expect(
      ascending((await all('name')).map((row) => row.patientName.toLowerCase().split(' ').reverse().join(' '))),
    ).toBe(true);
    const priority = (await all('priority')).map((row) => `${row.class ?? ''} ${9e15 - Date.parse(row.since ?? '')}`);
    expect(ascending(priority)).toBe(true);
  });

  it('goes on in place when rows come and go between two pages', async () => {
    const first = await browser.get<CasePageDto>('/api/v1/worklist?tab=today&sort=since&limit=50');
    await api.database.asSuperuser(`update off_track_case set state = 'closed' where practice_id = $1 and id = $2`, [
      practice.id,
      first.body.items.at(-1)?.caseId,
    ]);
    const second = await browser.get<CasePageDto>(
      `/api/v1/worklist?tab=today&sort=since&limit=50&cursor=${first.body.nextCursor ?? ''}`,
    );
    const seen = new Set(first.body.items.map(numberOf));
    expect(second.body.items.filter((row) => seen.has(numberOf(row)))).toEqual([]);
    await api.database.asSuperuser(`update off_track_case set state = 'open' where practice_id = $1 and id = $2`, [
      practice.id,
      first.body.items.at(-1)?.caseId,
    ]);
  });

  it('W-06 never puts a name into a marker: markers stand in addresses', async () => {
    for (const tab of TABS) {
      const { body } = await browser.get<CasePageDto>(`/api/v1/worklist?tab=${tab}&sort=name&limit=5`);
      const marker = Buffer.from(body.nextCursor ?? '', 'base64url').toString('utf8');
      expect(marker).toContain('"sort":"name"');
      expect(marker).not.toMatch(/given|family/i);
    }
  });

  it.each([
    ['of another order', { tab: 'today', sort: 'name', id: '018f3f3e-0000-7000-8000-000000000000', key: '' }],
    ['with another key', { tab: 'today', sort: 'since', id: '018f3f3e-0000-7000-8000-000000000000', key: "1' or 1=1" }],
    ['with another id', { tab: 'today', sort: 'since', id: '1', key: '2026-01-01 00:00:00+00' }],
    ['of nothing', {}],
  ])('X-34 a marker %s is refused', async (_case, parts) => {
    const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
    expect(await browser.get(`/api/v1/worklist?sort=since&cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { code: 'cursor_wrong' },
    });
    expect((await browser.get('/api/v1/worklist?sort=since&cursor=%00%ff')).status).toBe(400);
  });
});

describe('filters', () => {
  it('narrow by rule, location, practitioner and state, together too', async () => {
    const [location = ''] = listed.locationIds;
    const [, practitioner = ''] = listed.practitionerIds;
    const found = async (query: Record<string, string>) =>
      inOrder((await walk({ tab: 'all', ...query })).map(numberOf));
    expect(await found({ rule: 'R06' })).toEqual(numbers.filter((n) => n % 3 === 1));
    expect(await found({ locationId: location })).toEqual(numbers.filter((n) => n % 2 === 0));
    expect(await found({ practitionerId: practitioner })).toEqual(numbers.filter((n) => n % 3 === 1));
    expect(await found({ state: 'resolved' })).toEqual(numbers.filter((n) => stateOf(n) === 'resolved'));
    expect(await found({ rule: 'R06', locationId: location, state: 'in_outreach' })).toEqual(
      numbers.filter((n) => n % 3 === 1 && n % 2 === 0 && stateOf(n) === 'in_outreach'),
    );
    expect(await found({ rule: 'R99' })).toEqual([]);
    const watched = Array.from({ length: WATCHED }, (_, i) => CASES + i + 1);
    expect(inOrder((await walk({ tab: 'at_risk', rule: 'R06' })).map(numberOf))).toEqual(
      watched.filter((n) => n % 3 === 1),
    );
  });

  it('find names and source ids by any of their words, and take % and _ as they are', async () => {
    expect((await walk({ tab: 'all' }, 'given123 fam')).map(numberOf)).toEqual([123]);
    expect((await walk({ tab: 'all' }, '  P-77 family77 ')).map(numberOf)).toContain(77);
    expect((await walk({ tab: 'all', limit: '50' }, 'FAMILY12')).length).toBe(
      numbers.filter((n) => n % 97 === 12).length,
    );
    expect((await walk({ tab: 'at_risk' }, 'given410')).map(numberOf)).toEqual([410]);
    expect(await walk({ tab: 'all' }, '%')).toEqual([]);
    expect(await walk({ tab: 'all' }, '_')).toEqual([]);
  });

  it.each([
    'sort=name;drop table patient',
    "sort=since' desc",
    'sort=constructor',
    "rule=R06' or '1'='1",
    "state=open' --",
    "locationId=1' or 1=1",
    'tab=all) or (1=1',
    'limit=1;select 1',
    'limit=201',
    'limit=0',
    'q=given1',
    'practiceId=1',
    'unknown=1',
  ])('X-34 W-03 nothing else is taken for a filter: %s', async (query) => {
    const [name = '', value = ''] = query.split(/=(.*)/s);
    expect(await browser.get(`/api/v1/worklist?${name}=${encodeURIComponent(value)}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});

it('a row says who, why, since when, where and how fresh', async () => {
  const [row] = (await walk({ tab: 'all' }, 'p-7 given7')).filter((each) => numberOf(each) === 7);
  expect(row).toEqual({
    caseId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    personId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    patientName: 'Given7 Family7',
    sourceIds: [{ connectionId: listed.connectionId, id: 'P-7' }],
    state: 'in_outreach',
    personState: 'off_track',
    class: 'S4',
    reason: 'Nothing booked since the visit on 3 March.',
    rules: [{ rule: 'R06', name: 'RULE_R06', kind: 'O', class: 'S4' }],
    since: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    firstOpenedAt: expect.stringMatching(/Z$/),
    reopened: 0,
    backlog: false,
    location: { id: listed.locationIds[1], name: 'Location 2' },
    practitioner: { id: listed.practitionerIds[1], name: 'Practitioner 2' },
    service: 'physio',
    lastVisitOn: '2026-03-03',
    nextBookingAt: null,
    valueAtRisk: { amountMinor: 259, currency: 'GBP' },
    heldBy: null,
    wakeAt: null,
    wakeBecause: null,
    attempts: 0,
    lastOutcome: null,
    lastContactAt: null,
    place: null,
    value: null,
    freshnessAt: expect.stringMatching(/Z$/),
  });
});

it('a row of somebody at risk has the same fields and no case', async () => {
  const [{ body: today }, { body: atRisk }] = await Promise.all([
    browser.get<CasePageDto>('/api/v1/worklist?tab=today&limit=1'),
    browser.get<CasePageDto>('/api/v1/worklist?tab=at_risk&limit=1'),
  ]);
  const keys = (page: CasePageDto) => Object.keys(page.items[0] ?? {}).toSorted();
  expect(keys(atRisk)).toEqual(keys(today));
  expect(atRisk.items[0]).toMatchObject({
    caseId: null,
    state: null,
    personState: 'watch',
    backlog: false,
    location: { name: expect.any(String) },
  });
});

it('the numbers beside the list are those of the list', async () => {
  const { body } = await browser.get<WorklistCountsDto>('/api/v1/worklist/counts');
  const lengthOf = async (query: Record<string, string>) => (await walk({ ...query, limit: '200' })).length;
  expect(body.today).toBe(await lengthOf({ tab: 'today' }));
  expect(body.waiting).toBe(await lengthOf({ tab: 'waiting' }));
  expect(body.inOutreach).toBe(await lengthOf({ tab: 'in_outreach' }));
  expect(body.backlog).toBe(await lengthOf({ tab: 'backlog' }));
  expect(body.resolved).toBe(await lengthOf({ tab: 'resolved' }));
  expect(body.atRisk).toBe(WATCHED);
  expect(body.lapsed).toBe(LAPSED);
  expect(body.tasks).toBe(TASKS);
  expect(body.all).toBe(CASES);
  for (const { rule, count } of body.byRule) expect(count).toBe(await lengthOf({ tab: 'today', rule }));
  for (const { id, count } of body.byLocation) expect(count).toBe(await lengthOf({ tab: 'today', locationId: id }));
  for (const { id, count } of body.byPractitioner)
    expect(count).toBe(await lengthOf({ tab: 'today', practitionerId: id }));
  expect(body.byRule).toHaveLength(3);
  expect(body.byLocation.map(({ name }) => name).toSorted()).toEqual(['Location 1', 'Location 2']);
});

it.each(TABS)('the options of the filters are those of the rows on the tab "%s"', async (tab) => {
  const { body } = await browser.get<WorklistCountsDto>(`/api/v1/worklist/counts?tab=${tab}`);
  const rows = await walk({ tab, limit: '200' });
  const tally = (ids: (string | undefined)[]) => {
    const counts: Record<string, number> = {};
    for (const id of ids) if (id !== undefined) counts[id] = (counts[id] ?? 0) + 1;
    return counts;
  };
  const options = (given: { id: string; count: number }[]) => Object.fromEntries(given.map((o) => [o.id, o.count]));
  expect(options(body.byRule.map(({ rule: id, count }) => ({ id, count })))).toEqual(
    tally(rows.flatMap((row) => row.rules.map(({ rule }) => rule))),
  );
  expect(options(body.byLocation)).toEqual(tally(rows.map((row) => row.location?.id)));
  expect(options(body.byPractitioner)).toEqual(tally(rows.map((row) => row.practitioner?.id)));
  expect([body.byRule.length, body.byPractitioner.length]).toEqual([tab === 'at_risk' ? 6 : 3, 3]);
  expect([body.today > 0, body.lapsed]).toEqual([true, LAPSED]);
});

it('a rule counts on each tab exactly the rows that the tab shows for it', async () => {
  const { body } = await browser.get<RuleDto[]>('/api/v1/rules');
  for (const { rule, listed: total, listedOn } of body) {
    for (const [tab, count] of Object.entries(listedOn)) {
      expect([rule, tab, count]).toEqual([rule, tab, (await walk({ tab, rule, limit: '200' })).length]);
    }
    expect(total).toBe(Object.values(listedOn).reduce((sum, count) => sum + count, 0));
  }
  const r06 = body.find(({ rule }) => rule === 'R06');
  expect(Object.values(r06?.listedOn ?? {}).every((count) => count > 0)).toBe(true);
});

it('A-01 A-02 each search is written down, and never what was typed', async () => {
  await browser.post('/api/v1/worklist/search', { q: 'Given424242' });
  const events = await api.database.asSuperuser<{ event: string; detail: { searched: boolean } }>(
    `select event, detail from audit_event where practice_id = $1 and event like 'worklist.%' order by at desc limit 1`,
    [practice.id],
  );
  expect(events).toEqual([{ event: 'worklist.searched', detail: { tab: 'today', searched: true } }]);
  const everything = await api.database.asSuperuser<{ row: string }>(
    'select to_jsonb(a)::text as row from audit_event a',
    [],
  );
  expect(everything.map(({ row }) => row).join('') + api.log.join('')).not.toContain('424242');
});

it.each(['integrator'] as const)('is not for an %s', async (role) => {
  const outsider = await api.signedIn(practice.id, [role]);
  for (const path of ['/api/v1/worklist', '/api/v1/worklist/counts'])
    expect((await outsider.get(path)).status).toBe(403);
  expect((await outsider.post('/api/v1/worklist/search', { q: 'x' })).status).toBe(403);
});

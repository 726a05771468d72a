import type { AppUser, Practice } from '@keepwell/database';
import type { SourceRecord } from '@keepwell/domain';
import { EvaluationRunner } from '@keepwell/worker';
import fc from 'fast-check';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { inPages, pagedConnector } from '../../../../test/support/paged-connector.js';
import {
  aRandomPractice,
  arrivals,
  practiceRecords,
  recordsOf,
  START,
  type RandomPractice,
} from '../../../../test/support/random-practice.js';
import { record } from '../../../../test/support/source-records.js';
import { aSync, type SyncBench } from '../../../../test/support/sync.js';
import { DayPlanner } from '../../../worker/src/day/day-planner.js';
import type { CaseInHandDto } from '../cases/dto/case-in-hand.dto.js';
import type { CasePageDto, CaseRowDto } from './dto/case-page.dto.js';
import { PAST_TABS, type PastCasePageDto } from './dto/past-list.dto.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOMENTS = 20;
const SORTS = ['priority', 'since', '-since', 'name', 'value'] as const;

let api: ApiUnderTest;
let practice: Practice;
let source: SyncBench;
let robin: AppUser;
let browser: Browser;
let now = START;
const pages: { records: SourceRecord[] }[] = [{ records: practiceRecords }];

/** About ninety people, always the same. */
function aLivelyPractice(): RandomPractice {
  const samples = fc.sample(aRandomPractice, { seed: 9, numRuns: 30 });
  const [first] = samples;
  if (first === undefined) throw new Error('nothing was sampled');
  return { ...first, persons: samples.flatMap(({ persons }) => persons), batchSize: 30 };
}

/** Everybody comes to the one place there is. */
const atMain = (each: SourceRecord): SourceRecord =>
  each.kind === 'patient' && 'data' in each ? { ...each, data: { ...each.data, locationId: 'main' } } : each;

/** Of the moment by nature: who has it in hand just then, and how fresh its sources were. */
const asKept = (rows: CaseRowDto[]): string =>
  JSON.stringify(rows.map((row) => Object.assign({}, row, { heldBy: null, freshnessAt: null })));

const addressOf = (path: string, query: Record<string, string>) => `${path}?${new URLSearchParams(query).toString()}`;

async function walk(path: string, query: Record<string, string>): Promise<CaseRowDto[]> {
  const rows: CaseRowDto[] = [];
  let cursor: string | null = null;
  do {
    const wanted: Record<string, string> = cursor === null ? query : { ...query, cursor };
    const { status, body, text } = await browser.get<CasePageDto | PastCasePageDto>(addressOf(path, wanted));
    if (status !== 200) throw new Error(`${status} ${text}`);
    rows.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return rows;
}

interface Moment {
  asOf: string;
  shown: { query: Record<string, string>; rows: CaseRowDto[] }[];
}

/** What the team looks at, and in turn the other tabs and every order, page by page. */
async function look(turn: number): Promise<Moment> {
  const tabs = new Set(['today', 'waiting', 'all', PAST_TABS[turn % PAST_TABS.length] ?? 'all']);
  const questions: Record<string, string>[] = [
    ...[...tabs].map((tab) => ({ tab })),
    { tab: 'all', sort: SORTS[turn % SORTS.length] ?? 'name', limit: '5' },
    ...(turn % 5 === 0 ? [{ tab: 'all', rule: 'R10' }] : []),
  ];
  const shown: Moment['shown'] = [];
  for (const query of questions) shown.push({ query, rows: await walk('/api/v1/worklist', query) });
  // Between two changes, to the millisecond: the clock of the database is the clock of the list.
  await new Promise((done) => setTimeout(done, 3));
  const asOf = new Date().toISOString();
  await new Promise((done) => setTimeout(done, 3));
  return { asOf, shown };
}

/** What a team does in a day, by number: somebody is called in vain, rests, is closed, or is only looked at. */
async function work(day: number): Promise<number[]> {
  browser = await api.browser().signIn(robin);
  const { body } = await browser.get<CasePageDto>('/api/v1/worklist?tab=today&limit=2');
  const answers: number[] = [];
  for (const [i, { caseId }] of body.items.entries()) {
    const at = `/api/v1/cases/${caseId ?? ''}`;
    const claimed = await browser.post<CaseInHandDto>(`${at}/claim`);
    if (claimed.status !== 200) throw new Error(`${claimed.status} ${claimed.text}`);
    const wakeOn = new Date(now + 9 * DAY).toISOString().slice(0, 10);
    const act = [
      () => browser.post(`${at}/calls`, { outcome: 'no_answer' }),
      () => browser.post(`${at}/snooze`, { wakeOn, reason: 'travelling' }),
      () => browser.post(`${at}/close`, { closing: 'lost', reason: 'cannot_reach' }),
      () => browser.delete(`${at}/lease`),
    ][(day + i) % 4];
    answers.push((await act?.())?.status ?? 0);
  }
  return answers;
}

async function arrive(records: SourceRecord[]): Promise<void> {
  pages.push(...inPages(records, 2));
  const { state, problem } = await source.sync();
  if (state === 'failed') throw new Error(`The sync of the test failed: ${problem}`);
}

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice();
  robin = await api.user(practice.id, ['coordinator']);
  await api.database.asSuperuser(
    `update practice set settings = settings || '{"dayCapacity": 3}', currency = 'GBP' where id = $1`,
    [practice.id],
  );
  const connector = pagedConnector([
    { name: 'all', kinds: ['location', 'service', 'patient', 'plan', 'appointment', 'invoice'], pages: () => pages },
  ]);
  source = await aSync(api.database, connector, { now: () => now, practiceId: practice.id });
});
afterAll(() => api.close());

it('X09: says of every past moment what the list showed then, row by row and in its order', async () => {
  const evaluation = new EvaluationRunner(api.database.db);
  const planner = new DayPlanner(api.database.db);
  const random = aLivelyPractice();
  const batches = arrivals(recordsOf(random).map(atMain), random);
  const perMoment = Math.ceil(batches.length / MOMENTS);
  const moments: Moment[] = [];
  const acts: number[] = [];
  for (let i = 0; i < MOMENTS; i += 1) {
    api.clock.now = now;
    await arrive(batches.slice(i * perMoment, (i + 1) * perMoment).flat());
    // A location is called otherwise one day: the rows of then keep its name of then.
    if (i === 12) {
      const renamed = { timezone: 'Europe/London', openDays: [1, 2, 3, 4, 5], name: 'Riverside' };
      await arrive([record('location', 'main', renamed, { created: now, updated: now })]);
    }
    await evaluation.run({ practiceId: practice.id, now });
    // Some of it was true before the practice was connected.
    if (i === 6)
      await api.database.asSuperuser(
        `update off_track_case set backlog = true, waiting = false where practice_id = $1 and state = 'open'`,
        [practice.id],
      );
    await planner.run(practice.id, now);
    acts.push(...(await work(i)));
    moments.push(await look(i));
    now += (20 + (i % 5) * 13) * HOUR;
  }

  // It was a living list: enough in it, on several tabs, and worked with.
  const looks = moments.flatMap(({ shown }) => shown).filter(({ query }) => Object.keys(query).length === 1);
  const most = (tab: string) =>
    Math.max(...looks.filter(({ query }) => query.tab === tab).map(({ rows }) => rows.length));
  expect(most('today')).toBeGreaterThan(1);
  expect(PAST_TABS.filter((tab) => most(tab) === 0)).toEqual([]);
  const whole = looks.filter(({ query }) => query.tab === 'all').map(({ rows }) => asKept(rows));
  expect(new Set(whole).size).toBeGreaterThan(MOMENTS / 2);
  expect(acts.filter((status) => status === 200 || status === 204).length).toBeGreaterThan(10);

  for (const { asOf, shown } of moments) {
    for (const { query, rows } of shown) {
      const then = await walk('/api/v1/worklist/past', { ...query, asOf });
      expect({ asOf, query, rows: asKept(then) }).toEqual({ asOf, query, rows: asKept(rows) });
    }
  }
}, 300_000);

describe('asking for a past list', () => {
  const past = (query: Record<string, string>) =>
    browser.get<PastCasePageDto>(addressOf('/api/v1/worklist/past', query));

  it('X09: refuses what lies ahead, and what was before anything was kept', async () => {
    const ahead = await past({ asOf: new Date(Date.now() + DAY).toISOString() });
    expect([ahead.status, ahead.text.includes('lies ahead')]).toEqual([400, true]);
    const before = await past({ asOf: '2020-02-01' });
    expect([before.status, before.text.includes('is kept since')]).toEqual([404, true]);
    expect((await past({ asOf: 'Tuesday' })).status).toBe(400);
    expect((await past({ asOf: '2026-02-31T10:00' })).status).toBe(400);
  });

  it('X09: leaves in the trail who looked at which moment', async () => {
    const asOf = new Date().toISOString();
    expect((await past({ asOf, tab: 'snoozed' })).status).toBe(200);
    const [event] = await api.database.asSuperuser<{ detail: unknown }>(
      `select detail from audit_event where practice_id = $1 and event = 'worklist.past_viewed' order by at desc limit 1`,
      [practice.id],
    );
    expect(event?.detail).toEqual({ tab: 'snoozed', asOf });
  });

  it('X09, E11: knows nothing of whom an experiment hides', async () => {
    const listed = await walk('/api/v1/worklist/past', { asOf: new Date().toISOString(), tab: 'all' });
    const hidden = listed[0]?.caseId ?? '';
    await api.database.asSuperuser('update off_track_case set held_back = true where id = $1', [hidden]);
    for (const asOf of [new Date(Date.now() - 2_000), new Date()]) {
      const { text } = await past({ asOf: asOf.toISOString(), tab: 'all', limit: '200' });
      expect(text).not.toContain(hidden);
    }
  });
});

import { WorklistQueries } from '@keepwell/database';
import type { WorklistQuestion } from '@keepwell/database';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { CasePageDto } from './dto/case-page.dto.js';
import { SORTS } from './dto/list-cases.dto.js';

let api: ApiUnderTest;
const browsers = new Map<number, Browser>();
const practices = new Map<number, string>();

beforeAll(async () => {
  api = await apiUnderTest();
  for (const size of [1_000, 10_000]) {
    const practice = await api.practice();
    await fillWorklist(api.database, practice.id, { cases: size, watch: size / 10 });
    practices.set(size, practice.id);
    browsers.set(size, await api.signedIn(practice.id, ['coordinator']));
  }
});
afterAll(() => api.close());

const browserOf = (size: number): Browser => {
  const browser = browsers.get(size);
  if (browser === undefined) throw new Error(`no practice of ${size}`);
  return browser;
};

interface PlanNode {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** Rows of the list's table that a plan has looked at, kept or thrown away. */
function rowsOfList(node: PlanNode): number {
  const own =
    node['Relation Name'] === 'off_track_case'
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsOfList(child), own);
}

/** Asks PostgreSQL how it answers a page, instead of asking for the page. */
async function rowsLookedAt(practiceId: string, question: WorklistQuestion): Promise<number> {
  return api.database.db.inPractice(practiceId, async (tx) => {
    const plans: PlanNode[] = [];
    const explaining = new Proxy(tx, {
      get: (target, property) =>
        property !== 'query'
          ? Reflect.get(target, property)
          : async (sql: string, values: unknown[]) => {
              const rows = await target.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
                `explain (analyze, format json) ${sql}`,
                values,
              );
              plans.push(...rows.map((row) => row['QUERY PLAN'][0].Plan));
              return [{ items: '[]', next_key: null, next_id: null }];
            },
    });
    await new WorklistQueries().page(explaining, question, {});
    return plans.reduce((sum, plan) => sum + rowsOfList(plan), 0);
  });
}

it('S2-15 a list of 10,000 rows is walked to its end, every row once', async () => {
  const browser = browserOf(10_000);
  const seen = new Set<string>();
  const times: number[] = [];
  let cursor: string | null = '';
  let rows = 0;
  while (cursor !== null) {
    const from = performance.now();
    const { body }: { body: CasePageDto } = await browser.get<CasePageDto>(
      `/api/v1/worklist?tab=all&sort=priority&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`,
    );
    times.push(performance.now() - from);
    rows += body.items.length;
    for (const { caseId } of body.items) seen.add(caseId ?? '');
    cursor = body.nextCursor;
  }
  expect([rows, seen.size, times.length]).toEqual([10_000, 10_000, 50]);
});

it.each(SORTS)(
  'S2-15 a page looks at no more rows in a list of 10,000 than in one of 1,000, in the order "%s"',
  async (sort) => {
    const looked: number[] = [];
    for (const [size, practiceId] of practices) {
      const question: Omit<WorklistQuestion, 'after'> = {
        tab: 'today',
        sort,
        rule: null,
        locationId: null,
        practitionerId: null,
        state: null,
        words: [],
        limit: 20,
      };
      const first = await browserOf(size).get<CasePageDto>(`/api/v1/worklist?tab=today&sort=${sort}&limit=20`);
      const marker = JSON.parse(Buffer.from(first.body.nextCursor ?? '', 'base64url').toString('utf8')) as {
        key: string;
        id: string;
      };
      const after = { key: sort === 'name' ? null : marker.key, id: marker.id };
      looked.push(
        await rowsLookedAt(practiceId, { ...question, after: null }),
        await rowsLookedAt(practiceId, { ...question, after }),
      );
    }
    // One shelf (open), a page and one row more of it; the row of the marker itself where names are looked up.
    for (const rows of looked) expect(rows).toBeLessThanOrEqual(21 + 2);
    for (const rows of looked) expect(rows).toBeGreaterThanOrEqual(21);
  },
);

import { setTimeout as delay } from 'node:timers/promises';
import { CaseQueries, countsOf, JobQueries, MarkQueries, newId, summedCounts } from '@keepwell/database';
import type { Practice } from '@keepwell/database';
import type { OpenAPIObject } from '@nestjs/swagger';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import { TABS } from '../worklist/dto/list-cases.dto.js';
import type { CasePageDto, WorklistCountsDto } from '../worklist/dto/case-page.dto.js';
import type { DayDto } from './dto/day.dto.js';
import type { EndedExperimentDto, ExperimentDto, ExperimentsDto } from './dto/experiment.dto.js';

const REASON = 'To see who comes back by themselves';
const NAME = 'Given7';

let api: ApiUnderTest;
let practice: Practice;
let admin: Browser;
let experimentId: string;
let hidden: { id: string; person_id: string };

/** Somebody may become due between two questions: the list is as long as the number before it or the one after. */
async function expectCountOfToday(): Promise<void> {
  const count = async () => (await admin.get<WorklistCountsDto>('/api/v1/worklist/counts')).body.today;
  const before = await count();
  const { body } = await admin.get<CasePageDto>('/api/v1/worklist?tab=today&limit=200');
  expect([before, await count()]).toContain(body.items.length);
}

/** What a person may do about a case, each with a body that would be understood. */
const ACTS: Record<string, unknown> = {
  'POST claim': {},
  'DELETE lease': undefined,
  'POST lease': {},
  'GET brief': undefined,
  'POST calls': { outcome: 'no_answer' },
  'POST snooze': { wakeOn: '2099-01-01', reason: 'travelling' },
  'POST wake': {},
  'POST close': { closing: 'lost', reason: 'cannot_reach' },
  'POST notes': { text: 'Prefers mornings' },
  'POST undo': {},
  'POST verdict': { verdict: 'right' },
  'POST preview': { sequenceId: newId() },
  'POST enrolments': { sequenceId: newId(), digest: '0'.repeat(64) },
  'GET write-back': undefined,
  'POST write-back': { kind: 'book', startsAt: '2099-01-01T10:00:00Z' },
};

beforeAll(async () => {
  api = await apiUnderTest();
  practice = await api.practice();
  await fillWorklist(api.database, practice.id, { cases: 40, watch: 4 });
  admin = await api.signedIn(practice.id, ['coordinator', 'manager', 'admin']);
  const started = await admin.post<ExperimentDto>('/api/v1/experiments', { name: 'Spring', reason: REASON });
  experimentId = started.body.id;
  const [found] = await api.database.asSuperuser<
    typeof hidden & { rules: string[]; location_id: string; practitioner_id: string }
  >(
    `select id, person_id, rules, location_id, practitioner_id from off_track_case
      where practice_id = $1 and search_text like '%p-1' and state = 'open'`,
    [practice.id],
  );
  if (found === undefined) throw new Error('there is no case');
  hidden = found;
  // As an evaluation leaves it.
  await api.database.asSuperuser('update off_track_case set held_back = true where id = $1', [found.id]);
  await api.database.asSuperuser(
    `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
     values ($1, $2, $3, $4, 'p:' || $4::uuid::text, 'held_back', 0.2, 'S2', '{R06}', now())`,
    [practice.id, experimentId, found.id, found.person_id],
  );
  // Something for the clinic to do of the same person: on the tab of tasks they would stand as well.
  await api.database.asSuperuser(
    `update evaluation set answer = jsonb_set(answer, '{findings}', (answer->'findings') || jsonb_set(answer->'findings'->0, '{kind}', '"V"'))
      where practice_id = $1 and person_id = $2`,
    [practice.id, found.person_id],
  );
  await api.database.asSuperuser(
    `insert into finding (practice_id, id, person_id, rule, rule_version, kind, class, since, reason, evidence, parameters, opened_at)
     values ($1, gen_random_uuid(), $2, 'R13', 1, 'V', 'S4', now(), 'All planned visits are done.', '{}', '{}', now())`,
    [practice.id, found.person_id],
  );
  const counted = {
    ...{ state: 'open' as const, backlog: false, rules: found.rules },
    ...{ locationId: found.location_id, practitionerId: found.practitioner_id },
  };
  const moved = summedCounts([...countsOf(counted, -1), ...countsOf({ ...counted, heldBack: true }, 1)]);
  await api.database.db.inPractice(practice.id, (tx) => new CaseQueries().count(tx, practice.id, moved));
});
afterAll(() => api.close());

describe('a case that is held back', () => {
  it('E11 stands on no tab, is found by no search, is in no number and comes next to nobody', async () => {
    let rows = 0;
    for (const tab of TABS) {
      const page = await admin.get<CasePageDto>(`/api/v1/worklist?tab=${tab}&limit=200`);
      const found = await admin.post<CasePageDto>('/api/v1/worklist/search', { tab, q: 'p-1', limit: 200 });
      rows += page.body.items.length;
      for (const { personId } of [...page.body.items, ...found.body.items])
        expect([tab, personId]).not.toEqual([tab, hidden.person_id]);
      expect(page.text + found.text).not.toContain(hidden.id);
    }
    expect(rows).toBeGreaterThan(40);
    const { body: counts } = await admin.get<WorklistCountsDto>('/api/v1/worklist/counts');
    expect([counts.all, Object.keys(counts.byState).includes('held_back')]).toEqual([39, false]);
    await expectCountOfToday();
    const taken = new Set<string>();
    for (let n = 0; n < 25; n += 1) {
      const next = await admin.post<{ case: { caseId: string } }>('/api/v1/worklist/next', { tab: 'today' });
      if (next.status === 204) break;
      taken.add(next.body.case.caseId);
      const skip = { caseId: next.body.case.caseId, reason: 'Called an hour ago' };
      await admin.post('/api/v1/worklist/next', { tab: 'today', skip });
    }
    expect(taken.size).toBeGreaterThan(3);
    expect(taken.has(hidden.id)).toBe(false);
  });

  it('E11 no route that names a case knows it, whatever is to be done about it', async () => {
    const { body } = await admin.get<OpenAPIObject>('/api/openapi.json');
    const acts = Object.entries(body.paths).flatMap(([path, item]) =>
      path.includes('{caseId}') ? Object.keys(item).map((method) => ({ path, method: method.toUpperCase() })) : [],
    );
    expect(acts.length).toBeGreaterThan(10);
    for (const { path, method } of acts) {
      const act = `${method} ${path.split('/').at(-1) ?? ''}`;
      expect(Object.keys(ACTS)).toContain(act);
      const { status, text } = await admin.send(method, path.replace('{caseId}', hidden.id), ACTS[act]);
      expect([act, status]).toEqual([act, 404]);
      expect(text).not.toContain(hidden.person_id);
    }
  });

  it('E11 nothing that can be read shows it; the page of the patient is there, without a case', async () => {
    const { body } = await admin.get<OpenAPIObject>('/api/openapi.json');
    let read = 0;
    for (const [path, item] of Object.entries(body.paths)) {
      if (!('get' in item) || path.includes('{caseId}') || path.endsWith('/events')) continue;
      const address = path.replace('{personId}', hidden.person_id).replace('{patientId}', hidden.person_id);
      if (address.includes('{')) continue;
      const { status, text } = await admin.get(address);
      if (status !== 200) continue;
      read += 1;
      expect([path, text.includes(hidden.id)]).toEqual([path, false]);
      const isOfPatient = address.includes(hidden.person_id);
      // Who opened the page of a patient stands in the audit trail by id.
      if (!isOfPatient && !path.includes('audit'))
        expect([path, text.includes(hidden.person_id)]).toEqual([path, false]);
    }
    expect(read).toBeGreaterThan(20);
    const page = await admin.get<{ case: unknown }>(`/api/v1/patients/${hidden.person_id}`);
    expect([page.status, page.body.case]).toEqual([200, null]);
    expect(page.text).not.toMatch(/E11|held/);
    const contact = await admin.get(`/api/v1/patients/${hidden.person_id}/contact`);
    expect([contact.status, /E11|held/.test(contact.text)]).toEqual([200, false]);
  });

  it('E11 whoever looks for the patient by name finds the patient, as anybody else', async () => {
    const { body } = await admin.post<{ items: { personId: string }[] }>('/api/v1/patients/search', { q: NAME });
    expect(body.items.length).toBeGreaterThan(0);
  });
});

describe('experiments', () => {
  it('X04 are shown in numbers to managers and admins', async () => {
    const { body, text } = await admin.get<ExperimentsDto>('/api/v1/experiments');
    expect(body.items).toMatchObject([
      {
        ...{ id: experimentId, name: 'Spring', reason: REASON, endedAt: null, shareNow: 0.2 },
        phases: [
          { share: 0.2, weeks: 8 },
          { share: 0.1, weeks: null },
        ],
        ...{ cases: { contact: 0, heldBack: 1 }, households: { contact: 0, heldBack: 1 }, shown: 0 },
      },
    ]);
    expect(text).not.toMatch(/salt/);
    for (const role of ['coordinator', 'auditor', 'integrator'] as const) {
      const other = await api.signedIn(practice.id, [role]);
      expect((await other.get('/api/v1/experiments')).status).toBe(403);
    }
    const manager = await api.signedIn(practice.id, ['manager']);
    expect((await manager.get('/api/v1/experiments')).status).toBe(200);
    expect((await manager.post('/api/v1/experiments', { name: 'Mine', reason: REASON })).status).toBe(403);
  });

  it('X04 at most one runs; a share of more than half, an open phase before another and no reason are refused', async () => {
    const start = (more: object) => admin.post('/api/v1/experiments', { name: 'Another', reason: REASON, ...more });
    expect(await start({})).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await start({ phases: [{ share: 0.6, weeks: null }] })).status).toBe(400);
    expect((await start({ reason: 'short' })).status).toBe(400);
    const open = {
      phases: [
        { share: 0.2, weeks: null },
        { share: 0.1, weeks: null },
      ],
    };
    expect((await start(open)).status).toBe(400);
  });

  it('E11 K30 what was held with a surge is published with it, unseen, and told in no number', async () => {
    type Counted = Parameters<typeof countsOf>[0] & { id: string };
    const [other] = await api.database.asSuperuser<Counted>(
      `select id, state, rules, backlog, location_id as "locationId", practitioner_id as "practitionerId" from off_track_case where practice_id = $1 and state = 'open' and not backlog and not waiting and not held_back order by id limit 1`,
      [practice.id],
    );
    if (other === undefined) throw new Error('there is no other case');
    const moved = summedCounts([...countsOf(other, -1), ...countsOf({ ...other, state: 'held' }, 1)]);
    await api.database.db.inPractice(practice.id, (tx) => new CaseQueries().count(tx, practice.id, moved));
    const rows = () =>
      api.database.asSuperuser<{ state: string; held_back: boolean }>(
        'select state, held_back from off_track_case where id = any($1::uuid[]) order by held_back',
        [[hidden.id, other.id]],
      );
    // The hidden one came last: nobody who looks at what is held can name its instant.
    await api.database.asSuperuser(
      `update off_track_case set state = 'held', first_opened_at = date_trunc('second', case when held_back then now() else now() - interval '1 hour' end)
        where id = any($1::uuid[])`,
      [[hidden.id, other.id]],
    );
    const { body: held } = await admin.get<{ cases: number; upTo: string }>('/api/v1/held-cases');
    expect(held.cases).toBe(1);
    const countOfHeld = async () => (await admin.get<WorklistCountsDto>('/api/v1/worklist/counts')).body.held;
    expect(await countOfHeld()).toBe(1);
    const { body: published } = await admin.post('/api/v1/held-cases/publish', { upTo: held.upTo });
    expect(published).toEqual({ cases: 1 });
    expect(await countOfHeld()).toBe(0);
    expect(await rows()).toEqual([
      { state: 'open', held_back: false },
      { state: 'open', held_back: true },
    ]);
  });

  it('X04 A-01 starting and ending is written down with its reason; with the end everybody is shown', async () => {
    expect((await admin.post(`/api/v1/experiments/${newId()}/end`, { reason: REASON })).status).toBe(404);
    const ended = await admin.post<EndedExperimentDto>(`/api/v1/experiments/${experimentId}/end`, { reason: REASON });
    expect([ended.status, ended.body]).toEqual([200, { shown: 1 }]);
    const page = await admin.get<CasePageDto>('/api/v1/worklist?tab=today&limit=200');
    expect(page.body.items.map(({ caseId }) => caseId)).toContain(hidden.id);
    const { body: counts } = await admin.get<WorklistCountsDto>('/api/v1/worklist/counts');
    expect(counts.all).toBe(40);
    await expectCountOfToday();
    const events = await api.database.asSuperuser<{ event: string; detail: { reason: string } }>(
      `select event, detail from audit_event where practice_id = $1 and event like 'experiment.%' order by at`,
      [practice.id],
    );
    expect(events.map(({ event, detail }) => [event, detail.reason])).toEqual([
      ['experiment.started', REASON],
      ['experiment.ended', REASON],
    ]);
  });
});

describe('the day', () => {
  it('RC 7 an admin says how much the team can do; the day says how it stands', async () => {
    const own = await api.practice();
    await fillWorklist(api.database, own.id, { cases: 40 });
    const boss = await api.signedIn(own.id, ['admin']);
    const nobody = { capacity: null, day: null, places: 0, done: 0, left: 0, plannedAt: null };
    expect((await boss.get<DayDto>('/api/v1/day')).body).toMatchObject(nobody);
    const coordinator = await api.signedIn(own.id, ['coordinator']);
    expect((await coordinator.patch('/api/v1/practice', { dayCapacity: 5 })).status).toBe(403);
    expect((await boss.patch('/api/v1/practice', { dayCapacity: 0 })).status).toBe(400);
    expect((await boss.patch('/api/v1/practice', { dayCapacity: 5 })).body).toMatchObject({ dayCapacity: 5 });
    const [job] = await api.database.asSuperuser(`select 1 from job where practice_id = $1 and kind = 'plan_day'`, [
      own.id,
    ]);
    expect(job).toBeDefined();
    // As the worker plans it.
    await api.database.asSuperuser(
      `update off_track_case set waiting = place > 5, day_on = case when place <= 5 then date '2026-01-13' end, day_place = case when place <= 5 then place end
         from (select id as of, row_number() over (order by id) as place from off_track_case where practice_id = $1 and state = 'open' and not backlog) p
        where id = p.of`,
      [own.id],
    );
    await api.database.asSuperuser(
      `insert into day_list (practice_id, day, capacity, places, unserved, first_planned_at, planned_at)
       values ($1, '2026-01-13', 5, 5, '{"S1": 1, "S2": 2, "S3": 3, "S4": 4}', now(), now())`,
      [own.id],
    );
    expect((await coordinator.get<DayDto>('/api/v1/day')).body).toMatchObject({
      ...{ capacity: 5, day: '2026-01-13', places: 5, done: 0, left: 5 },
      unserved: { S1: 1, S2: 2, S3: 3, S4: 4, total: 10 },
    });
    const today = await coordinator.get<CasePageDto>('/api/v1/worklist?tab=today');
    expect(today.body.items.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5]);
    const waiting = await coordinator.get<CasePageDto>('/api/v1/worklist?tab=waiting&limit=200');
    expect(waiting.body.items.length).toBeGreaterThan(0);
    expect(waiting.body.items.every(({ place }) => place === null)).toBe(true);
  });

  it('RC 7 an admin says where the practice is and how much it can do beside an evaluation: neither waits for the other', async () => {
    const own = await api.practice();
    await fillWorklist(api.database, own.id, { cases: 2 });
    const boss = await api.signedIn(own.id, ['admin']);
    const marks = 'select from changed_patient where practice_id = $1 order by person_id for update';
    await api.database.db.inPractice(own.id, (tx) => new MarkQueries().everyone(tx, own.id));
    const { changing } = await api.database.db.inPractice(own.id, async (tx) => {
      await new JobQueries().owe(tx, own.id, 'plan_day', own.id);
      const asked = boss.patch('/api/v1/practice', { timezone: 'Asia/Kathmandu', dayCapacity: 5 });
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await api.database.asSuperuser(waiting)).length === 0) await delay(5);
      await tx.query(marks, [own.id]);
      return { changing: asked };
    });
    expect((await changing).status).toBe(200);
  });
});

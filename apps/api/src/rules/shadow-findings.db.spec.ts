import type { LocationDto } from '../places/dto/location.dto.js';
import { apiUnderTest } from '../../../../test/support/api-under-test.js';
import type { ApiUnderTest, Browser } from '../../../../test/support/api-under-test.js';
import { storeShadowFinding } from '../../../../test/support/rule-things.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import type { ListedPractice } from '../../../../test/support/worklist-rows.js';
import type { RuleDto } from './dto/rule.dto.js';
import type { ShadowCountsDto, ShadowFindingsDto } from './dto/shadow-findings.dto.js';

const NOW = Date.parse('2026-01-13T10:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let api: ApiUnderTest;
let practiceId: string;
let listed: ListedPractice;
let coordinator: Browser;
let people: string[];

beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());
beforeEach(async () => {
  api.clock.now = NOW;
  ({ id: practiceId } = await api.practice());
  listed = await fillWorklist(api.database, practiceId, { cases: 8, now: NOW });
  coordinator = await api.signedIn(practiceId, ['coordinator']);
  const rows = await api.database.asSuperuser<{ id: string }>(
    `select id from patient where practice_id = $1 order by source_id`,
    [practiceId],
  );
  people = rows.map(({ id }) => id);
});

const find = (person: number, at = NOW - HOUR, rule = 'R08') =>
  storeShadowFinding(api.database, practiceId, { personId: people[person]!, rule, at: new Date(at) });
const list = async (query = '', browser = coordinator) =>
  (await browser.get<ShadowFindingsDto>(`/api/v1/rules/R08/shadow-findings${query}`)).body;
const judge = (id: string, verdict: object, browser = coordinator) =>
  browser.post<ShadowCountsDto>(`/api/v1/rules/shadow-findings/${id}/verdict`, verdict);

describe('whom a rule on trial would list', () => {
  it('X22 lists them by page, newest first, with the reason, what it rests on and since when; of this rule and place alone', async () => {
    const ids = [await find(0, NOW - 3 * HOUR), await find(1, NOW - 2 * HOUR), await find(2, NOW - HOUR)].reverse();
    await find(3, NOW, 'R09');
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(ids);
    expect(second.nextCursor).toBeNull();
    expect(first.counts).toMatchObject({
      toJudge: 3,
      standing: 3,
      judged: { right: 0, wrong: 0, share: null, days: 60 },
    });
    expect(first.items[0]).toMatchObject({
      ...{
        personId: people[2],
        patientName: 'Given3 Family3',
        reason: 'Moved three times.',
        class: 'S3',
        verdict: null,
      },
      ...{ facts: ['Moved on 3 March by nine days.'], clearsWhen: 'A visit is booked.', endedAt: null },
      ...{ since: '2026-01-13T09:00:00.000Z', location: { id: listed.locationIds[1], name: 'Location 2' } },
    });
    const there = await list(`?locationId=${listed.locationIds[0]}`);
    expect(there.items.map(({ personId }) => personId)).toEqual([people[1]]);
  });

  it('X13 X22 counts what people say of them, the last word alone, and takes it back; no case ends by it', async () => {
    const [one, other] = [await find(0), await find(1)];
    expect((await judge(one, { verdict: 'wrong' })).status).toBe(400);
    expect((await judge(one, { verdict: 'right', cause: 'finished' })).status).toBe(400);
    await judge(one, { verdict: 'wrong', cause: 'finished' });
    await judge(other, { verdict: 'right' });
    api.clock.now += 1000;
    const { body } = await judge(one, { verdict: 'wrong', cause: 'already_booked' });
    expect(body).toMatchObject({ toJudge: 0, standing: 2, judged: { right: 1, wrong: 1, share: 0.5 } });
    expect((await list()).items).toEqual([]);
    const judged = (await list('?show=judged')).items.find(({ id }) => id === one);
    expect(judged?.verdict).toMatchObject({
      verdict: 'wrong',
      cause: 'already_booked',
      at: '2026-01-13T10:00:01.000Z',
    });
    const back = await coordinator.delete<ShadowCountsDto>(`/api/v1/rules/shadow-findings/${one}/verdict`);
    expect(back.body).toMatchObject({ toJudge: 1, judged: { right: 1, wrong: 0 } });
    expect((await list('?show=standing')).items).toHaveLength(2);
    const again = await coordinator.delete(`/api/v1/rules/shadow-findings/${one}/verdict`);
    expect(again).toMatchObject({ status: 409, body: { code: 'nothing_to_undo' } });
    const closed = `select 1 from off_track_case where practice_id = $1 and closed_at >= $2`;
    expect(await api.database.asSuperuser(closed, [practiceId, new Date(NOW)])).toEqual([]);
    const events = `select detail from audit_event where practice_id = $1 and event = 'rules.shadow_finding_judged'`;
    expect(await api.database.asSuperuser(events, [practiceId])).toHaveLength(3);
  });

  it('X13 counts what was found since a person last set the rule and judged within sixty days', async () => {
    const [old, before, since] = [
      await find(0, NOW - 90 * DAY),
      await find(1, NOW - 3 * DAY),
      await find(2, NOW - HOUR),
    ];
    for (const id of [old, before, since]) await judge(id, { verdict: 'right' });
    expect((await list()).counts.judged.right).toBe(3);
    await api.database.asSuperuser(
      `insert into rule_setting (practice_id, id, rule, mode, version, author, valid_from)
       values ($1, gen_random_uuid(), 'R08', 'shadow', 1, gen_random_uuid(), $2)`,
      [practiceId, new Date(NOW - DAY)],
    );
    expect((await list()).counts.judged.right).toBe(1);
    api.clock.now = NOW + 61 * DAY;
    const later = await api.signedIn(practiceId, ['coordinator']);
    expect((await list('', later)).counts.judged.right).toBe(0);
    expect((await list('?show=judged', later)).items).toEqual([]);
  });

  it('E11 K30 brings nobody to light who is held back or held for review', async () => {
    const [hidden, held] = [await find(0), await find(1)];
    await api.database.asSuperuser(
      `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
       values ($1, gen_random_uuid(), gen_random_uuid(), $2, 'h', 'held_back', 0.2, 'S2', '{R06}', now())`,
      [practiceId, people[0]],
    );
    await api.database.asSuperuser(
      `update off_track_case set state = 'held' where practice_id = $1 and person_id = $2`,
      [...[practiceId, people[1]]],
    );
    expect(await list()).toMatchObject({ items: [], counts: { toJudge: 0, standing: 0 } });
    for (const id of [hidden, held]) expect((await judge(id, { verdict: 'right' })).status).toBe(404);
  });

  it('E11 X04 brings nobody to light who lives with somebody an experiment leaves alone', async () => {
    await find(0);
    await find(1);
    const setHome = `update patient set household_id = 'home' where practice_id = $1 and id = any($2::uuid[]) returning connection_id as "connectionId"`;
    const [home] = await api.database.asSuperuser<{ connectionId: string }>(setHome, [
      practiceId,
      [people[0], people[2]],
    ]);
    await api.database.asSuperuser(
      `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
       values ($1, gen_random_uuid(), gen_random_uuid(), $2, $3, 'held_back', 0.2, 'S2', '{R06}', now())`,
      [practiceId, people[2], `h:${home!.connectionId}:home`],
    );
    const seen = await list();
    expect(seen.items.map(({ personId }) => personId)).toEqual([people[1]]);
    expect(seen.counts).toMatchObject({ toJudge: 1, standing: 1, people: 1 });
    await api.database.asSuperuser('update experiment_case set shown_at = now() where practice_id = $1', [practiceId]);
    expect((await list()).items).toHaveLength(2);
  });

  it('X22 says the same number on the rules page, in patients, and counts as many as each part shows', async () => {
    const [one, other] = [await find(0), await find(1)];
    await find(2, NOW - 10 * DAY);
    await find(3);
    await api.database.asSuperuser(
      `update off_track_case set state = 'held' where practice_id = $1 and person_id = $2`,
      [...[practiceId, people[3]]],
    );
    // A second course of care of the first of them.
    await api.database.asSuperuser(
      `insert into shadow_finding select (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'episode', 'other'))).*
         from shadow_finding f where id = $1`,
      [one],
    );
    await judge(other, { verdict: 'right' });
    const { counts } = await list();
    expect(counts).toMatchObject({ toJudge: 3, standing: 4, people: 3, judgedLately: 1 });
    for (const [show, n] of [
      ['to_judge', counts.toJudge],
      ['standing', counts.standing],
      ['judged', counts.judgedLately],
    ] as const)
      expect((await list(`?show=${show}`)).items).toHaveLength(n);
    const { body: rules } = await coordinator.get<RuleDto[]>('/api/v1/rules');
    expect(rules.find(({ rule }) => rule === 'R08')?.trial).toEqual({ now: 3, lastWeek: 2 });
    expect(rules.find(({ rule }) => rule === 'R09')?.trial).toEqual({ now: 0, lastWeek: 0 });
  });

  it('X22 lets auditors look and not judge; there is no rule by another id', async () => {
    const id = await find(0);
    const auditor = await api.signedIn(practiceId, ['auditor']);
    expect((await list('', auditor)).items).toHaveLength(1);
    expect((await judge(id, { verdict: 'right' }, auditor)).status).toBe(403);
    expect((await coordinator.get('/api/v1/rules/R99/shadow-findings')).status).toBe(404);
  });
});

describe('places', () => {
  it('X17 lists the places of the practice by name, without those that are gone', async () => {
    const { body } = await coordinator.get<LocationDto[]>('/api/v1/locations');
    expect(body).toEqual(
      listed.locationIds.map((id, i) => ({
        ...{ id, name: `Location ${i + 1}`, connectionId: listed.connectionId, connectionName: 'Front desk export' },
      })),
    );
    await api.database.asSuperuser('update location set gone_at = now() where id = $1', [listed.locationIds[0]]);
    expect((await coordinator.get<LocationDto[]>('/api/v1/locations')).body).toHaveLength(1);
  });
});

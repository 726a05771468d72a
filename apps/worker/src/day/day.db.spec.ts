import {
  CaseQueries,
  CaseWorkQueries,
  countsOf,
  DayQueries,
  ExperimentQueries,
  newId,
  summedCounts,
} from '@keepwell/database';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import { DayPlanner } from './day-planner.js';

/** A Tuesday, ten o'clock in London. */
const TUESDAY = Date.parse('2026-01-13T10:00Z');
const NEXT_DAY = Date.parse('2026-01-14T09:00Z');
const CASES = 120;

let test: TestDatabase;
let planner: DayPlanner;
let practiceId: string;
let userId: string;
const work = new CaseWorkQueries();
const days = new DayQueries();

beforeAll(async () => {
  test = await databaseForThisFile();
  planner = new DayPlanner(test.db);
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['coordinator']));
  await fillWorklist(test, practiceId, { cases: CASES, now: TUESDAY });
});

interface Row extends Record<string, unknown> {
  id: string;
  person_id: string;
  class: string;
  place: number | null;
  waiting: boolean;
  day: string | null;
  expected: number | null;
}

const open = () =>
  test.asSuperuser<Row>(
    `select id, person_id, class, day_place::int as place, waiting, day_on::text as day, (contact_value->>'expectedMinor')::int as expected
       from off_track_case where practice_id = $1 and state = 'open' and not backlog order by not waiting desc, day_place, id`,
    [practiceId],
  );
const today = async () => (await open()).filter(({ waiting }) => !waiting);
const capacity = (n: number | null) =>
  test.asSuperuser(
    `update practice set settings = settings || jsonb_build_object('dayCapacity', $2::int) where id = $1`,
    [practiceId, n],
  );
const plan = (at: number) => planner.run(practiceId, at);

/** The numbers beside the list, counted anew and as they are kept. */
async function counters(): Promise<[kept: unknown, counted: unknown]> {
  const kept = await test.asSuperuser(
    `select state, rule, location_id, practitioner_id, n from case_count where practice_id = $1 and n <> 0 and state not in ('watch', 'lapsed')
      order by 1, 2, 3, 4`,
    [practiceId],
  );
  const shelf = `select case when held_back then 'held_back' when state <> 'open' then state when backlog then 'backlog' when waiting then 'waiting' else 'open' end as state,
                        rules, location_id, practitioner_id from off_track_case where practice_id = $1`;
  const nowhere = `'00000000-0000-0000-0000-000000000000'::uuid`;
  const counted = await test.asSuperuser(
    `select * from (
       select state, '' as rule, ${nowhere} as location_id, ${nowhere} as practitioner_id, count(*)::int as n from (${shelf}) c group by 1
       union all select state, r, ${nowhere}, ${nowhere}, count(*)::int from (${shelf}) c, unnest(rules) r group by 1, 2
       union all select state, '', location_id, ${nowhere}, count(*)::int from (${shelf}) c where location_id is not null group by 1, 3
       union all select state, '', ${nowhere}, practitioner_id, count(*)::int from (${shelf}) c where practitioner_id is not null group by 1, 4) n
      order by 1, 2, 3, 4`,
    [practiceId],
  );
  return [kept, counted];
}

/** Somebody calls and nobody answers: the case has been worked on. */
async function call({ id }: Row, at: number): Promise<void> {
  await test.db.inPractice(practiceId, async (tx) => {
    const found = await work.find(tx, practiceId, id);
    if (found === null) throw new Error('the case is gone');
    await work.change(tx, practiceId, [found], { state: 'in_outreach', outreach: 'call' });
    await work.append(tx, practiceId, [id], { event: 'called', at: new Date(at), byUserId: userId });
  });
}

/** One more case of this class, as an evaluation leaves it in a practice that plans its days. */
async function anotherCase(ruleClass: string): Promise<string> {
  const id = newId();
  await test.asSuperuser(
    `insert into off_track_case (practice_id, id, person_id, state, class, rules, reason, since, first_opened_at, waiting)
     values ($1, $2, $3, 'open', $4, '{R05}', 'A visit was cancelled.', now(), now(), true)`,
    [practiceId, id, newId(), ruleClass],
  );
  await test.asSuperuser(
    `insert into case_count (practice_id, state, rule, n) values ($1, 'waiting', '', 1), ($1, 'waiting', 'R05', 1)
     on conflict (practice_id, state, rule, location_id, practitioner_id) do update set n = case_count.n + 1`,
    [practiceId],
  );
  return id;
}

it('a practice that has not said how much it can do has a list without an end', async () => {
  const { nextDueAt } = await plan(TUESDAY);
  const rows = await open();
  expect(rows.filter(({ waiting, day }) => waiting || day !== null)).toEqual([]);
  expect(rows.every(({ expected }) => expected !== null)).toBe(true);
  expect(new Date(nextDueAt)).toEqual(new Date('2026-01-14T09:00Z'));
  const [kept, counted] = await counters();
  expect(kept).toEqual(counted);
});

it('RC 7 the day has so many places and no more: S1 up to 60 %, then by what a contact is worth; the rest is unserved', async () => {
  await capacity(10);
  const before = await open();
  const { unserved } = await plan(TUESDAY);
  const placed = await today();
  expect(placed.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(placed.slice(0, 6).map((row) => row.class)).toEqual(Array.from({ length: 6 }, () => 'S1'));
  const worth = placed.slice(6).map(({ expected }) => expected ?? 0);
  expect(worth).toEqual(worth.toSorted((a, b) => b - a));
  const left = (await open()).filter(({ waiting }) => waiting);
  expect(Math.max(...left.map(({ expected }) => expected ?? 0))).toBeLessThanOrEqual(worth.at(-1) ?? 0);
  expect([unserved, left.length]).toEqual([before.length - 10, before.length - 10]);
  const day = await test.db.inPractice(practiceId, (tx) => days.latest(tx));
  const of = (name: string) => left.filter((row) => row.class === name).length;
  expect(day).toMatchObject({
    ...{ day: '2026-01-13', capacity: 10, places: 10 },
    unserved: { S1: of('S1'), S2: of('S2'), S3: of('S3'), S4: of('S4') },
  });
  const [kept, counted] = await counters();
  expect(kept).toEqual(counted);
});

it('RC 7 planning again changes nothing; what is worked off keeps its place used, and what went away by itself gives its place on', async () => {
  await capacity(10);
  await plan(TUESDAY);
  expect((await plan(TUESDAY + 60_000)).moved).toBe(0);
  const [first, second, third] = await today();
  if (first === undefined || second === undefined || third === undefined) throw new Error('no places');
  await call(first, TUESDAY + 60_000);
  await call(second, TUESDAY + 60_000);
  await plan(TUESDAY + 120_000);
  expect(await today()).toHaveLength(8);
  // Booked by themselves: nobody did anything, and the place is there for somebody else.
  await test.db.inPractice(practiceId, async (tx) => {
    const found = await work.find(tx, practiceId, third.id);
    if (found !== null) await work.change(tx, practiceId, [found], { state: 'resolved' });
  });
  await plan(TUESDAY + 180_000);
  expect(await today()).toHaveLength(8);
  const workedOff = await test.db.inPractice(practiceId, (tx) => days.workedOff(tx, practiceId, '2026-01-13'));
  expect(workedOff).toEqual({ places: 2, urgent: 2 });
  const [kept, counted] = await counters();
  expect(kept).toEqual(counted);
});

it('RC 7 an S1 case of the day comes in at once, in place of the least worthy that nobody has begun with', async () => {
  await capacity(5);
  // Two S1 have a place and are worked off; the third place of S1 is free.
  await test.asSuperuser(
    `update off_track_case set class = 'S2' where practice_id = $1 and class = 'S1' and state = 'open' and not backlog
        and id not in (select id from off_track_case where practice_id = $1 and class = 'S1' and state = 'open' and not backlog order by id limit 2)`,
    [practiceId],
  );
  await plan(TUESDAY);
  const before = await today();
  const id = await anotherCase('S1');
  const lesser = await anotherCase('S2');
  await plan(TUESDAY + 60_000);
  const after = await today();
  expect(after).toHaveLength(5);
  expect(after.map((row) => row.id)).toContain(id);
  expect(after.map((row) => row.id)).not.toContain(lesser);
  expect(before.slice(0, 4).every((row) => after.some((each) => each.id === row.id))).toBe(true);
  expect(after.map((row) => row.id)).not.toContain(before[4]?.id);
});

it('what is carried over is ranked anew when the next day opens', async () => {
  await capacity(3);
  await plan(TUESDAY);
  const yesterday = await today();
  await test.asSuperuser(
    `update off_track_case set value_minor = 1000000, currency = 'GBP', sort_value = 1000000 where practice_id = $1 and state = 'open' and waiting and class = 'S3'`,
    [practiceId],
  );
  await plan(TUESDAY + 60_000);
  expect(await today()).toEqual(yesterday);
  await plan(NEXT_DAY);
  const now = await today();
  expect(now.map(({ day }) => day)).toEqual(['2026-01-14', '2026-01-14', '2026-01-14']);
  expect(now.map((row) => row.class).filter((each) => each === 'S3').length).toBeGreaterThan(0);
});

it('RC 7 whoever comes back to the list finds a place, or waits for one; the places never pass the capacity', async () => {
  await capacity(4);
  await plan(TUESDAY);
  const [first] = await today();
  if (first === undefined) throw new Error('no places');
  const resting = await test.asSuperuser<{ person_id: string }>(
    `select person_id from off_track_case where practice_id = $1 and state in ('snoozed', 'in_outreach') and not backlog order by id limit 2`,
    [practiceId],
  );
  const wake = (personIds: string[], because: string) =>
    test.db.inPractice(practiceId, (tx) => work.wake(tx, practiceId, personIds, because, new Date(TUESDAY)));
  await wake([resting[0]?.person_id ?? ''], 'snooze');
  await wake([resting[1]?.person_id ?? ''], 'call_back');
  expect(await today()).toHaveLength(4);
  const [job] = await test.asSuperuser(`select 1 from job where practice_id = $1 and kind = 'plan_day'`, [practiceId]);
  expect(job).toBeDefined();
  await plan(TUESDAY + 60_000);
  const after = await today();
  expect(after).toHaveLength(4);
  // A talk that was promised for now stands first.
  expect(after[0]?.person_id).toBe(resting[1]?.person_id);
  // An act that is taken back gives its place back.
  await call(first, TUESDAY + 60_000);
  await test.db.inPractice(practiceId, async (tx) => {
    const found = await work.find(tx, practiceId, first.id);
    if (found !== null) await work.change(tx, practiceId, [found], { state: 'open' });
  });
  expect(await today()).toHaveLength(4);
  const [kept, counted] = await counters();
  expect(kept).toEqual(counted);
});

it('what stands on record of a day stays when its date has passed; the list of Friday goes on over the weekend', async () => {
  await capacity(4);
  await plan(Date.parse('2026-01-16T10:00Z'));
  const onRecord = await test.db.inPractice(practiceId, (tx) => days.latest(tx));
  await test.asSuperuser(`update off_track_case set class = 'S2' where practice_id = $1 and state = 'open'`, [
    practiceId,
  ]);
  const id = await anotherCase('S1');
  await plan(Date.parse('2026-01-18T10:00Z'));
  expect((await today()).map((row) => row.id)).toContain(id);
  expect(await today()).toHaveLength(4);
  expect(await test.db.inPractice(practiceId, (tx) => days.latest(tx))).toEqual(onRecord);
});

it('when the practice takes its number back the list has no end again', async () => {
  await capacity(4);
  await plan(TUESDAY);
  await capacity(null);
  await plan(TUESDAY + 60_000);
  expect((await open()).filter(({ waiting, place, day }) => waiting || place !== null || day !== null)).toEqual([]);
  const [kept, counted] = await counters();
  expect(kept).toEqual(counted);
});

it('E11 whom an evaluation hid for an experiment after it had ended is shown with the day, and counted there', async () => {
  const [experimentId, at] = [newId(), new Date(TUESDAY)];
  const experiments = new ExperimentQueries();
  const key = { id: experimentId, name: 'Spring', salt: 'x', phases: [{ share: 0.5, weeks: null }], reason: 'To see' };
  await test.db.inPractice(practiceId, async (tx) => {
    await experiments.start(tx, practiceId, key, { at, byUserId: userId });
    await experiments.end(tx, practiceId, experimentId, { reason: 'Seen', at, byUserId: userId });
  });
  const [first] = await open();
  await test.asSuperuser(
    `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
     select practice_id, $2, id, person_id, 'p:x', 'held_back', 0.5, class, rules, $3 from off_track_case where id = $1`,
    [first!.id, experimentId, at],
  );
  const [shown] = await test.asSuperuser<Parameters<typeof countsOf>[0]>(
    `update off_track_case set held_back = true where id = $1
     returning backlog, state, rules, location_id as "locationId", practitioner_id as "practitionerId"`,
    [first!.id],
  );
  const moved = summedCounts([...countsOf(shown!, -1), ...countsOf({ ...shown!, heldBack: true }, 1)]);
  await test.db.inPractice(practiceId, (tx) => new CaseQueries().count(tx, practiceId, moved));
  await plan(TUESDAY);
  const seen = await test.db.inPractice(practiceId, (tx) => work.find(tx, practiceId, first!.id));
  expect(seen?.id).toBe(first!.id);
  const [kept, counted] = await counters();
  expect(kept).toEqual(counted);
});

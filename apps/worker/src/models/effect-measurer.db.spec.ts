import { newId, RankingQueries } from '@keepwell/database';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { fillWorklist } from '../../../../test/support/worklist-rows.js';
import { at } from '../../../../test/support/source-records.js';
import { DayPlanner } from '../day/day-planner.js';
import { EffectMeasurer } from './effect-measurer.js';

const NOW = at('2026-03-10T09:30Z');
const DAY = 86_400_000;

let test: TestDatabase;
let practiceId: string;
beforeAll(async () => {
  test = await databaseForThisFile();
  practiceId = (await aPractice(test.db)).id;
  await fillWorklist(test, practiceId, { cases: 120, now: NOW });
});
afterAll(() => test.close());

const context = () => test.db.inPractice(practiceId, (tx) => new RankingQueries().context(tx, practiceId));
const run = (sql: string, ...values: unknown[]) => test.asSuperuser(sql, [practiceId, ...values]);

it('RC 7 measures once a week what contacts bring by what an experiment left alone, and the list goes by it and says so', async () => {
  const measurer = new EffectMeasurer(test.db);
  expect(await measurer.measure(practiceId, NOW)).toBe(0);
  await new DayPlanner(test.db).run(practiceId, NOW);
  const value = async () => {
    const [row] = await test.asSuperuser<{ value: Record<string, unknown> }>(
      `select contact_value as value from off_track_case where practice_id = $1 and state = 'open' and rules[1] = 'R05' and not backlog and not held_back order by id limit 1`,
      [practiceId],
    );
    return row?.value;
  };
  expect(await value()).toMatchObject({ tau: 0.05, assumed: true });

  // Ninety people in an experiment; those contacted came after a week, two in three of those held back never.
  await run(
    `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
     select $1, $2, c.id, c.person_id, 'p:' || c.person_id, case when n % 2 = 0 then 'contact' else 'held_back' end, 0.5, 'S1', '{R05}', $3
       from (select id, person_id, row_number() over (order by id) as n from off_track_case where practice_id = $1) c where n <= 90`,
    newId(),
    new Date(NOW - 60 * DAY),
  );
  await run(`update off_track_case c set held_back = true from experiment_case x
    where x.practice_id = $1 and c.id = x.case_id and x.arm = 'held_back'`);
  await run(
    `insert into appointment (practice_id, id, connection_id, stream, source_id, observed_at, sequence, content_hash, patient_id, starts_at, status)
     select $1, gen_random_uuid(), p.connection_id, 'a', 'v-' || p.source_id, now(), 1, '\\x00', p.id, x.opened_at + interval '7 days', 'completed'
       from (select *, row_number() over (partition by arm order by case_id) as n from experiment_case where practice_id = $1) x
       join patient p on p.id = x.person_id
      where x.arm = 'contact' or x.n <= 15`,
  );
  const [several] = await test.asSuperuser<{ person_id: string }>(
    `update off_track_case set rules = '{R06,R05}'
      where id = (select id from off_track_case where practice_id = $1 and state = 'open' and rules[1] = 'R06' limit 1) returning person_id`,
    [practiceId],
  );
  expect(await measurer.measure(practiceId, NOW)).toBe(1);
  const marked = () =>
    test.asSuperuser('delete from changed_patient where practice_id = $1 returning person_id', [practiceId]);
  // Which of its reasons leads may be another now (K23); measured again with nothing new, nobody is asked.
  expect(await marked()).toEqual([several]);
  expect(await measurer.measure(practiceId, NOW)).toBe(1);
  expect(await marked()).toEqual([]);
  expect((await context()).effects).toMatchObject({
    R05: { n: 90, contact: { hits: 45, of: 45 }, heldBack: { hits: 15, of: 45 }, asOf: NOW },
  });
  await new DayPlanner(test.db).run(practiceId, NOW);
  // (90 × 2/3 + 200 × 0.05) / 290; the same where a rule that only watches stands before it.
  expect(await value()).toMatchObject({ assumed: false, households: 90 });
  await run(`update off_track_case set rules = array['R25'] || rules where practice_id = $1 and rules[1] = 'R05'`);
  await new DayPlanner(test.db).run(practiceId, NOW + DAY);
  await run(`update off_track_case set rules = rules[2:] where practice_id = $1 and rules[1] = 'R25'`);
  expect(await value()).toMatchObject({ assumed: false, households: 90, tau: expect.closeTo(70 / 290, 9) as number });
});

import { setTimeout as delay } from 'node:timers/promises';
import {
  AlarmQueries,
  CaseQueries,
  CaseWorkQueries,
  Connection,
  ExperimentQueries,
  JobQueries,
  MarkQueries,
  newId,
  RankingQueries,
  SurgeQueries,
  type Transaction,
} from '@keepwell/database';
import type { MeasuredEffect, SourceRecord } from '@keepwell/domain';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { bookingOf, lostPatient } from '../../../../test/support/lost-patient.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import { EffectMeasurer } from '../models/effect-measurer.js';
import { WakeRunner } from './wake-runner.js';

/**
 * An evaluation locks cases, writes answers, alarms and what it owes, moves the numbers beside the list, and takes marks back, in this order. Whoever
 * locks in another order waits for it while it waits for them.
 */
const THURSDAY = '2025-03-06T12:00Z';
const FRIDAY = '2025-03-07T09:00Z';
const NOWHERE = '00000000-0000-0000-0000-000000000000';

let test: TestDatabase;
let runner: EvaluationRunner;
let wakes: WakeRunner;
let connection: Connection;
let practiceId: string;
let userId: string;
/** In the order of their ids. */
let persons: [string, string];

beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
  wakes = new WakeRunner(test.db);
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['manager']));
  connection = await aConnection(test.db, practiceId);
  const practice = [record('location', 'main'), record('service', 'pt')];
  await store([...practice, ...lostPatient('p1'), ...lostPatient('p2')], '2025-03-03T11:00Z');
  await runner.run({ practiceId, now: at(THURSDAY) });
  const known = await rows<{ id: string }>('select id from patient where practice_id = $1 order by id');
  persons = known.map(({ id }) => id) as [string, string];
});

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const rows = <Row extends object>(sql: string, ...values: unknown[]) =>
  test.asSuperuser<Row>(sql, [practiceId, ...values]);
const work = new CaseWorkQueries();

/** Until so many wait for a lock that another holds. */
async function awaited(many: number): Promise<void> {
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and $1 <> ''`;
  while ((await rows(waiting)).length < many) await delay(5);
}

/** A part of what an evaluation does; somebody else begins, and waits for it; the rest. Answers what came of the other. */
async function beside<T>(
  first: (tx: Transaction) => Promise<unknown>,
  begin: () => Promise<T>,
  rest: (tx: Transaction) => Promise<unknown>,
): Promise<T> {
  const { begun } = await test.db.inPractice(practiceId, async (tx) => {
    await first(tx);
    const other = begin();
    other.catch(() => undefined);
    await awaited(1);
    await rest(tx);
    return { begun: other };
  });
  return begun;
}

const count = (tx: Transaction) =>
  new CaseQueries().count(
    tx,
    practiceId,
    ['open', 'held', 'held_back'].map((state) => ({
      ...{ state, rule: '', locationId: NOWHERE, practitionerId: NOWHERE, by: 0 },
    })),
  );

it.each(['waking', 'the evaluation'])(
  'E14 several whose “not now” ends are asked about anew, and neither waits for the other for ever: %s first',
  async (first) => {
    const [low, high] = persons;
    await test.asSuperuser(
      `insert into contact_stop (practice_id, id, person_id, kind, until, reason, at)
       select $1, gen_random_uuid(), p, 'not_now', $3, 'asked_later', $4 from unnest($2::uuid[]) p`,
      [practiceId, persons, new Date(at(FRIDAY)), new Date(at(THURSDAY))],
    );
    // Their answers are other ones now; marked the other way round.
    for (const person of [high, low]) {
      const [known] = await rows<{ source: string }>(
        'select source_id as source from patient where practice_id = $1 and id = $2',
        person,
      );
      await store([bookingOf(known?.source ?? '', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    }
    const begin = [() => wakes.run(practiceId, at(FRIDAY)), () => runner.run({ practiceId, now: at(FRIDAY) })];
    if (first !== 'waking') begin.reverse();
    const { ends } = await test.db.inPractice(practiceId, async (tx) => {
      await tx.query('select from evaluation where person_id = $1 for update', [low]);
      const begun: Promise<unknown>[] = [];
      for (const each of begin) {
        begun.push(each());
        await awaited(begun.length);
      }
      return { ends: Promise.allSettled(begun) };
    });
    expect(await ends).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
  },
);

it('E09 those who come back for one reason are brought back and counted before those of another are locked', async () => {
  const [low, high] = persons;
  for (const [person, state, because] of [
    [low, 'snoozed', 'snooze'],
    [high, 'in_outreach', 'next_try'],
  ]) {
    await test.asSuperuser(
      `update off_track_case set state = $3, wake_because = $4, wake_at = $5 where practice_id = $1 and person_id = $2`,
      [practiceId, person, state, because, new Date(at(FRIDAY))],
    );
  }
  const woken = await beside(
    (tx) => work.standing(tx, practiceId, [high]),
    () => wakes.run(practiceId, at(FRIDAY)),
    count,
  );
  expect(woken).toMatchObject({ woken: 2 });
});

it('E09 whose rest somebody makes longer at that moment rests on', async () => {
  const [low] = persons;
  const rest = (until: string) =>
    ({ state: 'snoozed', wakeBecause: 'snooze', wakeAt: new Date(at(until)).toISOString() }) as const;
  const change = async (tx: Transaction, until: string) =>
    work.change(tx, practiceId, await work.standing(tx, practiceId, [low]), rest(until));
  await test.db.inPractice(practiceId, (tx) => change(tx, FRIDAY));
  await beside(
    (tx) => change(tx, '2025-03-20T09:00Z'),
    () => wakes.run(practiceId, at(FRIDAY)),
    () => Promise.resolve(),
  );
  const [found] = await rows<{ state: string }>(
    'select state from off_track_case where practice_id = $1 and person_id = $2',
    low,
  );
  expect(found?.state).toBe('snoozed');
});

describe('K30 what was held', () => {
  const by = () => ({ userId, at: new Date(at('2025-03-06T12:30Z')) });
  const publish = () =>
    test.db.inPractice(practiceId, (tx) => new SurgeQueries().publish(tx, practiceId, by().at, by()));
  const raise = (tx: Transaction) =>
    new AlarmQueries().raise(
      tx,
      practiceId,
      connection.id,
      { code: 'surge_held', subject: '', says: 'Held.' },
      by().at,
    );

  beforeEach(async () => {
    await rows(`update off_track_case set state = 'held' where practice_id = $1`);
    await test.db.inPractice(practiceId, raise);
  });

  it('K30 is published while an evaluation holds more: neither waits for the other, and the alarm stays for what is held now', async () => {
    const [, high] = persons;
    await rows(`update off_track_case set state = 'closed' where practice_id = $1 and person_id = $2`, high);
    const published = await beside(raise, publish, async (tx) => {
      await tx.query(`update off_track_case set state = 'held' where person_id = $1`, [high]);
      await count(tx);
    });
    expect(published).toBe(1);
    const open = `select from alarm where practice_id = $1 and closed_at is null`;
    expect(await rows(open)).toHaveLength(1);
    await publish();
    expect(await rows(open)).toHaveLength(0);
  });

  it('K30 is published while an evaluation has the day planned anew: neither waits for the other', async () => {
    await rows(`update practice set settings = settings || '{"dayCapacity": 3}' where id = $1`);
    const published = await beside(
      (tx) => new JobQueries().owe(tx, practiceId, 'plan_day', practiceId),
      publish,
      count,
    );
    expect(published).toBe(2);
  });
});

it('X04 an experiment ends while an evaluation has the day planned anew: neither waits for the other', async () => {
  const experiments = new ExperimentQueries();
  const [id, byUserId, began] = [newId(), userId, new Date(at(THURSDAY))];
  const experiment = { id, name: 'Spring', salt: 'x', phases: [{ share: 0.5, weeks: null }], reason: 'To see' };
  await test.db.inPractice(practiceId, (tx) => experiments.start(tx, practiceId, experiment, { at: began, byUserId }));
  await rows(
    `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
     select $1, $2, id, person_id, 'p:' || person_id, 'held_back', 0.5, class, rules, first_opened_at from off_track_case where practice_id = $1`,
    id,
  );
  await rows('update off_track_case set held_back = true where practice_id = $1');
  const ended = await beside(
    (tx) => new JobQueries().owe(tx, practiceId, 'plan_day', practiceId),
    () =>
      test.db.inPractice(
        practiceId,
        (tx) => experiments.end(tx, practiceId, id, { reason: 'Seen', at: new Date(at(FRIDAY)), byUserId }),
        { seesHeldBack: true },
      ),
    count,
  );
  expect(ended).toMatchObject({ cases: 2 });
});

it('RC 7 K23 what contacts bring is measured beside an evaluation: neither waits for the other', async () => {
  const experiments = new ExperimentQueries();
  const experiment = {
    id: newId(),
    name: 'Spring',
    salt: 'x',
    phases: [{ share: 0.5, weeks: null }],
    reason: 'To see',
  };
  const measured = {
    ...{ n: 90, effect: 0.3, low: 0.1, high: 0.5, asOf: at(THURSDAY) },
    ...{ contact: { hits: 30, of: 45 }, heldBack: { hits: 15, of: 45 } },
  } satisfies MeasuredEffect;
  await test.db.inPractice(practiceId, async (tx) => {
    await experiments.start(tx, practiceId, experiment, { at: new Date(at(THURSDAY)), byUserId: userId });
    await new RankingQueries().saveEffects(tx, practiceId, { R05: measured });
    await new MarkQueries().persons(tx, practiceId, persons);
  });
  await rows(
    `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
     select $1, $2, id, person_id, 'p:' || person_id, 'contact', 0.5, class, rules, first_opened_at from off_track_case where practice_id = $1`,
    experiment.id,
  );
  await beside(
    (tx) => new JobQueries().owe(tx, practiceId, 'plan_day', practiceId),
    () => new EffectMeasurer(test.db).measure(practiceId, at(FRIDAY)),
    (tx) => tx.query('select from changed_patient where practice_id = $1 order by person_id for update', [practiceId]),
  );
  const asked = await rows(
    `select from evaluation e join changed_patient c on c.practice_id = $1 and c.person_id = e.person_id where e.practice_id = $1 and e.hash = ''`,
  );
  expect(asked).toHaveLength(2);
});

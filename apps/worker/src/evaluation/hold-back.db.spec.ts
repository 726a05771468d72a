import { randomUUID } from 'node:crypto';
import { ExperimentQueries, newId } from '@keepwell/database';
import type { Connection } from '@keepwell/database';
import { armOf, type HoldBackPhase, type SourceRecord } from '@keepwell/domain';
import { aPractice, aUser } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import { bookingOf, lostPatient } from '../../../../test/support/lost-patient.js';
import { NOON, oneMessage } from '../../../../test/support/outreach/one-message.js';
import { messageOf, outreachUnderTest } from '../../../../test/support/outreach/outreach-under-test.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { DayPlanner } from '../day/day-planner.js';
import { EvaluationRunner } from './evaluation-runner.js';

const EVERYBODY: HoldBackPhase[] = [{ share: 1, weeks: null }];
const THURSDAY = '2025-03-06T12:00Z';

let test: TestDatabase;
let runner: EvaluationRunner;
let connection: Connection;
let practiceId: string;
let userId: string;
const experiments = new ExperimentQueries();

beforeAll(async () => {
  test = await databaseForThisFile();
  runner = new EvaluationRunner(test.db);
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ id: practiceId } = await aPractice(test.db));
  ({ id: userId } = await aUser(test.db, practiceId, ['admin']));
  connection = await aConnection(test.db, practiceId);
  await store([record('location', 'main'), record('service', 'pt')], '2025-02-01T00:00Z');
});

const store = (records: SourceRecord[], now: string) => storeFor(test, connection, records, at(now));
const evaluate = (now: string) => runner.run({ practiceId, now: at(now) });

async function start(phases: HoldBackPhase[] = EVERYBODY, of = practiceId): Promise<{ id: string; salt: string }> {
  const experiment = { id: newId(), salt: randomUUID(), name: 'Spring', phases, reason: 'To see who comes back' };
  const begun = { at: new Date('2025-03-01T00:00Z'), byUserId: userId };
  await test.db.inPractice(of, (tx) => experiments.start(tx, of, experiment, begun));
  return experiment;
}

interface Row extends Record<string, unknown> {
  id: string;
  person_id: string;
  state: string;
  held_back: boolean;
  rules: string[];
}
const cases = () =>
  test.asSuperuser<Row>(
    'select id, person_id, state, held_back, rules from off_track_case where practice_id = $1 order by first_opened_at, id',
    [practiceId],
  );
/** What any transaction sees that does not ask for what is held back. */
const seen = () => test.db.inPractice(practiceId, (tx) => tx.query<{ id: string }[]>('select id from off_track_case'));
const assignments = () =>
  test.asSuperuser<{ arm: string; household: string; class: string; shown_because: string | null; person_id: string }>(
    'select arm, household, class, shown_because, person_id from experiment_case where practice_id = $1 order by household',
    [practiceId],
  );
const counts = async () =>
  Object.fromEntries(
    (
      await test.asSuperuser<{ state: string; n: number }>(
        `select state, n from case_count where practice_id = $1 and n <> 0 and rule = ''
            and location_id::text like '00000000%' and practitioner_id::text like '00000000%'`,
        [practiceId],
      )
    ).map(({ state, n }) => [state, n]),
  );

describe('who is held back', () => {
  it('E11 is evaluated and stored, and seen by no transaction that does not ask for it', async () => {
    await start();
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    expect(await cases()).toMatchObject([{ state: 'open', held_back: true, rules: ['R05', 'R10'] }]);
    expect(await seen()).toEqual([]);
    expect(await counts()).toEqual({ held_back: 1 });
    const found = await test.asSuperuser<{ rule: string }>(
      'select rule from finding where practice_id = $1 order by 1',
      [practiceId],
    );
    expect(found.map(({ rule }) => rule)).toEqual(['R05', 'R10']);
    const touched = await test.db.inPractice(practiceId, async (tx) => {
      const changed = await tx.query<[unknown[], number]>(`update off_track_case set state = 'closed' returning id`);
      return changed[0].length;
    });
    expect(touched).toBe(0);
  });

  it('X04 is said by the household alone, and every case keeps its arm and its stratum', async () => {
    const { id: experimentId, salt } = await start([{ share: 0.5, weeks: null }]);
    const home = (n: number) => ({ householdId: `home-${n}` });
    const ids = Array.from({ length: 12 }, (_, n) => n);
    for (const n of ids)
      await store([...lostPatient(`a${n}`, home(n)), ...lostPatient(`b${n}`, home(n))], '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    const assigned = await assignments();
    expect(assigned).toHaveLength(24);
    for (const { arm, household, class: of } of assigned) {
      expect([arm, of]).toEqual([armOf({ practiceId, experimentId, salt }, household, 0.5), 'S2']);
    }
    const arms = new Map<string, Set<string>>();
    for (const { arm, household } of assigned) arms.set(household, (arms.get(household) ?? new Set()).add(arm));
    expect([...arms.values()].every((each) => each.size === 1)).toBe(true);
    const held = assigned.filter(({ arm }) => arm === 'held_back').map((each) => each.person_id);
    expect(
      (await cases())
        .filter((row) => row.held_back)
        .map((row) => row.person_id)
        .toSorted(),
    ).toEqual(held.toSorted());
    expect(await seen()).toHaveLength(24 - held.length);
    expect(held.length % 2).toBe(0);
  });

  it('E11 is shown as soon as a reason comes that bears no waiting: the clinic’s own cancellation (R07)', async () => {
    await start();
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    await store([bookingOf('p1', 'cancelled', '2025-03-07T10:00Z', 'clinic')], '2025-03-07T10:00Z');
    await evaluate('2025-03-12T12:00Z');
    expect(await cases()).toMatchObject([{ state: 'open', held_back: false, rules: expect.arrayContaining(['R07']) }]);
    expect(await assignments()).toMatchObject([{ arm: 'held_back', shown_because: 'R07' }]);
    expect(await counts()).toEqual({ open: 1 });
    expect(await seen()).toHaveLength(1);
  });

  it('E11 whoever has such a reason from the start is never hidden, and keeps the arm', async () => {
    await start();
    const [patient, visit] = lostPatient('p1');
    if (patient === undefined || visit === undefined) throw new Error('no records');
    await store([patient, visit, bookingOf('p1', 'cancelled', '2025-03-07T10:00Z', 'clinic')], '2025-03-07T10:00Z');
    await evaluate('2025-03-12T12:00Z');
    expect(await cases()).toMatchObject([{ held_back: false }]);
    expect(await assignments()).toMatchObject([{ arm: 'held_back' }]);
  });

  it('E11 stays hidden when booked, when lost again and when back for good', async () => {
    await start();
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    await store([bookingOf('p1', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await evaluate('2025-03-06T14:00Z');
    expect([(await cases()).map(({ state }) => state), await counts(), await seen()]).toEqual([
      ['resolved'],
      { held_back: 1 },
      [],
    ]);
    await store([bookingOf('p1', 'cancelled', '2025-03-07T10:00Z')], '2025-03-07T10:00Z');
    await evaluate('2025-03-11T12:00Z');
    expect([(await cases()).map(({ state }) => state), await counts(), await seen()]).toEqual([
      ['open'],
      { held_back: 1 },
      [],
    ]);
    await store([bookingOf('p1', 'completed', '2025-03-11T13:00Z')], '2025-03-11T13:00Z');
    await evaluate('2025-03-11T14:00Z');
    expect([(await cases()).map(({ state }) => state), await counts(), await seen()]).toEqual([
      ['closed'],
      { held_back: 1 },
      [],
    ]);
  });

  it('E11 a case from before the experiment stays in sight; nobody is held back when none runs', async () => {
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    await start();
    await store([bookingOf('p1', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
    await evaluate('2025-03-06T14:00Z');
    expect([await cases(), await assignments()]).toMatchObject([[{ held_back: false }], []]);
  });

  it('E11 asking everybody finds nothing to write after asking those concerned', async () => {
    await start([{ share: 0.5, weeks: null }]);
    for (let n = 0; n < 6; n += 1) await store(lostPatient(`p${n}`), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    const before = await cases();
    expect((await runner.runFull({ practiceId, now: at(THURSDAY) })).cases).toBe(0);
    expect(await cases()).toEqual(before);
  });

  it('X04 when the experiment ends everybody stands in the list, and the arms stay on record', async () => {
    const { id } = await start();
    await store([...lostPatient('p1'), ...lostPatient('p2')], '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    const ended = { reason: 'Enough is known', at: new Date(at('2025-03-07T12:00Z')), byUserId: userId };
    const end = () =>
      test.db.inPractice(practiceId, (tx) => experiments.end(tx, practiceId, id, ended), { seesHeldBack: true });
    expect(await end()).toMatchObject({ cases: 2 });
    expect(await end()).toBeNull();
    expect(await seen()).toHaveLength(2);
    expect(await counts()).toEqual({ open: 2 });
    expect((await assignments()).map(({ arm, shown_because: why }) => [arm, why])).toEqual([
      ['held_back', 'ended'],
      ['held_back', 'ended'],
    ]);
    const [again] = await test.db.inPractice(practiceId, (tx) => experiments.list(tx));
    expect(again).toMatchObject({ contact: 0, heldBack: 2, shown: 0, endReason: 'Enough is known' });
  });

  it('K03 E11 a merge takes the assignment with the records', async () => {
    await start();
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    await store(
      [record('patient', 'p2'), record('patient', 'p1', { mergedInto: 'p2' }, { updated: '2025-03-06T13:00Z' })],
      '2025-03-06T13:00Z',
    );
    await evaluate('2025-03-06T14:00Z');
    const [moved] = await cases();
    expect(moved).toMatchObject({ state: 'open', held_back: true });
    expect(await assignments()).toMatchObject([{ person_id: moved?.person_id }]);
    expect(await seen()).toEqual([]);
  });

  it.each([
    ['p1', 'p2'],
    ['p2', 'p1'],
  ])('K03 E11 a case in sight stays so, whichever of the two is merged: %s into %s', async (loser, survivor) => {
    await store(lostPatient('p1'), '2025-03-03T11:00Z');
    await evaluate(THURSDAY);
    const before = await seen();
    await start();
    await store(lostPatient('p2'), '2025-03-03T11:00Z');
    // Of the same class, with more to say: it would be the stronger one.
    await evaluate(THURSDAY);
    await test.asSuperuser('update off_track_case set sort_priority = 0 where practice_id = $1 and held_back', [
      practiceId,
    ]);
    await store(
      [record('patient', loser, { mergedInto: survivor }, { updated: '2025-03-06T13:00Z' })],
      '2025-03-06T13:00Z',
    );
    await evaluate('2025-03-06T14:00Z');
    expect(before).toHaveLength(1);
    expect(await seen()).toEqual(before);
    expect(await counts()).toEqual({ open: 1, held_back: 1 });
    expect((await cases()).map(({ state, held_back }) => [state, held_back])).toEqual([
      ['open', false],
      ['closed', true],
    ]);
  });
});

it('RC 7 where the days are planned a new case waits for a place, and one that comes back on its day still has it', async () => {
  await test.asSuperuser(`update practice set settings = settings || '{"dayCapacity": 1}' where id = $1`, [practiceId]);
  await store(lostPatient('p1'), '2025-03-03T11:00Z');
  await evaluate(THURSDAY);
  expect(await counts()).toEqual({ waiting: 1 });
  const owed = await test.asSuperuser(`select 1 from job where practice_id = $1 and kind = 'plan_day'`, [practiceId]);
  expect(owed).toHaveLength(1);
  await new DayPlanner(test.db).run(practiceId, at(THURSDAY));
  expect(await counts()).toEqual({ open: 1 });
  await store([bookingOf('p1', 'booked', '2025-03-06T13:00Z')], '2025-03-06T13:00Z');
  await evaluate('2025-03-06T14:00Z');
  expect(await counts()).toEqual({ resolved: 1 });
  await store([bookingOf('p1', 'cancelled', '2025-03-07T10:00Z')], '2025-03-07T10:00Z');
  await evaluate('2025-03-12T12:00Z');
  // No other day has been planned since.
  expect(await counts()).toEqual({ open: 1 });
  await store(lostPatient('p2'), '2025-03-12T12:00Z');
  await evaluate('2025-03-12T13:00Z');
  expect(await counts()).toEqual({ open: 1, waiting: 1 });
});

it('E11 X05 the last look keeps back what was planned for somebody who is held back meanwhile', async () => {
  const { practice, patient, id } = await oneMessage(test);
  const experiment = await start(EVERYBODY, practice.id);
  await test.asSuperuser('update off_track_case set held_back = true where id = $1', [patient.caseId]);
  await test.asSuperuser(
    `insert into experiment_case (practice_id, experiment_id, case_id, person_id, household, arm, share, class, rules, opened_at)
     values ($1, $2, $3, $4, $5, 'held_back', 1, 'S2', '{R05}', now())`,
    [practice.id, experiment.id, patient.caseId, patient.personId, patient.household],
  );
  const { sender } = outreachUnderTest(test, { hours: 'daytime', now: () => NOON });
  expect(await sender.send(practice.id, id)).toBe('cancelled');
  expect(await messageOf(test, id)).toMatchObject({ state: 'cancelled', cancelledBecause: 'excluded' });
  expect(await test.asSuperuser('select from local_delivery where practice_id = $1', [practice.id])).toEqual([]);
});

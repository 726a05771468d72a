import {
  JobQueries,
  newId,
  RuleDraftQueries,
  RuleSettingQueries,
  type Connection,
  type DraftChange,
  type DraftRow,
} from '@keepwell/database';
import { RULES, type SourceRecord } from '@keepwell/domain';
import fc from 'fast-check';
import { aPractice } from '../../../../test/support/builders.js';
import { databaseForThisFile, type TestDatabase } from '../../../../test/support/database.js';
import {
  aRandomPractice,
  practiceRecords,
  recordsOf,
  START,
  type RandomPractice,
} from '../../../../test/support/random-practice.js';
import { at, record } from '../../../../test/support/source-records.js';
import { aConnection, storeFor } from '../../../../test/support/stored-records.js';
import { runs } from '../../../../test/support/long-form.js';
import { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import { PreviewRunner } from './preview-runner.js';

const DAY = 86_400_000;
/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(12);

let test: TestDatabase;
let evaluation: EvaluationRunner;
let previews: PreviewRunner;
const drafts = new RuleDraftQueries();
const settings = new RuleSettingQueries();
beforeAll(async () => {
  test = await databaseForThisFile();
  evaluation = new EvaluationRunner(test.db);
  previews = new PreviewRunner(test.db);
});
afterAll(() => test.close());

async function aRead(records: SourceRecord[], now: number): Promise<{ practiceId: string; connection: Connection }> {
  const { id: practiceId } = await aPractice(test.db);
  const connection = await aConnection(test.db, practiceId);
  await storeFor(test, connection, records, now);
  return { practiceId, connection };
}

async function propose(practiceId: string, changes: DraftChange[], now: number): Promise<string> {
  return test.db.inPractice(practiceId, (tx) =>
    drafts.propose(tx, practiceId, { author: newId(), reason: 'A try.', changes, now }),
  );
}

const draftOf = (practiceId: string, id: string): Promise<DraftRow | null> =>
  test.db.inPractice(practiceId, (tx) => drafts.one(tx, id));

async function approve(practiceId: string, id: string, now: number): Promise<void> {
  await test.db.inPractice(practiceId, async (tx) => {
    const draft = await drafts.lock(tx, id);
    if (draft === null) throw new Error('no draft');
    const by = newId();
    const change = { author: draft.author.id, approvedBy: by, draftId: id, reason: draft.reason, now };
    await settings.change(tx, practiceId, draft.changes, change);
    await drafts.end(tx, practiceId, id, { state: 'approved', by, now });
  });
}

const change = (more: Partial<DraftChange>): DraftChange => ({
  ...{ rule: 'R05', locationId: null, mode: 'on' as const, parameters: {} },
  ...more,
});

async function setAtFirst(practiceId: string, changes: DraftChange[], now: number): Promise<void> {
  const by = { author: null, approvedBy: null, draftId: null, reason: 'A test.', now };
  await test.db.inPractice(practiceId, (tx) => settings.change(tx, practiceId, changes, by));
}

/** Person → the list that shows them. */
async function lists(practiceId: string): Promise<Map<string, string>> {
  const rows = await test.asSuperuser<{ person_id: string; list: string }>(
    `select person_id, 'off_track' as list from off_track_case
      where practice_id = $1 and state in ('open', 'in_outreach', 'snoozed') and not held_back
     union all
     select e.person_id, case e.state when 'watch' then 'at_risk' else 'lapsed' end from evaluation e
      where e.practice_id = $1 and e.state in ('watch', 'lapsed') and not exists (
        select from off_track_case c where c.practice_id = $1 and c.person_id = e.person_id and c.state in ('open', 'in_outreach', 'snoozed'))`,
    [practiceId],
  );
  return new Map(rows.map(({ person_id, list }) => [person_id, list]));
}

async function previewed(practiceId: string, draftId: string) {
  type Said = Record<'person' | 'move' | 'rule' | 'reason', string> &
    Record<'from_list' | 'to_list' | 'silence', string | null>;
  return test.asSuperuser<Said>(
    `select person_id as person, move, from_list, to_list, rule, reason, silence from rule_draft_person
      where practice_id = $1 and draft_id = $2 order by person_id`,
    [practiceId, draftId],
  );
}

/**
 * Several random practices in one, half of their patients of each of two locations. Every other person is one whom nothing excludes: a
 * draft is to move many.
 */
function recordsOfAll(practices: RandomPractice[]): SourceRecord[] {
  const own = practices.flatMap((each, place) => {
    const persons = each.persons.map((person, i) =>
      i % 2 === 0 ? { ...person, flag: 'none' as const, mergedInto: null, birthDate: null } : person,
    );
    const text = JSON.stringify(recordsOf({ ...each, persons })).replace(/"p(\d)/g, `"x${place}p$1`);
    return (JSON.parse(text) as SourceRecord[]).map((row) =>
      row.kind === 'patient' && 'data' in row
        ? ({ ...row, data: { ...row.data, locationId: place % 2 === 0 ? 'main' : 'north' } } as SourceRecord)
        : row,
    );
  });
  return [...practiceRecords, record('location', 'north', { timezone: 'Europe/London' }), ...own];
}

const OTHER_THRESHOLDS: Record<string, Record<string, string>> = {
  R01: { PT: '20 d' },
  R02: { PT: '3 BD', DE: '9 BD' },
  R03: { PT: '60 d', DE: '7 d' },
  R04: { PT: '90 d' },
  R05: { PT: '20 BD', DE: '1 BD' },
  R06: { PT: '15 BD' },
  R07: { all: '30 BD' },
  R10: { PT: '30 d', PT_later: '2 BD' },
  R18: { PT: '2 months', DE: '3 months' },
};

const aChange = fc.record({
  rule: fc.constantFrom(
    ...RULES.map(({ id }) => id),
    ...Object.keys(OTHER_THRESHOLDS),
    ...Object.keys(OTHER_THRESHOLDS),
  ),
  isNorth: fc.boolean(),
  mode: fc.constantFrom('on' as const, 'on' as const, 'off' as const, 'shadow' as const),
  isOther: fc.boolean(),
});

const aCase = fc.record({
  practices: fc.array(aRandomPractice, { minLength: 6, maxLength: 8 }),
  /** Switched off before anybody is asked: a draft is to bring people on as well. */
  offAtFirst: fc.subarray(['R01', 'R03', 'R04', 'R05', 'R06', 'R10', 'R15', 'R02', 'R18']),
  /** One after the other, so that a draft also changes what an earlier one set. */
  drafts: fc.array(
    fc.uniqueArray(aChange, { minLength: 2, maxLength: 8, selector: ({ rule, isNorth }) => `${rule} ${isNorth}` }),
    { minLength: 1, maxLength: 3 },
  ),
  batchSize: fc.integer({ min: 1, max: 9 }),
});

it('X17 who enters and leaves after the approval is who the preview said, exactly', async () => {
  const moved = new Set<string>();
  await fc.assert(
    fc.asyncProperty(aCase, async ({ practices, offAtFirst, drafts: wanted, batchSize }) => {
      const now = START;
      const { practiceId } = await aRead(recordsOfAll(practices), now);
      await setAtFirst(
        practiceId,
        offAtFirst.map((rule) => change({ rule, mode: 'off' })),
        now - 3 * DAY,
      );
      await evaluation.run({ practiceId, now });
      const [north] = await test.asSuperuser<{ id: string }>(
        `select id from location where practice_id = $1 and source_id = 'north'`,
        [practiceId],
      );
      for (const changes of wanted) {
        const before = await lists(practiceId);
        const id = await propose(
          practiceId,
          changes.map(({ rule, isNorth, mode, isOther }) => ({
            ...{ rule, mode, locationId: isNorth ? (north?.id ?? '') : null },
            parameters: isOther ? (OTHER_THRESHOLDS[rule] ?? {}) : {},
          })),
          now,
        );
        expect(await previews.run({ practiceId, now, batchSize })).toBe(1);
        expect(await lists(practiceId)).toEqual(before);
        const said = await previewed(practiceId, id);
        await approve(practiceId, id, now);
        await evaluation.run({ practiceId, now });
        const after = await lists(practiceId);

        const persons = [...new Set([...before.keys(), ...after.keys()])].sort();
        const happened = persons
          .map((person) => ({ person, from_list: before.get(person) ?? null, to_list: after.get(person) ?? null }))
          .filter(({ from_list, to_list }) => from_list !== to_list);
        const announced = said
          .filter(({ move }) => move !== 'changes')
          .map(({ person, from_list, to_list }) => ({ person, from_list, to_list }));
        expect(announced).toEqual(happened);
        for (const { move, reason, silence } of said) {
          moved.add(move);
          expect(reason).not.toBe('');
          expect(silence === null).toBe(move !== 'leaves' && !(move === 'elsewhere' && silence !== null));
        }
        const { preview } = (await draftOf(practiceId, id)) ?? {};
        const listed = (each: Map<string, string>) => [...each.values()].filter((list) => list === 'off_track').length;
        expect(preview).toMatchObject({
          ...{ listedNow: listed(before), listedThen: listed(after) },
          enters: said.filter(({ move }) => move === 'enters').length,
          leaves: said.filter(({ move }) => move === 'leaves').length,
        });
      }
    }),
    { numRuns: RUNS, endOnFailure: process.env.PROPERTY_SHRINK !== 'true' },
  );
  // The draws were not about nothing; which way somebody goes in a few of them cannot be promised.
  expect(moved.size).toBeGreaterThan(0);
}, 240_000);

/** Seen on 25 February, cancels on Monday 3 March for Tuesday: R05 holds from Wednesday's opening on. */
const NOW = at('2025-03-06T12:00Z');
const lost = (id: string, locationId = 'main') => [
  record('patient', id, { givenName: 'Sam', familyName: id, locationId }),
  ...['2025-01-21', '2025-02-04', '2025-02-11', '2025-02-25'].map((day, place) =>
    record(
      'appointment',
      `${id}-v${place}`,
      { patientId: id, serviceId: 'knee', startsAt: `${day}T10:00Z`, status: 'completed' },
      { created: '2025-01-10T10:00Z', updated: `${day}T11:00Z` },
    ),
  ),
  record(
    'appointment',
    `${id}-c`,
    {
      ...{ patientId: id, serviceId: 'knee', startsAt: '2025-03-04T10:00Z', status: 'cancelled' as const },
      ...{ cancelledAt: '2025-03-03T10:00Z', cancelledBy: 'patient' as const },
    },
    { created: '2025-02-25T10:00Z', updated: '2025-03-03T10:00Z' },
  ),
];
const north = record('location', 'north', { timezone: 'Europe/London' });
const OTHERS_OFF = ['R01', 'R02', 'R03', 'R04', 'R06', 'R07', 'R10', 'R15'].map((rule) =>
  change({ rule, mode: 'off' }),
);

async function onlyR05() {
  const found = await aRead([...practiceRecords, ...lost('p1'), ...lost('p2')], NOW);
  await setAtFirst(found.practiceId, OTHERS_OFF, NOW - 3 * DAY);
  await evaluation.run({ practiceId: found.practiceId, now: NOW });
  return found;
}

it('X17 says because of what somebody leaves, and what the rule says then', async () => {
  const { practiceId } = await onlyR05();
  const id = await propose(practiceId, [change({ parameters: { PT: '5 BD' } })], NOW);
  await previews.run({ practiceId, now: NOW });
  const said = await previewed(practiceId, id);
  expect(said).toHaveLength(2);
  expect(said[0]).toMatchObject({ move: 'leaves', from_list: 'off_track', to_list: null, rule: 'R05' });
  expect(said[0]?.reason).toMatch(/cancelled/i);
  expect(said[0]?.silence).toMatch(/5 BD|until|opens|wait/i);
  expect(await draftOf(practiceId, id)).toMatchObject({
    state: 'ready',
    preview: { asked: 2, listedNow: 2, listedThen: 0, leaves: 2, byRule: [{ rule: 'R05', enters: 0, leaves: 2 }] },
  });
});

it('X17 a change for one location moves its patients alone', async () => {
  const { practiceId } = await aRead([...practiceRecords, north, ...lost('p1'), ...lost('p2', 'north')], NOW);
  await setAtFirst(practiceId, OTHERS_OFF, NOW - 3 * DAY);
  await evaluation.run({ practiceId, now: NOW });
  const [place] = await test.asSuperuser<{ id: string; person: string }>(
    `select l.id, p.id as person from location l join patient p on p.practice_id = l.practice_id and p.location_source_id = l.source_id
      where l.practice_id = $1 and l.source_id = 'north'`,
    [practiceId],
  );
  const locationId = place?.id ?? '';
  for (const [mode, move] of [
    ['shadow', 'leaves'],
    ['as_practice', 'enters'],
  ] as const) {
    const id = await propose(practiceId, [change({ mode, locationId })], NOW);
    await previews.run({ practiceId, now: NOW });
    expect(await previewed(practiceId, id)).toMatchObject([{ person: place?.person, move }]);
    await approve(practiceId, id, NOW);
    await evaluation.run({ practiceId, now: NOW });
    expect((await lists(practiceId)).has(place?.person ?? '')).toBe(move === 'enters');
  }
});

it('X17 E11 E14 moves neither whom an experiment hides nor who said “not now”, and leaves alone what is set elsewhere', async () => {
  const people = [...['hidden', 'stopped', 'plain'].flatMap((id) => lost(id)), ...lost('far', 'north')];
  const { practiceId } = await aRead([...practiceRecords, north, ...people], NOW);
  const known = await test.asSuperuser<{ name: string; id: string }>(
    'select source_id as name, id from location where practice_id = $1 union all select source_id, id from patient where practice_id = $1',
    [practiceId],
  );
  const idOf = (name: string) => known.find((each) => each.name === name)?.id ?? '';
  const atMain = (mode: 'on' | 'off') => change({ mode, locationId: idOf('main') });
  await setAtFirst(practiceId, [...OTHERS_OFF, change({ mode: 'off' }), atMain('on')], NOW - 3 * DAY);
  await test.asSuperuser(
    `insert into contact_stop (practice_id, id, person_id, kind, reason, at) values ($1, gen_random_uuid(), $2, 'never', 'asked', $3)`,
    [practiceId, idOf('stopped'), new Date(NOW - DAY)],
  );
  await evaluation.run({ practiceId, now: NOW });
  await test.asSuperuser('update off_track_case set held_back = true where person_id = $1', [idOf('hidden')]);
  for (const [wanted, moves] of [
    [change({ locationId: idOf('north') }), [[idOf('far'), 'enters']]],
    [atMain('off'), [[idOf('plain'), 'leaves']]],
  ] as const) {
    const id = await propose(practiceId, [wanted], NOW);
    await previews.run({ practiceId, now: NOW });
    expect((await previewed(practiceId, id)).map((each) => [each.person, each.move])).toEqual(moves);
  }
});

it('X13 X17 a case that ends because the rule was set anew says so, and is not held against the rule', async () => {
  for (const wanted of [change({ parameters: { PT: '5 BD' } }), change({ mode: 'off' }), change({ mode: 'shadow' })]) {
    const { practiceId } = await onlyR05();
    await approve(practiceId, await propose(practiceId, [wanted], NOW), NOW);
    await evaluation.run({ practiceId, now: NOW });
    const cases = await test.asSuperuser(
      `select c.state, c.closing, e.detail->>'because' as because from off_track_case c
         join case_event e on e.practice_id = c.practice_id and e.case_id = c.id and e.event = 'closed' where c.practice_id = $1`,
      [practiceId],
    );
    const ended = { state: 'closed', closing: 'excluded', because: 'rule_changed' };
    expect(cases).toEqual([ended, ended]);
  }
});

it('X22 keeps what a rule on trial finds, from its opening to the end of the trial', async () => {
  const { practiceId } = await onlyR05();
  const shadow = () =>
    test.asSuperuser(
      `select rule, closed_because from shadow_finding where practice_id = $1 order by closed_because nulls first, person_id`,
      [practiceId],
    );
  expect(await shadow()).toEqual([]);
  await approve(practiceId, await propose(practiceId, [change({ mode: 'shadow' })], NOW), NOW);
  await evaluation.run({ practiceId, now: NOW });
  const open = { rule: 'R05', closed_because: null };
  expect(await shadow()).toEqual([open, open]);
  expect(await lists(practiceId)).toEqual(new Map());
  expect(await evaluation.runFull({ practiceId, now: NOW })).toMatchObject({ written: 0, findings: 0, cases: 0 });
  await approve(practiceId, await propose(practiceId, [change({ mode: 'on' })], NOW), NOW);
  await evaluation.run({ practiceId, now: NOW });
  const ended = { rule: 'R05', closed_because: 'on' };
  expect(await shadow()).toEqual([ended, ended]);
  expect((await lists(practiceId)).size).toBe(2);
});

it('X17 a preview that was cut off begins anew, and one that was let go leaves nothing behind', async () => {
  const { practiceId } = await onlyR05();
  const id = await propose(practiceId, [change({ mode: 'off' })], NOW);
  const cut = new AbortController();
  cut.abort();
  await expect(previews.run({ practiceId, now: NOW, signal: cut.signal })).rejects.toThrow('aborted');
  expect(await draftOf(practiceId, id)).toMatchObject({ state: 'previewing', preview: null });
  expect(await previews.run({ practiceId, now: NOW, batchSize: 1 })).toBe(1);
  expect(await previewed(practiceId, id)).toHaveLength(2);
  expect(await previews.run({ practiceId, now: NOW })).toBe(0);
  await test.db.inPractice(practiceId, (tx) =>
    drafts.end(tx, practiceId, id, { state: 'withdrawn', by: newId(), now: NOW }),
  );
  expect(await previewed(practiceId, id)).toEqual([]);
});

it('X17 says how far a preview is: of how many people, how many have been asked', async () => {
  const { practiceId } = await onlyR05();
  const id = await propose(practiceId, [change({ mode: 'off' })], NOW);
  expect((await draftOf(practiceId, id))?.progress).toBeNull();
  const signal = new AbortController().signal;
  let looks = 0;
  signal.throwIfAborted = () => {
    if ((looks += 1) > 1) throw new Error('cut off after one batch');
  };
  await expect(previews.run({ practiceId, now: NOW, signal, batchSize: 1 })).rejects.toThrow('cut off');
  expect(await draftOf(practiceId, id)).toMatchObject({ state: 'previewing', progress: { asked: 1, of: 2 } });
  await previews.run({ practiceId, now: NOW, batchSize: 1 });
  expect(await draftOf(practiceId, id)).toMatchObject({ state: 'ready', progress: null, preview: { asked: 2 } });
});

it('S-10 a worker that was held up writes nothing of a preview', async () => {
  const { practiceId } = await onlyR05();
  const id = await propose(practiceId, [change({ mode: 'off' })], NOW);
  await test.db.inPractice(practiceId, (tx) => new JobQueries().owe(tx, practiceId, 'preview', practiceId));
  const job = {
    id: newId(),
    practiceId,
    kind: 'preview',
    subjectId: practiceId,
    holder: 'w1',
    attempts: 1,
    wasAsked: true,
  };
  await expect(previews.run({ practiceId, now: NOW, job })).rejects.toThrow('taken over');
  expect(await previewed(practiceId, id)).toEqual([]);
});

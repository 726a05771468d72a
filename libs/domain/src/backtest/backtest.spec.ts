import { defaultSettings } from '../prepared-practice.js';
import { at, type APerson, aPerson } from '../testing/a-person.js';
import { practiceFacts, type PracticeParts } from '../testing/a-practice.js';
import type { EvaluationSettings } from '../settings.js';
import { BacktestAskWrong, type BacktestAsk } from './ask.js';
import { Backtest, BACKTEST_ROUNDS } from './backtest.js';
import { recordsOf } from './people-then.js';
import type { BacktestResult, BacktestRule } from './result.js';
import { unitsOfRecords } from './units-of-records.js';
import type { RecordsByKind } from '../audit/group-persons.js';

/** A small physio practice whose flags, labels and leads are worked out by hand; days are those of March 2025, Monday the 3rd. */

const pt = { serviceId: 'pt' };
const plan = {
  line: 'pt',
  specialty: 'PT',
  prescribedVisits: 6,
  intervalDays: 7,
  startedAt: '2025-03-03T08:00Z',
} as const;

/** Seen on the 3rd, nothing booked; never comes back. R10 (two open days after the first visit) speaks on Wednesday the 5th. */
const leaves = (id: string, more = {}) =>
  aPerson(id, more)
    .plan({ ...plan, id: `plan-${id}` })
    .visit(
      '2025-03-03T10:00Z',
      { ...pt, id: `first-${id}` },
      {
        createdAt: '2025-03-01T09:00Z',
        updatedAt: '2025-03-03T11:00Z',
      },
    );

/** The same, but calls and comes on the given day. */
const returns = (id: string, day: string) =>
  leaves(id).visit(
    `${day}T10:00Z`,
    { ...pt, id: `second-${id}` },
    { createdAt: `${day}T08:00Z`, updatedAt: `${day}T11:00Z` },
  );

const ask: BacktestAsk = {
  ...{ from: '2025-03-03', to: '2025-03-14', every: 1, hour: 12, timezone: 'UTC' },
  dataEnd: at('2025-08-01T00:00Z'),
  sides: [{ name: 'in_force', settings: defaultSettings('live') }],
};

function recordsOfAll(people: APerson[]): RecordsByKind {
  const all: RecordsByKind = {};
  for (const { facts } of people) {
    for (const [kind, rows] of Object.entries(recordsOf(facts)))
      Object.assign(all, { [kind]: [...((all as Record<string, unknown[]>)[kind] ?? []), ...(rows ?? [])] });
  }
  return all;
}

function backtest(
  people: APerson[],
  more: Partial<BacktestAsk> = {},
  parts: PracticeParts = {},
  contacts: Record<string, string> = {},
  ends: Record<string, string> = {},
): BacktestResult {
  const run = new Backtest({ ...ask, ...more }, practiceFacts(parts));
  const units = unitsOfRecords(recordsOfAll(people)).map((unit) => {
    const id = unit.people.records.patient?.[0]?.id ?? '';
    const end = ends[id] === undefined ? {} : { end: at(ends[id]) };
    return { ...unit, ...end, contacts: contacts[id] === undefined ? [] : [at(contacts[id])] };
  });
  for (let round = 0; round < BACKTEST_ROUNDS; round += 1) {
    for (const unit of units) run.show(unit);
    run.nextRound();
  }
  return run.result();
}

const packOf = ({ sides }: BacktestResult) => sides[0]!.pack;
const rule = ({ sides }: BacktestResult, id: string, side = 0): BacktestRule =>
  sides[side]!.rules.find((each) => each.rule === id)!;

describe('backtest', () => {
  it('X03 counts first flags, and judges them by who came within 30 days', () => {
    const result = backtest([leaves('gone'), returns('back', '2025-03-20'), returns('late', '2025-04-20')]);
    expect(rule(result, 'R10')).toMatchObject({
      ...{ alerts: 3, people: 3, standingBefore: 0, isOn: true },
      labels: { judged: 3, stayedAway: 2, notYetKnown: 0, contacted: 0, finished: 0 },
      precision: { hits: 2, of: 3, value: 0.6667 },
      // "late" came after 46 days: true at 15 and at 30, not at 60.
      precisionHalf: { hits: 2, of: 3 },
      precisionTwice: { hits: 1, of: 3 },
    });
    // One person, one course: R10 and later R01 are one alert of the pack.
    expect(packOf(result)).toMatchObject({ alerts: 3, people: 3, precision: { hits: 2, of: 3 } });
    const days = packOf(result).days.filter(({ alerts }) => alerts > 0);
    expect(days).toEqual([{ on: '2025-03-05', alerts: 3, standing: 3 }]);
    expect(packOf(result).days.at(-1)).toEqual({ on: '2025-03-14', alerts: 0, standing: 3 });
  });

  it('X03 says how long before a fixed gap, and before the drop-off, a flag came', () => {
    const result = backtest([leaves('gone')], { to: '2025-06-30' });
    expect(rule(result, 'R10')).toMatchObject({
      // 3 March + 60 d = 2 May, + 90 d = 1 June; dropped off on 3 March + 30 d = 2 April.
      leadOver60: { value: 58, n: 1 },
      leadOver90: { value: 88, n: 1 },
      leadToDropOff: { value: 27, n: 1 },
      recall: { hits: 1, of: 1 },
    });
    expect(result).toMatchObject({ dropOffs: 1, dropOffsExcluded: 0, people: 1 });
    // By weeks, without a hole: 58 days lie in the ninth, 88 in the thirteenth.
    expect(packOf(result).leads).toEqual([
      { from: 56, over60: 1, over90: 0 },
      { from: 63, over60: 0, over90: 0 },
      { from: 70, over60: 0, over90: 0 },
      { from: 77, over60: 0, over90: 0 },
      { from: 84, over60: 0, over90: 1 },
    ]);
    const [sixty, ninety] = result.baselines;
    expect(sixty).toMatchObject({ days60or90: 60, alerts: 1, recall: { hits: 0, of: 1 }, flaggedLate: 1 });
    expect(sixty?.days.find(({ alerts }) => alerts > 0)?.on).toBe('2025-05-02');
    expect(ninety?.days.find(({ alerts }) => alerts > 0)?.on).toBe('2025-06-01');
  });

  it('X03 a booking that stands puts the fixed gap off to the day on which it no longer does', () => {
    const lost = leaves('gone').cancel('2025-05-20T10:00Z', '2025-05-12T09:00Z', pt, {
      createdAt: '2025-04-10T09:00Z',
      updatedAt: '2025-05-12T09:00Z',
    });
    expect(rule(backtest([lost]), 'R10').leadOver60).toMatchObject({ value: 68 });
  });

  it('X03 does not judge what the data are too short for, and says so', () => {
    const result = backtest([leaves('gone')], { dataEnd: at('2025-03-20T00:00Z') });
    expect(packOf(result)).toMatchObject({
      labels: { judged: 0, notYetKnown: 1 },
      precision: { of: 0, value: null, low: 0, high: 1 },
      precisionHalf: { of: 0 },
    });
    expect(result.notes.join('\n')).toContain('No alert of the pack can be judged yet');
    expect(result.notes.join('\n')).toContain('PT 30 days, so after 2025-02-18');
    const tooLate = () => backtest([leaves('gone')], { dataEnd: at('2025-02-20T00:00Z') });
    expect(tooLate).toThrow(BacktestAskWrong);
    expect(tooLate).toThrow('The data end on 2025-02-20, before the period begins on 2025-03-03');
  });

  it('X03 ends with the source of each person, and not with the source of others', () => {
    const people = [leaves('gone'), leaves('before'), leaves('after')];
    const ends = { before: '2025-03-04T09:00Z', after: '2025-03-10T09:00Z' };
    const result = backtest(people, {}, {}, {}, ends);
    // Of "before" nothing was known any more when the rule would have spoken; "after" stood until its source fell silent.
    expect(packOf(result)).toMatchObject({ alerts: 2, labels: { judged: 1, stayedAway: 1, notYetKnown: 1 } });
    const standing = packOf(result).days.filter(({ standing: n }) => n === 2);
    expect(standing.map(({ on }) => on)).toEqual([
      '2025-03-05',
      '2025-03-06',
      '2025-03-07',
      '2025-03-08',
      '2025-03-09',
    ]);
    expect(result.dataEnd).toBe('2025-08-01T00:00:00.000Z');
  });

  it('X03 counts apart whoever was contacted: their label is not clean', () => {
    const result = backtest([leaves('called'), leaves('gone')], {}, {}, { called: '2025-03-10T09:00Z' });
    expect(packOf(result)).toMatchObject({
      alerts: 2,
      labels: { judged: 1, contacted: 1 },
      precision: { hits: 1, of: 1 },
    });
    expect(result.notes.join('\n')).toContain('1 alerts are of people who were contacted');
  });

  it('X03 tells whoever stayed away and had nothing left from whoever left something undone', () => {
    const discharged = aPerson('done')
      .plan(
        { ...plan, id: 'plan-done', status: 'discharged', closedAt: '2025-03-11T09:00Z' },
        { createdAt: '2025-03-03T08:00Z', updatedAt: '2025-03-11T09:00Z' },
      )
      .visit(
        '2025-03-03T10:00Z',
        { ...pt, id: 'first-done' },
        { createdAt: '2025-03-01T09:00Z', updatedAt: '2025-03-03T11:00Z' },
      );
    const result = backtest([discharged, leaves('gone')], { to: '2025-05-05' });
    expect(packOf(result)).toMatchObject({
      labels: { judged: 2, stayedAway: 2, finished: 1 },
      precision: { hits: 2, of: 2 },
      precisionUnfinished: { hits: 1, of: 2 },
      // The clinic ended it before it counted as left.
      recall: { hits: 1, of: 1 },
    });
    expect(result.baselines[0]).toMatchObject({
      alerts: 2,
      precision: { hits: 2 },
      precisionUnfinished: { hits: 1, of: 2 },
    });
  });

  it('X03 what stands before the period is no alert of it', () => {
    const result = backtest([leaves('gone')], { from: '2025-03-10' });
    expect(packOf(result)).toMatchObject({ alerts: 0, standingBefore: 1 });
    expect(packOf(result).standing.value).toBe(1);
  });

  it('X03 a person who may not be listed is neither flagged nor missed', () => {
    const never = leaves('never', { doNotContact: true });
    const result = backtest([never], { to: '2025-05-01' });
    expect(packOf(result)).toMatchObject({ alerts: 0, recall: { of: 0 } });
    expect(result).toMatchObject({ dropOffs: 0, dropOffsExcluded: 1 });
    expect(result.baselines.map(({ alerts }) => alerts)).toEqual([0, 0]);
  });

  it('X03 sets a draft beside the settings in force, and rules that are off beside those that are on', () => {
    const slower: EvaluationSettings = defaultSettings('live');
    slower.rules['R10'] = { mode: 'on', parameters: { ...slower.rules['R10']?.parameters, PT: '5 BD' } };
    const sides = [...ask.sides, { name: 'draft' as const, settings: slower }];
    const off = defaultSettings('live');
    off.rules['R10'] = { mode: 'off', parameters: slower.rules['R10'].parameters };
    const people = [leaves('gone'), returns('back', '2025-03-07')];
    const both = backtest(people, { sides, rules: ['R10'] });
    // Both on the 5th, and "back" again three open days after the visit of the 7th; the draft hears of "back" only then.
    expect(both.sides.map(({ name, rules }) => [name, rules.map((each) => [each.rule, each.alerts])])).toEqual([
      ['in_force', [['R10', 3]]],
      ['draft', [['R10', 2]]],
    ]);
    const asked = backtest(people, { sides: [{ name: 'in_force', settings: off }] });
    expect(rule(asked, 'R10')).toMatchObject({ isOn: false });
    expect(packOf(asked).days.find(({ alerts }) => alerts > 0)?.on).not.toBe('2025-03-05');
  });

  it('X03 says how many records have one version', () => {
    const result = backtest([leaves('gone')]);
    expect(result.records).toEqual({ records: 3, oneVersion: 3, withoutClock: 2 });
    expect(result.notes.join('\n')).toContain('3 of 3 appointments, plans and patients have a single version');
  });

  it('X03 says that a model of today is not asked about the past', () => {
    const settings = defaultSettings('live');
    settings.rules['R34'] = { mode: 'on', parameters: settings.rules['R34']?.parameters ?? {} };
    const result = backtest([leaves('gone')], { sides: [{ name: 'in_force', settings }] });
    expect(rule(result, 'R34')).toMatchObject({ isOn: true, alerts: 0 });
    expect(result.notes.join('\n')).toContain('R34 says nothing about the past');
    expect(backtest([leaves('gone')]).notes.join('\n')).not.toContain('R34');
  });

  it('X03 K03 knows of a merge only once it was recorded', () => {
    const old = leaves('old');
    const merged = aPerson(
      'old',
      { mergedInto: 'new' },
      { createdAt: '2025-02-01T09:00Z', updatedAt: '2025-03-07T09:00Z' },
    );
    old.facts.patients = [
      [
        {
          ...merged.facts.patients[0]![0]!,
          recordedAt: null,
          updatedAt: null,
          createdAt: null,
          sequence: 0,
          data: { ...merged.facts.patients[0]![0]!.data, mergedInto: null },
        },
        merged.facts.patients[0]![0]!,
      ],
    ];
    const kept = aPerson('new').booking('2025-03-12T10:00Z', pt, { createdAt: '2025-03-01T09:00Z' });
    // Until the 7th the old record is a person of its own with nothing booked.
    const days = packOf(backtest([old, kept], { to: '2025-03-11', rules: ['R10'] })).days.map(
      ({ standing }) => standing,
    );
    expect(days).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0]);
  });
});

import fc from 'fast-check';
import { anInstant, randomPractice, START, type RandomPractice } from '../../../../test/support/random-facts.js';
import { DAY_MS } from '../../../../test/support/random-instants.js';
import type { RecordsByKind } from '../audit/group-persons.js';
import type { RecordVersion } from '../facts.js';
import { defaultSettings } from '../prepared-practice.js';
import { APPOINTMENT_STATUSES, type Instant, type RecordKind } from '../records.js';
import { recordKey } from '../timeline/versions.js';
import { formatDate } from '../zones/calendar-date.js';
import { askedDays, type BacktestAsk } from './ask.js';
import { Backtest, BACKTEST_ROUNDS } from './backtest.js';
import { PracticeThen } from './practice-then.js';
import type { BacktestResult } from './result.js';
import { trialSettings } from './trial-settings.js';
import { unitsOfRecords } from './units-of-records.js';
import { walk, type Spell } from './walk.js';

/** Flags never look ahead, labels may; and days that are left out would have said the same. */

const settings = trialSettings(defaultSettings('live'), null);

const askUntil = (until: Instant, every: number): BacktestAsk => {
  const day = Math.floor(until / DAY_MS) - 1;
  return {
    ...{ from: formatDate(day - 10 * every), to: formatDate(day), every, hour: 12, timezone: 'UTC', dataEnd: until },
    sides: [{ name: 'in_force', settings: defaultSettings('live') }],
  };
};

/** Everything that was flagged, and on which days; who was counted as having dropped off. */
function flagsOf({ facts }: RandomPractice, records: RecordsByKind, ask: BacktestAsk, everyDay = false) {
  const asked = askedDays(ask);
  const practice = new PracticeThen(facts, asked);
  const units = unitsOfRecords(records);
  for (const { people } of units) practice.learn(people);
  practice.settle();
  for (const { people } of units) practice.measure(people, settings, everyDay);
  practice.settleMedians();
  const spells: Spell[] = [];
  const dropOffs: string[] = [];
  for (const unit of units) {
    const walked = walk(unit, { asked, practice, settings, only: null, everyDay });
    spells.push(...walked.spells);
    for (const { personId, episode, index, at } of walked.dropOffs)
      dropOffs.push(`${personId} ${episode} ${index} ${at}`);
  }
  return {
    spells: spells.map((spell) => JSON.stringify(spell)).sort(),
    dropOffs: dropOffs.sort(),
  };
}

const isMadeBy = ({ createdAt }: RecordVersion, at: Instant) => createdAt !== null && createdAt <= at;
const isLater = (row: RecordVersion, at: Instant) => row.recordedAt !== null && row.recordedAt > at;

/**
 * Another future: what was recorded later is changed, left out, and added to. Of a record whose first version was written later but which
 * was made before, the columns stay that it had when it was made (Q01): which version came first is known by its being there.
 */
function withAnotherFuture(records: RecordsByKind, at: Instant, chance: () => number): RecordsByKind {
  const other: RecordsByKind = {};
  for (const [kind, given] of Object.entries(records) as [RecordKind, RecordVersion[]][]) {
    const told = new Set(given.filter((row) => !isLater(row, at)).map(({ source, id }) => recordKey(source, id)));
    const made = new Set(given.filter((row) => isMadeBy(row, at)).map(({ source, id }) => recordKey(source, id)));
    const rows = given.flatMap((row): RecordVersion[] => {
      if (!isLater(row, at)) return [row];
      // When a score is due is known in advance, whatever becomes of it (Q02).
      if (isDueScore(kind, row)) return [row];
      const key = recordKey(row.source, row.id);
      const isFree = told.has(key) || !made.has(key);
      if (isFree && chance() < 0.4) return [];
      return [kind === 'appointment' ? anotherOutcome(row as RecordVersion<'appointment'>, at, chance) : row];
    });
    Object.assign(other, { [kind]: rows });
  }
  const [pattern] = records.appointment ?? [];
  if (pattern === undefined) return other;
  const added = Array.from({ length: 6 }, (_, n): RecordVersion<'appointment'> => {
    const recordedAt = at + 1 + Math.floor(chance() * 40 * DAY_MS);
    const startsAt = at + Math.floor((chance() - 0.5) * 80 * DAY_MS);
    const data = { ...pattern.data, startsAt, status: 'completed' as const, deletedAt: null, planId: null };
    // A visit of the past that was entered late, a booking made later, and a later version of what was there.
    const id = n % 2 === 0 ? `later${n}` : pattern.id;
    const createdAt = n % 2 === 0 ? recordedAt : pattern.createdAt;
    return { ...pattern, id, createdAt, updatedAt: recordedAt, recordedAt, sequence: 1e6 + n, data };
  });
  const versions = (records.appointment ?? []).filter(
    ({ source, id }) => source === pattern.source && id === pattern.id,
  );
  const isFixed = versions.every((row) => isLater(row, at)) && versions.some((row) => isMadeBy(row, at));
  other.appointment = [...(other.appointment ?? []), ...added.filter(({ id }) => !isFixed || id !== pattern.id)];
  return other;
}

function isDueScore(kind: RecordKind, row: RecordVersion): boolean {
  return kind === 'score' && (row as RecordVersion<'score'>).data.dueAt !== null;
}

function anotherOutcome(
  row: RecordVersion<'appointment'>,
  at: Instant,
  chance: () => number,
): RecordVersion<'appointment'> {
  const { status, cancelledAt, deletedAt } = row.data;
  const later = (instant: Instant | null) => (instant !== null && instant > at ? instant + DAY_MS : instant);
  const isOutcome = (word: string) => ['completed', 'arrived', 'no_show', 'booked', 'confirmed'].includes(word);
  const outcomes = APPOINTMENT_STATUSES.filter(isOutcome);
  const data = { ...row.data, cancelledAt: later(cancelledAt), deletedAt: later(deletedAt), cancelReason: 'another' };
  if (isOutcome(status)) data.status = outcomes[Math.floor(chance() * outcomes.length)]!;
  return { ...row, data };
}

/** All clocks gone: everything counts as always known, as if the replay looked at the end of the data. */
function leaky(records: RecordsByKind): RecordsByKind {
  return Object.fromEntries(
    Object.entries(records).map(([kind, rows]) => [
      kind,
      rows.map((row) => ({ ...row, createdAt: null, updatedAt: null, recordedAt: null })),
    ]),
  );
}

const case_ = fc.tuple(
  randomPractice,
  anInstant,
  fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
  fc.constantFrom(1, 3),
);
const chanceOf = (numbers: fc.Stream<number>) => () => numbers.next().value as number;

describe('no leakage', () => {
  it('X03 flags the same whatever is recorded later', () => {
    let flags = 0;
    let changed = 0;
    fc.assert(
      fc.property(case_, ([random, until, numbers, every]) => {
        fc.pre(until > START + 60 * DAY_MS);
        const ask = askUntil(until, every);
        const at = askedDays(ask).instants.at(-1)!;
        const other = withAnotherFuture(random.records, at, chanceOf(numbers));
        const flagged = flagsOf(random, random.records, ask);
        expect(flagsOf(random, other, ask)).toEqual(flagged);
        flags += flagged.spells.length;
        if (JSON.stringify(other) !== JSON.stringify(random.records)) changed += 1;
      }),
      { numRuns: 80 },
    );
    expect(flags).toBeGreaterThan(100);
    expect(changed).toBeGreaterThan(40);
  });

  it('X03 would find a leak: a replay that knows everything at all times flags otherwise', () => {
    const found = fc.check(
      fc.property(case_, ([random, until, numbers, every]) => {
        const ask = askUntil(until, every);
        const other = withAnotherFuture(random.records, askedDays(ask).instants.at(-1)!, chanceOf(numbers));
        expect(flagsOf(random, leaky(other), ask)).toEqual(flagsOf(random, leaky(random.records), ask));
      }),
      { numRuns: 60, seed: 3, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});

describe('asking only where something can have changed', () => {
  it('X03 gives the same as asking every day, labels and figures included', () => {
    fc.assert(
      fc.property(case_, ([random, until, , every]) => {
        const ask = { ...askUntil(until, every), dataEnd: until + 60 * DAY_MS };
        expect(flagsOf(random, random.records, ask)).toEqual(flagsOf(random, random.records, ask, true));
        expect(resultOf(random, ask, false)).toEqual(resultOf(random, ask, true));
      }),
      { numRuns: 25 },
    );
  });
});

function resultOf({ facts, records }: RandomPractice, ask: BacktestAsk, everyDay: boolean): BacktestResult {
  const backtest = new Backtest(ask, facts, everyDay);
  const units = unitsOfRecords(records);
  for (let round = 0; round < BACKTEST_ROUNDS; round += 1) {
    for (const unit of units) backtest.show(unit);
    backtest.nextRound();
  }
  return backtest.result();
}

import fc from 'fast-check';
import { randomPractice, START, type RandomPractice } from '../../../../test/support/random-facts.js';
import { DAY_MS } from '../../../../test/support/random-instants.js';
import { defaultSettings } from '../prepared-practice.js';
import { formatDate } from '../zones/calendar-date.js';
import type { BacktestAsk } from './ask.js';
import { Backtest, BACKTEST_ROUNDS } from './backtest.js';
import type { BacktestPiece } from './piece.js';
import { unitsOfRecords } from './units-of-records.js';

/** Whoever goes on from what others counted comes to the same as whoever counts everybody. */

const ask: BacktestAsk = {
  ...{ from: formatDate(Math.floor(START / DAY_MS) + 40), to: formatDate(Math.floor(START / DAY_MS) + 160) },
  ...{ every: 3, hour: 12, timezone: 'UTC', dataEnd: START + 300 * DAY_MS },
  sides: [
    { name: 'in_force', settings: defaultSettings('live') },
    { name: 'draft', settings: { ...defaultSettings('live'), rules: { R10: { mode: 'off', parameters: {} } } } },
  ],
};

/** As a database gives it back. */
const kept = (piece: BacktestPiece): BacktestPiece => JSON.parse(JSON.stringify(piece)) as BacktestPiece;

/** Households of several, so that pieces share them. */
const unitsOf = ({ records }: RandomPractice) =>
  unitsOfRecords(records).map((unit, place) => ({ ...unit, household: `household ${place % 3}` }));

/** What was counted, in one order. */
function sorted(piece: BacktestPiece): BacktestPiece {
  if (piece.round !== 1) return kept(piece);
  const byFirst = <T extends readonly [string | number, unknown]>(rows: T[]) =>
    rows.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return {
    round: 1,
    gaps: piece.gaps.map(([index, lines]) => [index, byFirst(lines).map(([line, gaps]) => [line, byFirst(gaps)])]),
  };
}

/** The result, and what had been counted by the end of each round. */
function whole(practice: RandomPractice) {
  const backtest = new Backtest(ask, practice.facts);
  const counted: BacktestPiece[] = [];
  for (let round = 0; round < BACKTEST_ROUNDS; round += 1) {
    for (const unit of unitsOf(practice)) backtest.show(unit);
    backtest.take();
    counted.push(sorted(backtest.taken()));
    backtest.nextRound();
  }
  return { result: backtest.result(), counted };
}

/** Somebody else takes over after every piece, with nothing but the pieces; now and then several are laid together. */
function handedOn(practice: RandomPractice, atOnce: number, together: boolean) {
  const units = unitsOf(practice);
  const counted: BacktestPiece[] = [];
  let pieces: BacktestPiece[] = [];
  const another = () => {
    const backtest = new Backtest(ask, practice.facts);
    for (const [place, piece] of pieces.entries()) {
      if (place > 0 && piece.round !== pieces[place - 1]!.round) backtest.nextRound();
      backtest.add(kept(piece));
    }
    return backtest;
  };
  for (let round = 0; round < BACKTEST_ROUNDS; round += 1) {
    for (let from = 0; from < Math.max(1, units.length); from += atOnce) {
      const backtest = another();
      if (round > 0 && from === 0) backtest.nextRound();
      for (const unit of units.slice(from, from + atOnce)) backtest.show(unit);
      pieces.push(backtest.take());
      if (together) pieces = [...pieces.filter((piece) => piece.round !== round), backtest.taken()];
    }
    counted.push(sorted(another().taken()));
  }
  const last = another();
  last.nextRound();
  return { result: last.result(), counted };
}

describe('backtest in pieces', () => {
  it('X03 comes to the same whoever counted what, and however pieces are laid together', () => {
    fc.assert(
      fc.property(randomPractice, fc.integer({ min: 1, max: 4 }), fc.boolean(), (practice, atOnce, together) => {
        expect(handedOn(practice, atOnce, together)).toEqual(whole(practice));
      }),
      { numRuns: 25 },
    );
  });

  it('X03 counts something in them', () => {
    const alerts = fc
      .sample(randomPractice, { numRuns: 25, seed: 3 })
      .map((each) => whole(each).result.sides[0]!.pack.alerts);
    expect(alerts.filter((n) => n > 0).length).toBeGreaterThan(3);
  });
});

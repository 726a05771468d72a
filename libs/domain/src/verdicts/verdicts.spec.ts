import { gateOf } from './go-live.js';
import { isBelowFloor, pauseReason, precisionOf } from './precision.js';
import { closingOfCause, verdictOfClosing, WRONG_CAUSES } from './verdict.js';

const DAY = 86_400_000;

describe('wrong flags', () => {
  it('X13 counts against a rule what was wrong or finished, for it who was truly gone, and neither what is about contact alone', () => {
    expect(['returned', 'lost', 'declined'].map((closing) => verdictOfClosing(closing as 'lost'))).toEqual([
      'right',
      'right',
      'right',
    ]);
    expect([verdictOfClosing('wrong_data'), verdictOfClosing('discharged')]).toEqual(['wrong', 'wrong']);
    expect([verdictOfClosing('do_not_contact'), verdictOfClosing('excluded'), verdictOfClosing('merged')]).toEqual([
      null,
      null,
      null,
    ]);
    for (const { code, closing } of WRONG_CAUSES) expect(closingOfCause(code)).toBe(closing);
  });

  it('X13 gives Wilson bounds: 1 of 29 is at best 17.2 %, 0 of 20 at best 16.1 %, nothing is anything', () => {
    expect(precisionOf({ right: 1, wrong: 28 })).toMatchObject({
      low: expect.closeTo(0.0061, 4) as number,
      high: expect.closeTo(0.1718, 4) as number,
    });
    expect(precisionOf({ right: 0, wrong: 20 }).high).toBeCloseTo(0.1611, 4);
    expect(precisionOf({ right: 0, wrong: 0 })).toEqual({ right: 0, wrong: 0, share: null, low: 0, high: 1 });
  });

  it('X13 pauses a rule at the very mark at which its upper bound falls under the floor', () => {
    // 0 of 3 are at best 56 %, 0 of 4 at best 49 %.
    expect(isBelowFloor(precisionOf({ right: 0, wrong: 3 }))).toBe(false);
    expect(isBelowFloor(precisionOf({ right: 0, wrong: 4 }))).toBe(true);
    expect(isBelowFloor(precisionOf({ right: 0, wrong: 0 }))).toBe(false);
    expect(isBelowFloor(precisionOf({ right: 0, wrong: 4 }), 0.3)).toBe(false);
    expect(pauseReason('R05', precisionOf({ right: 0, wrong: 4 }), 0.5)).toBe(
      'R05 paused itself: of 4 cases judged in 60 days 0 were rightly listed, so at best 49 % are, and 50 % are wanted.',
    );
  });
});

describe('the gate before anything is sent', () => {
  const terms = { since: 1_000, agreedPrecision: 0.9, fewestMarks: 30 };

  it('X22 opens with the week over, enough judged and enough right, and not before', () => {
    const over = terms.since + 7 * DAY;
    expect(gateOf(terms, { right: 27, wrong: 3 }, over)).toMatchObject({ isOpen: true, missing: [] });
    expect(gateOf(terms, { right: 27, wrong: 3 }, over - 1)).toMatchObject({
      isOpen: false,
      missing: ['The week is not over: 1 day is left.'],
    });
    expect(gateOf(terms, { right: 29, wrong: 0 }, over).missing).toEqual(['29 of 30 cases have been judged.']);
    expect(gateOf(terms, { right: 89, wrong: 10 }, over).missing).toEqual([
      '89.8 % were rightly listed; agreed were 90 %.',
    ]);
  });

  it('X22 says everything that is missing', () => {
    expect(gateOf(terms, { right: 0, wrong: 0 }, terms.since).missing).toEqual([
      'The week is not over: 7 days are left.',
      '0 of 30 cases have been judged.',
      'Nothing is known yet; agreed were 90 %.',
    ]);
  });
});

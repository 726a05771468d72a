import type { CallOutcome } from '../../api.types.js';
import { instantOf } from '../../ui/dates.js';
import { callReport, EMPTY_CALL, nextChoices, whatIsMissing, type CallDraft } from './call-report.js';
import { countdownText, isTimeToRenew, RENEW_EVERY_MS } from './lease-clock.js';

const TODAY = '2026-11-21';
const outcome = (needs: CallOutcome['needs'], nextKinds: CallOutcome['nextKinds'] = []): CallOutcome => ({
  code: 'not_now',
  label: 'Not now',
  key: 'l',
  isConversation: true,
  needs,
  nextKinds,
});
const draft = (changes: Partial<CallDraft>): CallDraft => ({ ...EMPTY_CALL, outcome: 'not_now', ...changes });

describe('the report of a call', () => {
  const later = outcome(['next', 'date'], ['reason', 'touchpoint']);

  it.each([
    [draft({}), 'Choose the next step: when you talk again, until when they rest or the reason why there is none.'],
    [draft({ nextKind: 'touchpoint', nextOn: '2026-11-25' }), 'Say on which day and at what time you talk again.'],
    [draft({ nextKind: 'touchpoint', nextOn: '2026-11-20', nextTime: '10:00' }), 'The next talk must lie ahead.'],
    [draft({ nextKind: 'reason' }), 'Choose the reason why there is no next step.'],
    [draft({ nextKind: 'rest' }), 'Say until which day they rest.'],
    [draft({ nextKind: 'rest', snoozeOn: TODAY }), 'They can rest until tomorrow at the earliest.'],
    // What another outcome left behind is no answer to this one.
    [
      draft({ nextKind: 'booked' }),
      'Choose the next step: when you talk again, until when they rest or the reason why there is none.',
    ],
  ])('X12 says what is missing (%#)', (typed, sentence) => {
    expect(whatIsMissing(typed, later, TODAY)).toEqual([sentence]);
  });

  it('X12 lacks nothing with any one next step', () => {
    expect(whatIsMissing(draft({ nextKind: 'reason', nextReason: 'travelling' }), later, TODAY)).toEqual([]);
    expect(whatIsMissing(draft({ nextKind: 'rest', snoozeOn: '2026-11-22' }), later, TODAY)).toEqual([]);
    expect(whatIsMissing(EMPTY_CALL, null, TODAY)).toEqual(['Choose how the call ended.']);
    expect(whatIsMissing(draft({}), outcome(['reason'], ['reason']), TODAY)).toEqual(['Choose a reason.']);
    expect(nextChoices(outcome(['reason'], ['reason']))).toEqual([]);
  });

  it('sends only what fits the outcome chosen last', () => {
    const typed = draft({
      nextKind: 'rest',
      snoozeOn: '2027-01-04',
      nextReason: 'travelling',
      note: '  spoke to Ife ',
    });
    expect(callReport(typed, later, 'UTC')).toEqual({
      outcome: 'not_now',
      snoozeUntil: '2027-01-04',
      note: 'spoke to Ife',
    });
    const unanswered = { ...outcome([]), code: 'no_answer', isConversation: false };
    expect(callReport({ ...typed, sentiment: 'warm' }, unanswered, 'UTC')).toEqual({
      outcome: 'no_answer',
      note: 'spoke to Ife',
    });
  });
});

describe('a time typed at the clinic', () => {
  it.each([
    ['2026-12-01', '10:30', 'Europe/London', '2026-12-01T10:30:00.000Z'],
    ['2027-07-01', '10:30', 'Europe/London', '2027-07-01T09:30:00.000Z'],
    ['2026-11-22', '00:15', 'Pacific/Kiritimati', '2026-11-21T10:15:00.000Z'],
    // The day the clocks go forward, after they have.
    ['2027-03-28', '09:00', 'Europe/London', '2027-03-28T08:00:00.000Z'],
    ['2027-03-14', '01:30', 'America/Los_Angeles', '2027-03-14T09:30:00.000Z'],
  ])('%s %s in %s is %s', (date, time, zone, instant) => {
    expect(instantOf(date, time, zone)).toBe(instant);
  });
});

describe('the time a case stays in hand', () => {
  it('is renewed only while somebody looks and works', () => {
    const later = 1_000_000 + RENEW_EVERY_MS;
    expect(isTimeToRenew(later, 1_000_000, true, true)).toBe(true);
    expect(isTimeToRenew(later, 1_000_000, false, true)).toBe(false);
    expect(isTimeToRenew(later, 1_000_000, true, false)).toBe(false);
    expect(isTimeToRenew(later - 1, 1_000_000, true, true)).toBe(false);
  });

  it('is written as minutes and seconds, and never below nothing', () => {
    expect([600_000, 61_000, 9_400, -5_000].map(countdownText)).toEqual(['10:00', '1:01', '0:10', '0:00']);
  });
});

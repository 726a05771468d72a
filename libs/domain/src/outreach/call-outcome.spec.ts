import { defaultOpeningDays } from '../zones/opening-days.js';
import { afterCall, CALL_OUTCOMES, nextTry, type CallReport } from './call-outcome.js';
import { snoozeChoices, snoozeUntil } from './snooze.js';
import { recommendRoute, type RouteFacts } from './recommend-route.js';

const opening = defaultOpeningDays('Europe/London');
const at = (iso: string) => Date.parse(iso);
/** A Tuesday in winter, ten o'clock in London. */
const now = at('2026-01-13T10:00Z');
const context = { now, opening, unansweredIn14Days: 0 };
const report = (outcome: CallReport['outcome'], given: Partial<CallReport> = {}): CallReport => ({
  ...{ outcome, next: null, snoozeUntil: null, reason: null },
  ...given,
});
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

describe('outcomes of a call', () => {
  it('have a key each, none twice, none that the console uses elsewhere', () => {
    const keys = CALL_OUTCOMES.map(({ key }) => key);
    expect(new Set(keys).size).toBe(CALL_OUTCOMES.length);
    for (const key of keys) expect('jkcmsnu?/').not.toContain(key);
  });

  it.each(CALL_OUTCOMES.filter(({ isConversation }) => isConversation).map(({ code }) => code))(
    'X12 S0-10 a conversation that ended "%s" has a next step or a coded reason, or is not saved',
    (outcome) => {
      const { problems, nextKind, nextReason } = afterCall(report(outcome), context);
      if (problems.length > 0) expect(problems[0]?.code).toBe('next_step_missing');
      else expect([nextKind, nextReason]).toEqual(['reason', expect.any(String)]);
    },
  );

  it('X12 asks for the very step that is missing', () => {
    expect(afterCall(report('booked'), context).problems).toEqual([
      { code: 'next_step_missing', says: '“Booked” needs the next step: the visit booked.' },
    ]);
    expect(afterCall(report('call_back', { next: { kind: 'reason', code: 'time' } }), context).problems[0]?.code).toBe(
      'wrong',
    );
    expect(afterCall(report('declined'), context).problems[0]?.says).toBe('“Declined” needs a reason.');
  });

  it('S0-26 nobody answered: an attempt, no conversation, tried again on the next open day in its other half', () => {
    const morning = afterCall(report('no_answer'), context);
    expect([morning.isConversation, iso(morning.case.wakeAt), morning.case.wakeBecause]).toEqual([
      ...[false, '2026-01-14T14:00:00.000Z', 'retry'],
    ]);
    expect(iso(nextTry(at('2026-01-16T15:00Z'), opening, 1))).toBe('2026-01-19T09:00:00.000Z');
  });

  it('S2-19 the third attempt in two weeks rests for two weeks', () => {
    const third = afterCall(report('voicemail'), { ...context, unansweredIn14Days: 2 });
    expect(iso(third.case.wakeAt)).toBe('2026-01-27T09:00:00.000Z');
  });

  it('booked: in outreach until the source shows it, looked at again after two business days', () => {
    const booked = afterCall(report('booked', { next: { kind: 'booked', on: '2026-01-20' } }), context);
    expect(booked).toMatchObject({ nextKind: 'booked', nextBookedFor: '2026-01-20', stops: 'booked' });
    expect(booked.case).toMatchObject({ state: 'in_outreach', wakeBecause: 'verify_booking' });
    expect(iso(booked.case.wakeAt)).toBe('2026-01-15T09:00:00.000Z');
  });

  it('E14 “not now” holds half a year, or until the day that was said; “never” for good', () => {
    const later = afterCall(report('not_now', { next: { kind: 'reason', code: 'asked_later' } }), context);
    expect([later.stop?.kind, iso(later.stop?.until ?? null)]).toEqual(['not_now', '2026-07-12T10:00:00.000Z']);
    expect(later.case).toMatchObject({ state: 'closed', closing: 'declined' });
    const until = afterCall(report('not_now', { snoozeUntil: '2026-03-14' }), context);
    expect([until.stop, until.case.state, iso(until.case.wakeAt)]).toEqual([
      null,
      'snoozed',
      '2026-03-16T09:00:00.000Z',
    ]);
    const never = afterCall(report('never'), context);
    expect(never).toMatchObject({ suppress: 'never', stop: { kind: 'never', until: null }, stops: 'case_closed' });
    expect(never.case.closing).toBe('do_not_contact');
  });

  it('S3-56 nothing of a call says that it was recorded', () => {
    expect(JSON.stringify(CALL_OUTCOMES)).not.toMatch(/record(ed|ing)\b/);
  });
});

describe('a snooze', () => {
  it('S2-12 accepts months, prints its day, and wakes when the place opens', () => {
    expect(
      snoozeChoices(at('2026-08-31T10:00Z'), opening).map(({ wakeOn, wakesAt }) => [wakeOn, iso(wakesAt)]),
    ).toEqual([
      ['2026-09-07', '2026-09-07T08:00:00.000Z'],
      ['2026-09-30', '2026-09-30T08:00:00.000Z'],
      ['2026-11-30', '2026-11-30T09:00:00.000Z'],
      ['2027-02-28', '2027-03-01T09:00:00.000Z'],
    ]);
  });

  it.each([
    ['2026-01-13', false],
    ['2026-01-14', true],
    ['2028-01-13', true],
    ['2028-01-14', false],
    ['2026-02-30', false],
  ])('from tomorrow to 24 months: %s is taken: %s', (day, taken) => {
    expect('wakesAt' in snoozeUntil(day, now, opening)).toBe(taken);
  });
});

describe('the recommended route', () => {
  const facts: RouteFacts = {
    now,
    class: 'S2',
    rules: ['R05'],
    since: now - 86_400_000,
    isHighValue: false,
    missesIn12Months: 1,
    isFirstContact: true,
    unansweredIn14Days: 0,
    mayCall: true,
    mayMessage: true,
    sequenceId: 's1',
    askedUntil: null,
    today: '2026-01-13',
    restsUntil: null,
  };

  it.each<[string, Partial<RouteFacts>, string]>([
    ['S1', { class: 'S1' }, 'call'],
    ['high value', { isHighValue: true }, 'call'],
    ['repeated misses', { missesIn12Months: 2 }, 'call'],
    ['fresh, may be written to, first contact', {}, 'sequence'],
    ['no consent', { mayMessage: false }, 'call'],
    ['no approved sequence', { sequenceId: null }, 'call'],
    ['contacted before', { isFirstContact: false }, 'call'],
    ['neither', { mayCall: false, mayMessage: false }, 'snooze'],
    ['after the holidays', { class: 'S1', askedUntil: '2026-02-01' }, 'snooze'],
    ['three attempts', { restsUntil: '2026-01-20', unansweredIn14Days: 3 }, 'snooze'],
  ])('S2-13 %s: %j → %s, with its reasons', (_says, given, route) => {
    const recommended = recommendRoute({ ...facts, ...given });
    expect(recommended.route).toBe(route);
    expect(recommended.because.length).toBeGreaterThan(0);
    expect(recommended.sequenceId).toBe(route === 'sequence' ? 's1' : null);
  });
});

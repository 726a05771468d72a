import { aPerson, type APerson } from '../../testing/a-person.js';
import { theRule } from '../../../../../test/support/a-rule.js';

/** 2025-03-03 is a Monday. */
const services = {
  touch: { line: 'pr', kind: 'touchpoint', specialty: 'PR' },
  review: { line: 'pr', kind: 'review', specialty: 'PR' },
} as const;
const touch = { serviceId: 'touch' };
const enrolled = (more = {}): APerson =>
  aPerson().with('program', { id: 'g', startedAt: '2025-03-03T10:00Z', ...more });

describe('R26 TOUCHPOINT_GAP (Q68)', () => {
  const R26 = theRule('R26', { services });

  it('one open day after a touchpoint, or 21 days after the start without one', () => {
    R26.expectFrom(enrolled().visit('2025-03-07T10:00Z', touch), '2025-03-10T09:00Z');
    R26.expectFrom(enrolled(), '2025-03-24T00:00Z');
  });

  it('a touchpoint booked within 21 days silences both, another visit nothing', () => {
    const held = () => enrolled().visit('2025-03-07T10:00Z', touch);
    expect(R26.silence(held().booking('2025-03-31T10:00Z', touch), '2025-03-10T09:00Z')).toBe('live_booking');
    expect(R26.fires(held().booking('2025-04-01T10:00Z', touch), '2025-03-10T09:00Z')).toBe('g');
    expect(R26.fires(held().booking('2025-03-12T10:00Z', { serviceId: 'pr' }), '2025-03-10T09:00Z')).toBe('g');
  });

  it('one held before the program began is none of it', () => {
    R26.expectFrom(enrolled().visit('2025-03-01T10:00Z', touch), '2025-03-24T00:00Z');
  });

  it('only while the program is open', () => {
    expect(R26.silence(enrolled({ endsAt: '2025-03-20T00:00Z' }), '2025-03-25T00:00Z')).toBe('closed');
    expect(R26.silence(enrolled({ status: 'cancelled' }), '2025-03-25T00:00Z')).toBe('closed');
  });
});

describe('R27 HANDOFF_LATE (Q69)', () => {
  const R27 = theRule('R27');

  it('24 elapsed hours after enrolment, over closed days at the next opening', () => {
    R27.expectFrom(enrolled(), '2025-03-04T10:00Z');
    R27.expectFrom(enrolled({ startedAt: '2025-03-07T10:00Z' }), '2025-03-10T09:00Z');
  });

  it('K07 a change of the clocks leaves 24 hours 24 hours', () => {
    const london = theRule('R27', {
      locations: { main: { timezone: 'Europe/London', openDays: [1, 2, 3, 4, 5, 6, 7] } },
    });
    london.expectFrom(enrolled({ startedAt: '2025-03-29T10:00Z' }), '2025-03-30T10:00Z');
  });

  it('the introduction ends it', () => {
    expect(R27.silence(enrolled({ handoffAt: '2025-03-05T10:00Z' }), '2025-03-05T10:00Z')).toBe('answered');
    expect(R27.fires(enrolled({ handoffAt: '2025-03-05T10:00Z' }), '2025-03-05T09:59Z')).toBe('g');
  });
});

describe('R29 RENEWAL_WINDOW (Q71)', () => {
  const R29 = theRule('R29', { services });
  const review = { serviceId: 'review' };

  it('from day 120 without a talk', () => {
    R29.expectFrom(enrolled(), '2025-07-01T00:00Z');
  });

  it('a review from day 120 on, booked or held, silences it; an earlier one does not', () => {
    expect(R29.silence(enrolled().booking('2025-08-15T10:00Z', review), '2025-07-02T00:00Z')).toBe('answered');
    expect(R29.fires(enrolled().visit('2025-06-30T10:00Z', review), '2025-07-02T00:00Z')).toBe('g');
  });

  it('two weeks after the end a membership is what counts (K28: six months)', () => {
    const talked = () => enrolled().visit('2025-08-15T10:00Z', review);
    R29.expectFrom(talked(), '2025-09-17T00:00Z');
    const next = { id: 'm', startedAt: '2025-09-10T08:00Z' };
    expect(R29.silence(talked().with('membership', next), '2025-09-17T00:00Z')).toBe('answered');
    expect(
      R29.fires(talked().with('membership', { ...next, startedAt: '2025-06-30T08:00Z' }), '2025-09-17T00:00Z'),
    ).toBe('g');
  });

  it('is silent once the program is completed', () => {
    expect(R29.silence(enrolled({ status: 'completed' }), '2025-07-02T00:00Z')).toBe('closed');
    expect(R29.fires(enrolled({ status: 'completed', endsAt: '2025-08-01T00:00Z' }), '2025-07-02T00:00Z')).toBe('g');
  });
});

import { theRule } from '../../../../../test/support/a-rule.js';
import type { CareTemplates, Expectation } from '../../care/template.js';
import { explanationFaults } from '../../proof/explanation-faults.js';
import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { onlyRules } from '../../testing/a-practice.js';
import { zoneOf } from '../../zones/zone.js';

const services = {
  touch: { line: 'pr', kind: 'touchpoint', specialty: 'PR', name: 'Check-in' },
  lab: { line: 'labs', kind: 'other', name: 'Blood panel' },
  visit: { line: 'dpc', kind: 'treatment', specialty: 'DPC', name: 'Office visit' },
} as const;
const touch = { serviceId: 'touch' };
const lab = { serviceId: 'lab' };

const byVisit = (id: string, visit: Partial<Expectation['visit']>, when: Partial<Expectation>): Expectation => ({
  ...{ id, name: id, visit: { kinds: [], lines: [], services: [], ...visit }, score: null },
  ...{ at: [], every: null, grace: '7 d', ...when },
});
const byScore = (score: string): Expectation => ({
  ...{ id: score.toLowerCase(), name: score, visit: null, score },
  ...{ at: ['0 d', '3 months', '6 months'], every: null, grace: '14 d' },
});
const careOf = (...expectations: Expectation[]): CareTemplates => ({
  programs: [
    { id: 'six', name: 'Six months', specialty: 'PR', names: [], months: 6, leadsTo: null, expectations },
    { id: 'short', name: 'Short', specialty: 'PR', names: ['Reset'], months: 3, leadsTo: null, expectations: [] },
  ],
  tiers: [
    {
      ...{ id: 'gold', name: 'Gold', specialty: 'DPC', pattern: 'mid', names: ['Gold plus'], includes: [] },
      followUp: { visit: { kinds: ['treatment'], lines: [], services: [] }, every: '1 month', grace: '7 d' },
      expectations: [byVisit('labs', { lines: ['Labs'] }, { every: '3 months', grace: '14 d' })],
    },
  ],
});
const onlyRule = (id: string, parameters: Record<string, string>) => {
  const { rules } = onlyRules(id);
  return {
    rules: { ...rules, [id]: { mode: 'on' as const, parameters: { ...rules[id]?.parameters, ...parameters } } },
  };
};
const zones = [zoneOf('UTC')];
const saidTruly = (rule: ReturnType<typeof theRule>, person: APerson, asOf: string): string => {
  const [finding] = rule.findings(person, asOf);
  if (finding === undefined) throw new Error('It does not fire');
  expect(explanationFaults(finding, { person: person.facts, asOf: at(asOf), zones })).toEqual([]);
  return finding.reason;
};

const enrolled = (more = {}): APerson =>
  aPerson().with('program', { id: 'g', name: 'Six months', startedAt: '2025-03-03T10:00Z', ...more });

describe('S4-11 P05 MILESTONE_OVERDUE', () => {
  const monthly = byVisit('Monthly check-in', { kinds: ['touchpoint'] }, { every: '1 month' });
  const P05 = theRule('P05', { mode: 'live', services, care: careOf(monthly) });

  it('S4-11 a monthly check-in, a week after it was due, until one is held or booked', () => {
    P05.expectFrom(enrolled(), '2025-04-10T00:00Z');
    expect(P05.silence(enrolled().visit('2025-04-20T10:00Z', touch), '2025-04-21T10:00Z')).toBe('waiting');
    expect(P05.silence(enrolled().booking('2025-04-20T10:00Z', touch), '2025-04-12T10:00Z')).toBe('live_booking');
    expect(saidTruly(P05, enrolled(), '2025-04-12T10:00Z')).toBe(
      'Six months since 2025-03-03: overdue Monthly check-in (due 2025-04-03).',
    );
  });

  it('S4-11 what was held counts for the time it lies nearest to; the first one missing since then is overdue', () => {
    const held = () => enrolled().visit('2025-04-05T10:00Z', touch);
    P05.expectFrom(held(), '2025-05-10T00:00Z');
    P05.expectFrom(held().visit('2025-04-30T10:00Z', touch), '2025-06-10T00:00Z');
    // A month that nobody did is past once a later one was done.
    expect(P05.silence(enrolled().visit('2025-05-02T10:00Z', touch), '2025-05-20T10:00Z')).toBe('waiting');
  });

  it('S4-11 what was held weeks before the first is due is not that one yet', () => {
    P05.expectFrom(enrolled().visit('2025-03-10T10:00Z', touch), '2025-04-10T00:00Z');
    expect(P05.silence(enrolled().visit('2025-03-25T10:00Z', touch), '2025-04-20T10:00Z')).toBe('waiting');
  });

  it('S4-11 S0-01 expects nothing after its months, or after the end that its record names', () => {
    const kept = (more = {}) => {
      const person = enrolled(more);
      for (const month of ['04', '05', '06', '07', '08', '09']) person.visit(`2025-${month}-03T10:00Z`, touch);
      return person;
    };
    expect(P05.silence(kept(), '2025-11-20T10:00Z')).toBe('waiting');
    P05.expectFrom(kept({ endsAt: '2025-12-31T10:00Z' }), '2025-10-10T00:00Z');
  });

  it('S4-11 S0-01 only while the program is open and as long as it lasts', () => {
    expect(P05.silence(enrolled({ status: 'completed' }), '2025-05-20T10:00Z')).toBe('no_data');
    expect(P05.silence(enrolled({ name: 'reset' }), '2025-05-20T10:00Z')).toBe('waiting');
    const late = enrolled({ endsAt: '2025-03-30T10:00Z' });
    expect(P05.silence(late, '2025-03-29T10:00Z')).toBe('waiting');
  });

  it('S4-11 a practice may wait longer', () => {
    const later = theRule('P05', {
      ...{ mode: 'live', services, care: careOf(monthly), settings: onlyRule('P05', { more: '5 d' }) },
    });
    later.expectFrom(enrolled(), '2025-04-15T00:00Z');
  });

  it('S4-11 claims nothing of what no service of the practice could show', () => {
    const unseen = theRule('P05', { mode: 'live', care: careOf(monthly) });
    expect(unseen.silence(enrolled(), '2025-05-20T10:00Z')).toBe('waiting');
  });

  it('S0-18 an outcome score of MSQ and PROMIS-29 at intake, 3 and 6 months', () => {
    const scored = theRule('P05', { mode: 'live', services, care: careOf(byScore('MSQ'), byScore('PROMIS-29')) });
    const taken = (person: APerson, instrument: string, takenAt: string) =>
      person.with('score', { instrument, takenAt, value: 40 }, { createdAt: takenAt, updatedAt: takenAt });
    scored.expectFrom(enrolled(), '2025-03-17T00:00Z');
    const intake = () => taken(taken(enrolled(), 'msq', '2025-03-01T10:00Z'), 'Promis 29 v2.1', '2025-03-04T10:00Z');
    scored.expectFrom(intake(), '2025-06-17T00:00Z');
    expect(saidTruly(scored, taken(intake(), 'MSQ', '2025-06-01T10:00Z'), '2025-06-20T10:00Z')).toBe(
      'Six months since 2025-03-03: overdue PROMIS-29 (due 2025-06-03).',
    );
    // Where the source itself says when a score is due, R28 reads that.
    const dated = enrolled()
      .with('score', { instrument: 'MSQ', dueAt: '2025-03-10T10:00Z' })
      .with('score', { instrument: 'PROMIS-29', dueAt: '2025-03-10T10:00Z' });
    expect(scored.silence(dated, '2025-05-20T10:00Z')).toBe('waiting');
  });

  it('S4-12 what the tier of a membership expects, too, and nothing while it is paused', () => {
    const member = (more = {}) =>
      aPerson().with('membership', { id: 'm', tier: 'gold', startedAt: '2025-01-10T08:00Z', ...more });
    P05.expectFrom(member(), '2025-04-24T00:00Z');
    P05.expectFrom(member().visit('2025-04-20T10:00Z', lab), '2025-07-24T00:00Z');
    const paused = member({ status: 'paused', pausedUntil: '2025-06-01T10:00Z' });
    expect(P05.silence(paused, '2025-05-20T10:00Z')).toBe('no_data');
  });
});

describe('S4-09 P04 FOLLOW_UP_LATE', () => {
  const P04 = theRule('P04', { mode: 'live', services, care: careOf() });
  const member = (more = {}) =>
    aPerson().with('membership', { id: 'm', tier: 'Gold', startedAt: '2025-01-10T08:00Z', ...more });
  const office = { serviceId: 'visit' };

  it('S4-09 later than the tier expects, from the last follow-up or the start', () => {
    P04.expectFrom(member(), '2025-02-17T00:00Z');
    P04.expectFrom(member().visit('2025-02-03T10:00Z', office), '2025-03-10T00:00Z');
    expect(saidTruly(P04, member().visit('2025-02-03T10:00Z', office), '2025-03-20T10:00Z')).toBe(
      'Gold promises a follow-up every 1 month; the last 2025-02-03, due 2025-03-03; nothing booked.',
    );
    const [finding] = P04.findings(member(), '2025-02-17T00:00Z');
    expect(finding).toMatchObject({ kind: 'W', parameters: { every: '1 month', grace: '7 d', more: '0 d' } });
  });

  it('S4-09 not while one is booked, the membership is paused, or the practice knows no such tier', () => {
    expect(P04.silence(member().booking('2025-05-01T10:00Z', office), '2025-03-20T10:00Z')).toBe('live_booking');
    expect(P04.silence(member({ status: 'paused' }), '2025-03-20T10:00Z')).toBe('closed');
    expect(P04.silence(member({ tier: 'Silver' }), '2025-03-20T10:00Z')).toBe('no_data');
    expect(P04.fires(member({ tier: null, name: 'gold PLUS' }), '2025-03-20T10:00Z')).toBe('m');
  });

  it('S4-09 counts visits of the kind that the tier promises alone, and none of before the membership', () => {
    expect(P04.fires(member().booking('2025-05-01T10:00Z', touch), '2025-03-20T10:00Z')).toBe('m');
    P04.expectFrom(member().visit('2025-02-03T10:00Z', touch), '2025-02-17T00:00Z');
    P04.expectFrom(member().visit('2025-01-02T10:00Z', office), '2025-02-17T00:00Z');
    // What nobody wrote the outcome of is taken for a visit (K11).
    const [finding] = P04.findings(member().booking('2025-02-03T10:00Z', office), '2025-03-20T10:00Z');
    expect(finding?.reason).toContain('the last 2025-02-03');
  });

  it('S4-09 claims nothing where no service could show it or the source says nothing of the membership; a practice may wait longer', () => {
    const [gold] = careOf().tiers;
    const visit = { kinds: [], lines: ['telehealth'], services: [] };
    const tiers = [{ ...gold!, followUp: { ...gold!.followUp!, visit } }];
    const unseen = theRule('P04', { mode: 'live', services, care: { programs: [], tiers } });
    expect(unseen.silence(member(), '2025-03-20T10:00Z')).toBe('no_data');
    expect(P04.silence(member({ startedAt: null }), '2025-03-20T10:00Z')).toBe('no_data');
    expect(P04.silence(member({ status: null, startedAt: null }), '2025-03-20T10:00Z')).toBe('closed');
    const later = theRule('P04', {
      mode: 'live',
      services,
      care: careOf(),
      settings: onlyRule('P04', { more: '5 d' }),
    });
    later.expectFrom(member(), '2025-02-22T00:00Z');
  });
});

describe('S0-07 P01 PAID_NO_CONTACT', () => {
  const P01 = theRule('P01', { mode: 'live', services });
  const paid = (person: APerson, on: string, more = {}) =>
    person.with('payment', { kind: 'payment', at: on, status: 'succeeded', amountMinor: 90_000, ...more });
  /** 2025-03-03 is a Monday. */
  const start = () => paid(enrolled(), '2025-03-03T10:30Z');

  it('S0-07 24 hours after the first payment, over closed days at the next opening', () => {
    P01.expectFrom(start(), '2025-03-04T10:30Z');
    P01.expectFrom(paid(enrolled(), '2025-03-07T10:00Z'), '2025-03-10T09:00Z');
    expect(saidTruly(P01, start(), '2025-03-05T10:00Z')).toBe(
      'First payment for Six months on 2025-03-03 10:30; no contact in the connected systems by 2025-03-04 10:30.',
    );
  });

  it('S0-07 a message, a visit or the introduction answers it, and two weeks end it', () => {
    const written = start().with('communication', { at: '2025-03-03T15:00Z', direction: 'out' });
    expect(P01.silence(written, '2025-03-05T10:00Z')).toBe('answered');
    expect(P01.silence(start().visit('2025-03-04T08:00Z', touch), '2025-03-05T10:00Z')).toBe('answered');
    const before = start().with('communication', { at: '2025-03-03T09:00Z', direction: 'out' });
    expect(P01.fires(before, '2025-03-05T10:00Z')).toBe('g');
    const introduced = paid(enrolled({ handoffAt: '2025-03-04T10:00Z' }), '2025-03-03T10:30Z');
    expect(P01.silence(introduced, '2025-03-05T10:00Z')).toBe('answered');
    expect(P01.fires(start(), '2025-03-17T10:00Z')).toBe('g');
    expect(P01.silence(start(), '2025-03-18T00:00Z')).toBe('closed');
  });

  it('S0-07 only the first: neither instalments nor renewals, nor what is paid at the desk', () => {
    const second = paid(start().with('communication', { at: '2025-03-03T15:00Z' }), '2025-04-03T10:00Z');
    expect(P01.silence(second, '2025-04-05T10:00Z')).toBe('answered');
    expect(P01.silence(paid(aPerson(), '2025-03-03T10:30Z'), '2025-03-05T10:00Z')).toBe('no_data');
    // The first one counts, though a second came before anybody was in touch.
    P01.expectFrom(paid(start(), '2025-03-04T08:00Z'), '2025-03-04T10:30Z');
  });

  it('S0-07 what was refused, free, or paid long before the start is no first payment; nor is any of what has ended', () => {
    const none = [
      paid(enrolled(), '2025-03-03T10:30Z', { status: 'failed' }),
      paid(enrolled(), '2025-03-03T10:30Z', { amountMinor: 0 }),
      paid(enrolled(), '2025-02-17T09:00Z'),
      paid(enrolled({ status: 'cancelled' }), '2025-03-03T10:30Z'),
      paid(enrolled(), '2025-03-03T10:30Z', { membershipId: 'other' }),
    ];
    expect(none.map((person) => P01.silence(person, '2025-03-05T10:00Z'))).toEqual(none.map(() => 'no_data'));
    expect(P01.fires(paid(enrolled(), '2025-02-17T11:00Z'), '2025-03-03T12:00Z')).toBe('g');
  });

  it('S0-07 of a membership: what was paid for it, and not for another', () => {
    const member = (more = {}) =>
      aPerson().with('membership', { id: 'm', tier: 'gold', startedAt: '2025-03-03T08:00Z', ...more });
    const fee = (membershipId: string | null, more = {}) => paid(member(more), '2025-03-03T10:30Z', { membershipId });
    P01.expectFrom(fee('m'), '2025-03-04T10:30Z');
    expect(P01.silence(fee('n'), '2025-03-05T10:00Z')).toBe('no_data');
    expect(P01.silence(fee(null), '2025-03-05T10:00Z')).toBe('no_data');
    expect(P01.silence(fee('m', { endsAt: '2025-03-04T20:00Z' }), '2025-03-05T10:00Z')).toBe('no_data');
  });
});

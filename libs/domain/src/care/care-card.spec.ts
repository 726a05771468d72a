import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice } from '../testing/a-practice.js';
import { AsOf } from '../timeline/as-of.js';
import { timelineOf } from '../timeline/timeline.js';
import { careCard, type CareCard } from './care-card.js';
import type { CareTemplates } from './template.js';

const visits = { kinds: ['treatment' as const], lines: [], services: [] };
const care: CareTemplates = {
  programs: [
    {
      ...{ id: 'six', name: 'Six months', specialty: 'PR', names: [], months: 6, leadsTo: 'gold' },
      expectations: [
        {
          ...{ id: 'check_in', name: 'Check-in', score: null, at: [], every: '1 month', grace: '7 d' },
          visit: { kinds: ['touchpoint'], lines: [], services: [] },
        },
        {
          id: 'msq',
          name: 'MSQ',
          visit: null,
          score: 'MSQ',
          at: ['0 d', '3 months', '6 months'],
          every: null,
          grace: '14 d',
        },
      ],
    },
  ],
  tiers: [
    {
      ...{ id: 'gold', name: 'Gold', specialty: 'DPC', pattern: 'mid', names: [], expectations: [] },
      includes: [
        { id: 'visits', name: 'Visits', visit: visits, units: 2, per: 'month' },
        { id: 'yearly', name: 'Yearly look', visit: visits, units: 4, per: 'year' },
        { id: 'messages', name: 'Secure messaging', visit: null, units: null, per: 'month' },
      ],
      followUp: { visit: visits, every: '1 month', grace: '7 d' },
    },
  ],
};
const services = {
  touch: { line: 'pr', kind: 'touchpoint', specialty: 'PR', name: 'Check-in' },
  office: { line: 'dpc', kind: 'treatment', specialty: 'DPC', name: 'Office visit' },
  scan: { line: 'imaging', kind: 'other', name: 'Scan' },
} as const;
const office = { serviceId: 'office' };
const touch = { serviceId: 'touch' };

function cardOf(person: APerson, asOf: string): CareCard {
  const moment = new AsOf(at(asOf));
  const practice = aPractice({ mode: 'live', services, care });
  const timeline = timelineOf(person.facts, practice.viewAt(moment), moment);
  if (timeline === null) throw new Error('The patient is not known');
  return careCard(timeline, moment);
}

const member = (more = {}): APerson =>
  aPerson().with('membership', { id: 'm', tier: 'gold', startedAt: '2024-11-20T08:00Z', ...more });

describe('S4-08 the tier of a patient', () => {
  it('S4-08 S4-10 what it includes, what of it is used, booked and left, and which services it covers', () => {
    const person = member()
      .visit('2025-02-27T10:00Z', office)
      .visit('2025-03-03T10:00Z', office)
      .booking('2025-03-28T10:00Z', office)
      .booking('2025-04-02T10:00Z', office)
      .cancel('2025-03-20T10:00Z', '2025-03-10T10:00Z', office);
    const [card] = cardOf(person, '2025-03-15T10:00Z').memberships;
    expect(card).toMatchObject({
      membershipId: 'm',
      standing: 'active',
      since: '2024-11-20',
      tier: { id: 'gold', name: 'Gold', pattern: 'mid' },
      followUp: { every: '1 month', last: '2025-03-03', due: '2025-04-03', booked: '2025-03-28', isLate: false },
    });
    expect(
      card?.includes.map(({ id, since, used, booked, units, isCounted }) => [
        id,
        since,
        used,
        booked,
        units,
        isCounted,
      ]),
    ).toEqual([
      ['visits', '2025-03-01', 1, 1, 2, true],
      ['yearly', '2024-11-20', 2, 2, 4, true],
      ['messages', '2025-03-01', 0, 0, null, false],
    ]);
    const covers = new Map(card?.covers.map(({ service, coveredBy }) => [service, coveredBy]));
    expect([covers.get('Office visit'), covers.get('Scan')]).toEqual(['Visits', null]);
  });

  it('S4-09 shows that a follow-up is late', () => {
    expect(cardOf(member(), '2024-12-26T23:59Z').memberships[0]?.followUp?.isLate).toBe(false);
    expect(cardOf(member(), '2024-12-27T00:00Z').memberships[0]?.followUp?.isLate).toBe(true);
  });

  it('S4-10 a tier that the practice has not described is shown by its own name alone', () => {
    const [card] = cardOf(member({ tier: 'Silver' }), '2025-03-15T10:00Z').memberships;
    expect(card).toMatchObject({ name: 'Silver', tier: null, includes: [], covers: [], followUp: null });
    expect(cardOf(member({ status: 'cancelled' }), '2025-03-15T10:00Z').memberships).toEqual([]);
  });
});

describe('S0-01 the program of a patient', () => {
  const enrolled = () => aPerson().with('program', { id: 'g', startedAt: '2025-01-06T10:00Z' });

  it('S0-01 S4-11 S4-12 has start, end, milestones with their states, and the membership it leads to', () => {
    const person = enrolled()
      .visit('2025-02-10T10:00Z', { ...touch, id: 'a1' })
      .booking('2025-04-07T10:00Z', touch)
      .with(
        'score',
        { instrument: 'MSQ', takenAt: '2025-01-07T10:00Z', value: 40 },
        { createdAt: '2025-01-07T10:00Z' },
      );
    const [card] = cardOf(person, '2025-03-20T10:00Z').programs;
    expect(card).toMatchObject({
      programId: 'g',
      template: { id: 'six' },
      from: '2025-01-06',
      until: '2025-07-06',
      leadsTo: { tier: { id: 'gold', name: 'Gold' }, membershipId: null },
    });
    const [checkIn, msq] = card?.milestones ?? [];
    expect(checkIn?.points.map(({ due, state }) => [due, state])).toEqual([
      ['2025-02-06', 'done'],
      ['2025-03-06', 'overdue'],
      ['2025-04-06', 'booked'],
    ]);
    expect([checkIn?.state, checkIn?.points[0]?.by]).toEqual([
      'overdue',
      { kind: 'appointment', id: 'a1', source: '', on: '2025-02-10' },
    ]);
    expect(msq?.points.map(({ state }) => state)).toEqual(['done', 'upcoming', 'upcoming']);
    expect(msq?.points[0]?.by).toMatchObject({ kind: 'score', on: '2025-01-07' });
  });

  it('S4-12 names the membership that follows', () => {
    const went = enrolled().with('membership', { id: 'm', tier: 'Gold', startedAt: '2025-03-01T10:00Z' });
    expect(cardOf(went, '2025-03-20T10:00Z').programs[0]?.leadsTo?.membershipId).toBe('m');
    const before = enrolled().with('membership', { id: 'm', tier: 'Gold', startedAt: '2025-01-01T10:00Z' });
    expect(cardOf(before, '2025-03-20T10:00Z').programs[0]?.leadsTo?.membershipId).toBeNull();
  });
});

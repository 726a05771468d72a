import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, onlyRules } from '../testing/a-practice.js';
import { verdictOfClosing } from '../verdicts/verdict.js';
import type { CaseChange, CaseSnapshot } from './case.js';
import { reconcileCase } from './reconcile.js';

/** 2025-03-03 is a Monday, open from nine, UTC. */

const live = (...rules: string[]) => aPractice({ settings: { ...onlyRules(...rules), mode: 'live' } });
const pt = { serviceId: 'pt' };

function reconciled(existing: CaseSnapshot | null, rules: string[], person: APerson, asOf: string): CaseChange {
  const context = { now: at(asOf), warmUp: false, backlog: false };
  return reconcileCase(existing, evaluate(live(...rules), person, asOf), context);
}

function rowOf({ row }: CaseChange): CaseSnapshot {
  if (row === null) throw new Error('no row');
  return row;
}

const stateAfter = (before: CaseSnapshot, { row }: CaseChange): string => (row ?? before).state;

describe('K11 a booking whose outcome nobody enters', () => {
  const plan = {
    ...({ id: 'k', line: 'pt', specialty: 'PT', prescribedVisits: 10, intervalDays: 7 } as const),
    startedAt: '2025-02-01T08:00Z',
  };
  const rules = ['R01'];
  const seen = (more: { prescribedVisits?: number } = {}) =>
    ['2025-02-10', '2025-02-17', '2025-02-24', '2025-03-03'].reduce(
      (person, day) => person.visit(`${day}T10:00Z`, pt),
      aPerson().plan({ ...plan, ...more }),
    );
  const made = { createdAt: '2025-03-10T13:00Z', updatedAt: '2025-03-10T13:00Z' };
  const booked = (more: { prescribedVisits?: number } = {}) =>
    seen(more).booking('2025-03-12T10:00Z', { ...pt, id: 'b' }, made);
  const resolvedBy = (person: APerson, before: APerson): CaseSnapshot => {
    const opened = rowOf(reconciled(null, rules, before, '2025-03-10T12:00Z'));
    return rowOf(reconciled(opened, rules, person, '2025-03-10T14:00Z'));
  };

  it('was no mistake: the case stays booked after the two open days as well', () => {
    const resolved = resolvedBy(booked(), seen());
    for (const asOf of ['2025-03-12T11:00Z', '2025-03-14T08:59Z', '2025-03-14T09:00Z', '2025-03-14T17:00Z']) {
      expect([asOf, stateAfter(resolved, reconciled(resolved, rules, booked(), asOf))]).toEqual([asOf, 'resolved']);
    }
  });

  it('is the same case again when it is known that no next visit followed', () => {
    const resolved = resolvedBy(booked(), seen());
    const again = reconciled(resolved, rules, booked(), '2025-03-17T09:00Z');
    expect(again).toMatchObject({ change: 'reopen', row: { state: 'open', firstOpenedAt: at('2025-03-10T12:00Z') } });
  });

  it('has returned when the visit is entered weeks later', () => {
    const resolved = resolvedBy(booked({ prescribedVisits: 5 }), seen({ prescribedVisits: 5 }));
    const late = seen({ prescribedVisits: 5 }).visit(
      '2025-03-12T10:00Z',
      { ...pt, id: 'b' },
      { ...made, updatedAt: '2025-04-01T09:00Z' },
    );
    expect(reconciled(resolved, rules, late, '2025-04-01T10:00Z')).toMatchObject({
      change: 'close',
      because: 'visited',
    });
  });

  it('ends neither right nor wrong where the plan may be done with it and nobody enters it for thirty days', () => {
    const person = booked({ prescribedVisits: 5 });
    const resolved = resolvedBy(person, seen({ prescribedVisits: 5 }));
    expect(stateAfter(resolved, reconciled(resolved, rules, person, '2025-04-10T23:59Z'))).toBe('resolved');
    const over = reconciled(resolved, rules, person, '2025-04-11T00:00Z');
    expect(over).toMatchObject({ change: 'close', because: 'outcome_missing', row: { closing: 'excluded' } });
    expect(verdictOfClosing(rowOf(over).closing!)).toBeNull();
    // The clock alone brings it there.
    expect(evaluate(live(...rules), person, '2025-04-01T10:00Z').nextChangeAt).toBe(at('2025-04-11T00:00Z'));
  });

  it('is none of an audit', () => {
    const audit = aPractice({ settings: onlyRules(...rules) });
    expect(evaluate(audit, booked(), '2025-03-14T10:00Z').outcomeMissing).toBeNull();
  });
});

describe('Q101 a case that stands on a record alone', () => {
  const member = (more: object = {}) =>
    aPerson()
      .visit('2025-02-20T10:00Z', { serviceId: 'mb' })
      .with('membership', { id: 'm', status: 'active', startedAt: '2024-06-01T00:00Z', specialty: 'MB', ...more });
  const charge = (person: APerson, day: string, status: 'failed' | 'succeeded') =>
    person.with('payment', { id: `${status} ${day}`, membershipId: 'm', kind: 'charge', status, at: `${day}T06:00Z` });
  const bought = (more: object = {}) =>
    aPerson()
      .visit('2025-01-06T10:00Z', pt)
      .with('package', {
        id: 'k',
        unitsTotal: 10,
        unitsUsed: 4,
        purchasedAt: '2025-01-02T09:00Z',
        line: 'pt',
        ...more,
      });
  const asked = (more: object = {}) => member({ cancelRequestedAt: '2025-03-05T10:00Z', ...more });
  const score = (person: APerson, value: number, takenAt: string) =>
    person.with('score', {
      ...{ id: takenAt, instrument: 'LEFS', value, takenAt },
      ...{ direction: 'higher_better', detectableChange: 9 },
    });
  const stalled = () => {
    const person = score(
      score(aPerson().plan({ line: 'pt', startedAt: '2025-01-01T09:00Z' }), 40, '2025-01-02T10:00Z'),
      41,
      '2025-02-20T10:00Z',
    );
    for (const day of ['01-06', '01-13', '01-20', '01-27']) person.visit(`2025-${day}T10:00Z`, pt);
    return person;
  };
  const standingBooking = (person: APerson) =>
    person.booking('2025-03-20T10:00Z', { serviceId: 'mb' }, { createdAt: '2025-02-20T10:00Z' });

  it.each([
    [
      'R21',
      'paid',
      'returned',
      () => charge(member(), '2025-03-01', 'failed'),
      () => charge(charge(member(), '2025-03-01', 'failed'), '2025-03-08', 'succeeded'),
    ],
    [
      'R21',
      'paid',
      'returned',
      () => standingBooking(charge(member(), '2025-03-01', 'failed')),
      () => standingBooking(charge(charge(member(), '2025-03-01', 'failed'), '2025-03-08', 'succeeded')),
    ],
    [
      'R21',
      'membership_ended',
      'lost',
      () => charge(member(), '2025-03-01', 'failed'),
      () => charge(member({ status: 'cancelled', endsAt: '2025-03-08T00:00Z' }), '2025-03-01', 'failed'),
    ],
    ['R24', 'stayed', 'returned', () => asked(), () => member()],
    [
      'R24',
      'membership_ended',
      'lost',
      () => asked(),
      () => asked({ status: 'cancelled', endsAt: '2025-03-08T00:00Z' }),
    ],
    ['R20', 'used', 'returned', () => bought(), () => bought({ unitsUsed: 10 })],
    ['R20', 'package_ended', 'excluded', () => bought(), () => bought({ status: 'refunded' })],
    ['R30', 'improved', 'returned', () => stalled(), () => score(stalled(), 52, '2025-03-08T10:00Z')],
  ] as const)('%s ends as %s, closed as %s', (rule, because, closing, before, after) => {
    const opened = reconciled(null, [rule], before(), '2025-03-06T12:00Z');
    expect(opened).toMatchObject({ change: 'open', row: { rules: [rule] } });
    const over = reconciled(opened.row, [rule], after(), '2025-03-10T12:00Z');
    expect(over).toMatchObject({ change: 'close', because, row: { closing } });
    expect(over.events).toMatchObject([{ event: 'closed', detail: { because, closing } }]);
  });

  it('R23 is used again by whoever is in touch', () => {
    const quiet = () =>
      aPerson().with('membership', { id: 'm', status: 'active', startedAt: '2024-06-01T00:00Z', specialty: 'MB' });
    const opened = reconciled(null, ['R23'], quiet(), '2025-03-06T12:00Z');
    const wrote = quiet().with('communication', { at: '2025-03-07T10:00Z', direction: 'in', channel: 'sms' });
    expect(reconciled(opened.row, ['R23'], wrote, '2025-03-10T12:00Z')).toMatchObject({ because: 'used' });
  });

  it('is for the visits to say where a rule about visits listed them as well', () => {
    const lost = (person: APerson) =>
      person.cancel('2025-03-04T10:00Z', '2025-03-03T10:00Z', pt).visit('2025-02-25T10:00Z', pt);
    const rules = ['R05', 'R21'];
    const opened = reconciled(null, rules, lost(charge(member(), '2025-03-01', 'failed')), '2025-03-06T12:00Z');
    expect(opened.row?.rules).toEqual(['R21', 'R05']);
    const paid = lost(charge(charge(member(), '2025-03-01', 'failed'), '2025-03-08', 'succeeded'));
    const stillLost = reconciled(opened.row, rules, paid, '2025-03-10T12:00Z');
    expect(stillLost).toMatchObject({ change: 'keep', row: { rules: ['R05'] } });
    const both = paid.booking('2025-03-12T10:00Z', pt, { createdAt: '2025-03-08T10:00Z' });
    expect(reconciled(opened.row, rules, both, '2025-03-10T12:00Z')).toMatchObject({ because: 'booked' });
  });
});

import { aPerson, type APerson } from '../../testing/a-person.js';
import { theRule } from '../../../../../test/support/a-rule.js';

/** 2025-03-03 is a Monday. Locations open Monday to Friday from 09:00 UTC. */
const pt = { serviceId: 'pt' };
const plan = {
  id: 'k',
  line: 'pt',
  intervalDays: 7,
  prescribedVisits: 6,
  startedAt: '2025-03-03T08:00Z',
  specialty: 'PT',
} as const;
const visits = (person: APerson, ...days: string[]): APerson => {
  for (const day of days) person.visit(`${day}T10:00Z`, pt);
  return person;
};

describe('R09 NEXT_TOO_FAR (Q33, Q52)', () => {
  const R09 = theRule('R09');
  const booked = (day: string, more = {}) =>
    visits(aPerson().plan({ ...plan, ...more }), '2025-03-03').booking(`${day}T10:00Z`, pt);

  it('more than two planned intervals and more than the floor, both strictly', () => {
    expect(R09.fires(booked('2025-03-17'), '2025-03-04T10:00Z')).toBe('');
    expect(R09.fires(booked('2025-03-18'), '2025-03-04T10:00Z')).toBe('k');
    expect(R09.fires(booked('2025-03-18', { intervalDays: 8 }), '2025-03-04T10:00Z')).toBe('');
    expect(R09.fires(booked('2025-03-17', { intervalDays: 3 }), '2025-03-04T10:00Z')).toBe('');
  });

  it('holds since the later of the visit and the making of the booking', () => {
    const person = visits(aPerson().plan(plan), '2025-03-03').booking('2025-04-03T10:00Z', pt, {
      createdAt: '2025-03-04T08:00Z',
    });
    R09.expectFrom(person, '2025-03-04T08:00Z');
  });

  it('an earlier booking ends it, whatever stands behind it', () => {
    expect(R09.silence(booked('2025-04-18').booking('2025-03-10T10:00Z', pt), '2025-03-04T10:00Z')).toBe(
      'live_booking',
    );
  });

  it('needs a planned visit that is left (Q05)', () => {
    expect(R09.silence(booked('2025-04-18', { prescribedVisits: 1 }), '2025-03-04T10:00Z')).toBe('closed');
  });
});

describe('R11 BEHIND_PLAN (Q54)', () => {
  const R11 = theRule('R11');

  it('two fewer than expected and less than 70 %: with one visit, when the third falls due', () => {
    R11.expectFrom(visits(aPerson().plan(plan), '2025-03-03'), '2025-03-17T00:00Z');
  });

  it('with no visit at all, when the second falls due (Q97)', () => {
    R11.expectFrom(aPerson().plan(plan), '2025-03-10T00:00Z');
  });

  it('bookings within the next interval count, later ones do not', () => {
    const person = () => visits(aPerson().plan(plan), '2025-03-03');
    expect(R11.silence(person().booking('2025-03-24T10:00Z', pt), '2025-03-17T10:00Z')).toBe('live_booking');
    expect(R11.fires(person().booking('2025-03-25T10:00Z', pt), '2025-03-17T10:00Z')).toBe('k');
  });

  it('a booking that comes within the next interval does not make it begin later', () => {
    const person = aPerson().plan(plan).booking('2025-03-24T10:00Z', pt);
    R11.expectFrom(person, '2025-03-10T00:00Z');
    expect(R11.findings(person, '2025-03-18T00:00Z').map(({ since }) => since)).toEqual([
      Date.parse('2025-03-10T00:00Z'),
    ]);
  });

  it('not at seven in ten', () => {
    const ten = { ...plan, prescribedVisits: 10, intervalDays: 1 };
    const person = visits(
      aPerson().plan(ten),
      '2025-03-03',
      '2025-03-04',
      '2025-03-05',
      '2025-03-06',
      '2025-03-07',
      '2025-03-08',
      '2025-03-09',
    );
    expect(R11.fires(person, '2025-03-12T12:00Z')).toBe('');
  });

  it('dates listed as closed do not count, whatever the weekday; tapering phases are not leaving (Q32)', () => {
    const closed = theRule('R11', { locations: { main: { closedOn: ['2025-03-15'] } } });
    closed.expectFrom(visits(aPerson().plan(plan), '2025-03-03'), '2025-03-18T00:00Z');
    const tapering = {
      ...plan,
      phases: [
        { visits: 2, days: 7 },
        { visits: 4, days: 28 },
      ],
    };
    expect(R11.fires(visits(aPerson().plan(tapering), '2025-03-03', '2025-03-10'), '2025-04-20T12:00Z')).toBe('');
  });

  it('K22 never without a plan on record', () => {
    expect(R11.silence(visits(aPerson(), '2025-03-03'), '2025-05-03T00:00Z')).toBe('not_applicable');
  });
});

describe('R12 PLAN_STALLED (Q55)', () => {
  const R12 = theRule('R12');

  it('a week after the planned end, with two visits left and fewer booked', () => {
    // Six visits a week apart from 3 March end on 7 April.
    R12.expectFrom(
      visits(aPerson().plan(plan), '2025-03-03', '2025-03-10', '2025-03-17', '2025-03-24'),
      '2025-04-14T00:00Z',
    );
    const stated = { ...plan, endsAt: '2025-04-20T12:00Z' };
    R12.expectFrom(visits(aPerson().plan(stated), '2025-03-03'), '2025-04-27T00:00Z');
  });

  it('not with one visit left, nor with as many booked as are left', () => {
    const five = ['2025-03-03', '2025-03-10', '2025-03-17', '2025-03-24', '2025-03-31'];
    expect(R12.fires(visits(aPerson().plan(plan), ...five), '2025-05-01T00:00Z')).toBe('');
    const two = visits(aPerson().plan(plan), ...five.slice(0, 4)).booking('2025-09-01T10:00Z', pt);
    expect(R12.fires(two, '2025-05-01T00:00Z')).toBe('k');
    expect(R12.silence(two.booking('2025-09-08T10:00Z', pt), '2025-05-01T00:00Z')).toBe('live_booking');
  });
});

describe('R13 PLAN_DONE_UNCONFIRMED (Q56)', () => {
  const R13 = theRule('R13');
  const done = () => visits(aPerson().plan({ ...plan, prescribedVisits: 2 }), '2025-03-03', '2025-03-10');

  it('fourteen days after the last planned visit, and never off-track', () => {
    R13.expectFrom(done(), '2025-03-24T00:00Z');
    expect(R13.findings(done(), '2025-03-24T00:00Z')[0]?.kind).toBe('V');
  });

  it('a booking or the closing of the plan ends it', () => {
    expect(R13.silence(done().booking('2025-04-01T10:00Z', pt), '2025-03-24T00:00Z')).toBe('live_booking');
    const closed = visits(
      aPerson().plan({ ...plan, prescribedVisits: 2, closedAt: '2025-03-12T08:00Z' }),
      '2025-03-03',
      '2025-03-10',
    );
    expect(R13.silence(closed, '2025-03-24T00:00Z')).toBe('closed');
  });
});

describe('R14 CONSULT_NOT_CONVERTED (Q44, Q57)', () => {
  const services = { consult: { line: 'pt', kind: 'consult', specialty: 'PT' } } as const;
  const R14 = theRule('R14', { services });
  const consult = () => aPerson().visit('2025-03-03T10:00Z', { serviceId: 'consult' });

  it('two open days after the consult', () => {
    R14.expectFrom(consult(), '2025-03-05T09:00Z');
  });

  it('any treatment after it converts, whatever became of it; one before does not', () => {
    expect(R14.silence(consult().noShow('2025-03-04T10:00Z', pt), '2025-03-10T09:00Z')).toBe('answered');
    expect(R14.fires(consult().visit('2025-03-01T10:00Z', pt), '2025-03-10T09:00Z')).toBe('pt');
    expect(
      R14.fires(
        consult().with('appointment', { startsAt: '2025-03-04T10:00Z', status: 'waitlist', ...pt }),
        '2025-03-10T09:00Z',
      ),
    ).toBe('pt');
  });

  it('a second consult starts anew, and a plan of the line closed since ends it', () => {
    expect(R14.fires(consult().visit('2025-03-10T10:00Z', { serviceId: 'consult' }), '2025-03-11T09:00Z')).toBe('');
    const closed = consult().plan({ ...plan, closedAt: '2025-03-03T12:00Z' });
    expect(R14.silence(closed, '2025-03-10T09:00Z')).toBe('closed');
  });
});

describe('R20 PACKAGE_UNUSED (Q62)', () => {
  const R20 = theRule('R20');
  const bought = { id: 'b', line: 'pt', unitsTotal: 10, unitsUsed: 4, purchasedAt: '2025-03-01T08:00Z' };
  const person = (more = {}) => visits(aPerson().with('package', { ...bought, ...more }), '2025-03-03');

  it('more than one and a half intervals since the last visit: of PT without a plan 10.5 days', () => {
    R20.expectFrom(person(), '2025-03-14T00:00Z');
  });

  it('else since it was bought', () => {
    R20.expectFrom(aPerson().with('package', bought), '2025-03-12T00:00Z');
  });

  it('45 days before it expires, until the day itself', () => {
    const expiring = { expiresOn: '2025-04-20', purchasedAt: null };
    R20.expectFrom(aPerson().with('package', { ...bought, ...expiring }), '2025-03-06T00:00Z');
    expect(R20.fires(aPerson().with('package', { ...bought, ...expiring }), '2025-04-20T23:00Z')).toBe('b');
    expect(R20.silence(aPerson().with('package', { ...bought, ...expiring }), '2025-04-21T00:00Z')).toBe('closed');
  });

  it('is silent with no units left or unknown, another word than active, a booking, or a finished plan', () => {
    const asOf = '2025-05-01T00:00Z';
    expect(R20.silence(person({ unitsUsed: 10 }), asOf)).toBe('answered');
    expect(R20.silence(person({ unitsUsed: null }), asOf)).toBe('no_data');
    expect(R20.silence(person({ status: 'refunded' }), asOf)).toBe('closed');
    expect(R20.fires(person({ status: ' ACTIVE ' }), asOf)).toBe('b');
    expect(R20.silence(person().booking('2025-05-10T10:00Z', pt), asOf)).toBe('live_booking');
    expect(R20.silence(person().plan({ ...plan, closedAt: '2025-03-20T08:00Z' }), asOf)).toBe('not_applicable');
    expect(R20.silence(person().plan({ ...plan, startedAt: '2025-03-01T08:00Z', prescribedVisits: 1 }), asOf)).toBe(
      'not_applicable',
    );
  });

  it('does not run for dental', () => {
    expect(R20.silence(aPerson().with('package', { ...bought, line: 'de' }), '2025-05-01T00:00Z')).toBe(
      'not_applicable',
    );
  });
});

import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { defaultSettings } from '../prepared-practice.js';
import { auditPractice } from './audit-practice.js';
import { cumulativeIncidence } from './drop-off.js';

const pt = { serviceId: 'pt' };
const plan = {
  line: 'pt',
  intervalDays: 7,
  prescribedVisits: 5,
  startedAt: '2025-01-01T00:00Z',
  specialty: 'PT',
} as const;
const seen = (person: APerson, visits: number, serviceId = 'pt') => {
  for (let visit = 1; visit <= visits; visit += 1)
    person.visit(`2025-01-${String(visit * 2).padStart(2, '0')}T10:00Z`, { serviceId });
  return person;
};
const rows = (asOf: string, ...persons: APerson[]) =>
  auditPractice(
    { practice: practiceFacts(), persons: persons.map(({ facts }) => facts) },
    { asOf: at(asOf), settings: defaultSettings('audit'), source: null },
  ).dropOff;

describe('drop-off by visit number', () => {
  it('treats discharge as competing: the check of the catalogue (RC 6.5)', () => {
    const outcomes = new Map([
      [1, { dropped: 1, discharged: 0, active: 1 }],
      [2, { dropped: 1, discharged: 0, active: 0 }],
      [3, { dropped: 1, discharged: 1, active: 0 }],
      [5, { dropped: 1, discharged: 0, active: 0 }],
      [6, { dropped: 0, discharged: 1, active: 0 }],
      [8, { dropped: 0, discharged: 1, active: 1 }],
      [10, { dropped: 0, discharged: 1, active: 0 }],
    ]);
    expect(
      cumulativeIncidence(outcomes).map(({ visit, atRisk, cumulativeDropOff }) => [visit, atRisk, cumulativeDropOff]),
    ).toEqual([
      [1, 10, 0.1],
      [2, 8, 0.2125],
      [3, 7, 0.325],
      [4, 5, 0.325],
      [5, 5, 0.4375],
      [6, 4, 0.4375],
      [7, 3, 0.4375],
      [8, 3, 0.4375],
      [9, 1, 0.4375],
      [10, 1, 0.4375],
    ]);
  });

  it('an open plan is dropped when the horizon has passed since the last visit (Q94)', () => {
    const person = () => seen(aPerson('a').plan(plan), 2);
    expect(rows('2025-02-02T23:59:59.999Z', person())).toEqual([
      { visit: 1, atRisk: 1, dropped: 0, discharged: 0, cumulativeDropOff: 0 },
      { visit: 2, atRisk: 1, dropped: 0, discharged: 0, cumulativeDropOff: 0 },
    ]);
    expect(rows('2025-02-03T00:00Z', person())[1]).toMatchObject({ dropped: 1, cumulativeDropOff: 1 });
  });

  it('or since the last loss (Q94)', () => {
    const lost = seen(aPerson('a').plan(plan), 2).noShow('2025-01-10T10:00Z', pt);
    expect(rows('2025-02-08T12:00Z', lost)[1]).toMatchObject({ dropped: 0 });
    expect(rows('2025-02-09T12:00Z', lost)[1]).toMatchObject({ dropped: 1 });
  });

  it('not while something is booked, however late (Q94)', () => {
    expect(
      rows('2025-03-03T12:00Z', seen(aPerson('a').plan(plan), 2).booking('2025-06-03T10:00Z', pt))[1],
    ).toMatchObject({ dropped: 0 });
  });

  it('closed as completed or with all visits done is a discharge (Q94)', () => {
    const closed = seen(aPerson('a').plan({ ...plan, status: 'discharged', closedAt: '2025-01-05T00:00Z' }), 2);
    const cancelled = seen(aPerson('b').plan({ ...plan, status: 'cancelled', closedAt: '2025-01-05T00:00Z' }), 2);
    const done = seen(aPerson('c').plan(plan), 5);
    expect(
      rows('2025-03-03T12:00Z', closed, cancelled, done).map(({ discharged, dropped }) => [discharged, dropped]),
    ).toEqual([
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 0],
      [1, 0],
    ]);
  });

  it('counts inferred episodes of physio and programs only (Q94)', () => {
    expect(
      rows('2025-06-03T12:00Z', seen(aPerson('a'), 1), seen(aPerson('b'), 1, 'pr'), seen(aPerson('c'), 1, 'ms')),
    ).toMatchObject([{ atRisk: 2 }]);
  });

  it('medspa plans wait for the planned interval first (Q94)', () => {
    const series = () => seen(aPerson('a').plan({ ...plan, line: 'ms', specialty: 'MS', intervalDays: 28 }), 1, 'ms');
    expect(rows('2025-03-30T12:00Z', series())[0]).toMatchObject({ dropped: 0 });
    expect(rows('2025-03-31T12:00Z', series())[0]).toMatchObject({ dropped: 1 });
  });
});

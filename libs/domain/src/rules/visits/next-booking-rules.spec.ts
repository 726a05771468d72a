import {
  plan,
  practice,
  pt,
  seenFourTimes,
  seenOnMonday,
  table,
  visits,
} from '../../../../../test/support/episode-rows.js';
import { aPerson, at } from '../../testing/a-person.js';
import { evaluate } from '../../testing/a-practice.js';

describe('R01 NO_NEXT_BOOKING', () => {
  table([
    {
      case: 'before opening time of the third open day it is silent (Q03)',
      person: seenFourTimes,
      asOf: '2025-03-13T08:59:59.999Z',
      fires: 'R02',
    },
    {
      case: 'at opening time of the third open day it fires, that instant included (Q03)',
      person: seenFourTimes,
      asOf: '2025-03-13T09:00Z',
      fires: 'R01',
    },
    {
      case: 'closed days do not count (K20)',
      person: seenFourTimes,
      asOf: '2025-03-13T09:00Z',
      fires: 'R02',
      in: { locations: { main: { closedOn: ['2025-03-12'] } } },
    },
    {
      case: 'opening days and hours are those of the location of the visit (Q12)',
      person: () =>
        aPerson()
          .plan(plan)
          .visit('2025-03-07T10:00Z', { ...pt, locationId: 'weekend' }),
      asOf: '2025-03-10T07:00Z',
      fires: 'R10 R01',
      in: { locations: { main: {}, weekend: { openDays: [6, 7, 1], opensAt: '07:00' } } },
    },
    {
      case: 'else of the patient (Q12)',
      person: () => aPerson('p1', { locationId: 'weekend' }).plan(plan).visit('2025-03-07T10:00Z', pt),
      asOf: '2025-03-10T07:00Z',
      fires: 'R10 R01',
      in: { locations: { main: {}, weekend: { openDays: [6, 7, 1], opensAt: '07:00' } } },
    },
    {
      case: 'a dental plan waits seven local days (Q11, Q46)',
      person: () =>
        visits(
          aPerson().plan({ ...plan, line: 'de', specialty: 'DE' }),
          ['2025-01-06', '2025-01-20', '2025-02-03', '2025-03-03'],
          'de',
        ),
      asOf: '2025-03-10T00:00Z',
      fires: 'R01',
    },
    {
      case: 'and not one instant less (Q11)',
      person: () =>
        visits(
          aPerson().plan({ ...plan, line: 'de', specialty: 'DE' }),
          ['2025-01-06', '2025-01-20', '2025-02-03', '2025-03-03'],
          'de',
        ),
      asOf: '2025-03-09T23:59:59.999Z',
      fires: 'R02',
    },
    {
      case: 'membership plans have no window (Q13)',
      person: () => visits(aPerson().plan({ ...plan, line: 'mb', specialty: 'MB' }), ['2025-03-03'], 'mb'),
      asOf: '2025-03-20T12:00Z',
      fires: 'R02',
    },
    {
      case: 'no plan on record: never (Q10)',
      person: () => visits(aPerson(), ['2025-02-24', '2025-02-26', '2025-02-28', '2025-03-03']),
      asOf: '2025-03-07T12:00Z',
      fires: 'R02',
    },
    {
      case: 'a booking within 30 days silences it (E06, Q15)',
      person: () => seenFourTimes().booking('2025-04-12T10:00Z', pt),
      asOf: '2025-03-13T12:00Z',
      fires: '',
    },
    {
      case: 'a booking beyond 30 days does not (E06, Q15)',
      person: () => seenFourTimes().booking('2025-04-13T10:00Z', pt),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
    {
      case: 'a booking of another line does not (K19)',
      person: () => seenFourTimes().booking('2025-03-20T10:00Z', { serviceId: 'ms' }),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
    {
      case: 'a booking of an unknown line counts for every line (Q29)',
      person: () => seenFourTimes().booking('2025-03-20T10:00Z'),
      asOf: '2025-03-13T12:00Z',
      fires: '',
    },
    {
      case: 'a booking at another location of the group counts (K02)',
      person: () => seenFourTimes().booking('2025-03-20T10:00Z', { ...pt, locationId: 'other' }),
      asOf: '2025-03-13T12:00Z',
      fires: '',
      in: { locations: { main: {}, other: { timezone: 'America/New_York' } } },
    },
    {
      case: 'waiting list, tentative and unknown future rows are no booking (K18, Q23, Q27)',
      person: () =>
        seenFourTimes()
          .booking('2025-03-20T10:00Z', { ...pt, status: 'waitlist' })
          .booking('2025-03-20T10:00Z', { ...pt, status: 'proposed' })
          .booking('2025-03-20T10:00Z', { ...pt, status: 'unknown' }),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
    {
      case: 'an online request counts for two business days after it was made (Q23)',
      person: () =>
        seenFourTimes().booking(
          '2025-03-20T10:00Z',
          { ...pt, status: 'pending', pendingRequest: true },
          { createdAt: '2025-03-11T20:00Z' },
        ),
      asOf: '2025-03-13T08:59Z',
      fires: '',
    },
    {
      case: 'and then not at all (Q23)',
      person: () =>
        seenFourTimes().booking(
          '2025-03-20T10:00Z',
          { ...pt, status: 'pending', pendingRequest: true },
          { createdAt: '2025-03-11T20:00Z' },
        ),
      asOf: '2025-03-13T09:00Z',
      fires: 'R01',
    },
    {
      case: 'a confirmed booking counts whatever the flag says (Q23)',
      person: () => seenFourTimes().booking('2025-03-20T10:00Z', { ...pt, status: 'confirmed', pendingRequest: true }),
      asOf: '2025-03-13T12:00Z',
      fires: '',
    },
    {
      case: 'an early check-in for the future is a booking (Q22)',
      person: () => seenFourTimes().booking('2025-03-20T10:00Z', { ...pt, status: 'arrived' }),
      asOf: '2025-03-13T12:00Z',
      fires: '',
    },
    {
      case: 'a deleted booking is none (K13, Q27)',
      person: () => seenFourTimes().booking('2025-03-20T10:00Z', { ...pt, deletedAt: '2025-03-12T10:00Z' }),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
    {
      case: 'all planned visits done: nothing is missing (Q05)',
      person: () =>
        visits(aPerson().plan({ ...plan, prescribedVisits: 4 }), [
          '2025-03-03',
          '2025-03-05',
          '2025-03-07',
          '2025-03-10',
        ]),
      asOf: '2025-03-20T12:00Z',
      fires: '',
    },
    {
      case: 'two services on one day are one visit (Q34, K29)',
      person: () =>
        visits(aPerson().plan({ ...plan, prescribedVisits: 4 }), [
          '2025-03-03',
          '2025-03-03',
          '2025-03-05',
          '2025-03-05',
          '2025-03-07',
        ]),
      asOf: '2025-03-12T09:00Z',
      fires: 'R10 R01',
    },
    {
      case: 'a closed plan is silent (E03)',
      person: () =>
        seenFourTimes().plan({
          ...plan,
          id: 'z',
          closedAt: '2025-03-11T10:00Z',
          startedAt: '2025-03-04T08:00Z',
          status: 'discharged',
        }),
      asOf: '2025-03-13T12:00Z',
      fires: 'R10 R01',
    },
    {
      case: 'a plan is open until its closing comes (Q02)',
      person: () =>
        visits(aPerson().plan({ ...plan, status: 'completed', closedAt: '2025-03-14T10:00Z' }), [
          '2025-03-03',
          '2025-03-05',
          '2025-03-07',
          '2025-03-10',
        ]),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
    {
      case: 'and closed from then on (Q02, E03)',
      person: () =>
        visits(aPerson().plan({ ...plan, status: 'completed', closedAt: '2025-03-14T10:00Z' }), [
          '2025-03-03',
          '2025-03-05',
          '2025-03-07',
          '2025-03-10',
        ]),
      asOf: '2025-03-14T10:00Z',
      fires: '',
    },
    {
      case: 'a plan does not exist before it starts (Q30)',
      person: () =>
        visits(aPerson().plan({ ...plan, startedAt: '2025-03-15T10:00Z' }, { createdAt: '2025-03-01T10:00Z' }), [
          '2025-02-24',
          '2025-03-03',
          '2025-03-05',
          '2025-03-07',
        ]),
      asOf: '2025-03-14T00:00Z',
      fires: 'R02',
    },
    {
      case: 'a plan without a visit is silent (Q97)',
      person: () => aPerson().plan(plan),
      asOf: '2025-05-01T10:00Z',
      fires: '',
    },
    {
      case: 'a past booking without an outcome is neither visit nor loss (K11, Q27)',
      person: () => seenFourTimes().booking('2025-03-12T10:00Z', pt),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
    {
      case: 'two plans of two lines are told apart (K21)',
      person: () =>
        visits(
          seenFourTimes().plan({ ...plan, id: 'm', line: 'ms', specialty: 'MS' }),
          ['2025-03-03', '2025-03-04'],
          'ms',
        ).booking('2025-03-20T10:00Z', pt),
      asOf: '2025-03-13T12:00Z',
      fires: 'R01',
    },
  ]);

  it('names the plan as the episode', () => {
    expect(
      evaluate(practice, seenOnMonday(), '2025-03-06T09:00Z').findings.map(({ rule, episode }) => [rule, episode]),
    ).toEqual([
      ['R10', 'k'],
      ['R01', 'k'],
    ]);
  });

  it('says when the answer can next change, first for itself, then for R04', () => {
    expect(evaluate(practice, seenFourTimes(), '2025-03-12T12:00Z').nextChangeAt).toBe(at('2025-03-13T09:00Z'));
    const verdict = evaluate(practice, seenFourTimes(), '2025-03-13T09:00Z').verdicts.find(
      ({ rule }) => rule === 'R04',
    );
    expect(verdict).toMatchObject({ because: 'waiting', nextChangeAt: at('2025-04-09T00:00Z') });
  });
});

describe('R02 LEFT_UNBOOKED', () => {
  const once = () => visits(aPerson(), ['2025-02-17', '2025-02-19', '2025-02-21', '2025-03-07'], 'mb');
  table([
    {
      case: 'an open day ends with its date (Q14): Monday after a Friday visit',
      person: once,
      asOf: '2025-03-10T23:59:59.999Z',
      fires: '',
    },
    {
      case: 'it fires from the first instant of the next local day (Q14)',
      person: once,
      asOf: '2025-03-11T00:00Z',
      fires: 'R02',
    },
    {
      case: 'direct primary care has no such rule',
      person: () => visits(aPerson(), ['2025-03-07'], 'dpc'),
      asOf: '2025-03-20T00:00Z',
      fires: '',
    },
    {
      case: 'an unknown specialty has it (Q13)',
      person: () => visits(aPerson(), ['2025-03-07'], 'odd'),
      asOf: '2025-03-11T00:00Z',
      fires: 'R02',
    },
    {
      case: 'it gives way to R01 of the same episode (Q47)',
      person: seenFourTimes,
      asOf: '2025-03-20T00:00Z',
      fires: 'R01 R03',
    },
    {
      case: 'R10 of another episode does not silence it (Q47, K21)',
      person: () => visits(once(), ['2025-03-03'], 'pt'),
      asOf: '2025-03-11T00:00Z',
      fires: 'R10 R02',
    },
    {
      case: 'an ended membership closes the episode (Q90)',
      person: () => once().with('membership', { endsAt: '2025-03-08T00:00Z', startedAt: '2025-01-01T00:00Z' }),
      asOf: '2025-03-11T00:00Z',
      fires: '',
    },
    {
      case: 'a membership cancelled for a later day is active until then (Q02, Q90)',
      person: () =>
        once().with('membership', { status: 'cancelled', endsAt: '2025-03-31T00:00Z', startedAt: '2025-01-01T00:00Z' }),
      asOf: '2025-03-11T00:00Z',
      fires: 'R02',
    },
  ]);
});

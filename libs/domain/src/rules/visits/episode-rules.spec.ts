import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules, type PracticeParts } from '../../testing/a-practice.js';

/** 2025-03-03 is a Monday. Locations open Monday to Friday from 09:00 UTC unless said. */
const settings = onlyRules('R01', 'R02', 'R03', 'R04', 'R10', 'R18');
const practice = aPractice({ settings });
const plan = { id: 'k', line: 'pt', intervalDays: 3, startedAt: '2025-03-03T08:00Z', specialty: 'PT' } as const;
const pt = { serviceId: 'pt' };

interface Row {
  case: string;
  person: () => APerson;
  asOf: string;
  fires: string;
  in?: PracticeParts;
}

const visits = (person: APerson, days: string[], serviceId = 'pt'): APerson => {
  for (const day of days) person.visit(`${day}T10:00Z`, { serviceId });
  return person;
};
const seenOnMonday = () => aPerson().plan(plan).visit('2025-03-03T10:00Z', pt);
/** Four visit days of a ten-visit plan: too late for R10. */
const seenFourTimes = () =>
  visits(aPerson().plan({ ...plan, prescribedVisits: 10 }), ['2025-03-03', '2025-03-05', '2025-03-07', '2025-03-10']);

function table(rows: Row[]): void {
  it.each(rows)('$case', ({ person, asOf, fires, in: parts }) => {
    expect(firing(parts === undefined ? practice : aPractice({ settings, ...parts }), person(), asOf)).toBe(fires);
  });
}

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

describe('R03 CADENCE_OVERDUE', () => {
  // Gaps 2, 2, 3 and a plan every 3 days: due after 5.3 days at 95 %, so the floor of 7 days decides.
  const regular = () =>
    visits(aPerson().plan({ ...plan, startedAt: '2025-02-20T08:00Z' }), [
      '2025-03-03',
      '2025-03-05',
      '2025-03-07',
      '2025-03-10',
    ]);
  // Gaps 7, 7, 14 and a plan every 10 days: the check of the catalogue, 18.433 days.
  const irregular = () =>
    visits(aPerson().plan({ ...plan, intervalDays: 10, startedAt: '2025-01-01T08:00Z' }), [
      '2025-02-03',
      '2025-02-10',
      '2025-02-17',
      '2025-03-03',
    ]);
  table([
    { case: 'not before the floor', person: regular, asOf: '2025-03-16T23:59:59.999Z', fires: 'R01' },
    {
      case: 'from the first instant of the day on which the floor is reached (Q11)',
      person: regular,
      asOf: '2025-03-17T00:00Z',
      fires: 'R01 R03',
    },
    {
      case: 'not on the 18th day, 18.433 being due (Q48)',
      person: irregular,
      asOf: '2025-03-21T23:59:59.999Z',
      fires: 'R01',
    },
    { case: 'on the 19th (Q48)', person: irregular, asOf: '2025-03-22T00:00Z', fires: 'R01 R03' },
    {
      case: 'two visit days are no rhythm (Q48)',
      person: () => visits(aPerson().plan(plan), ['2025-03-03', '2025-03-10']),
      asOf: '2025-03-25T00:00Z',
      fires: 'R10 R01',
    },
    {
      case: 'an inferred episode has one too (Q10)',
      person: () => visits(aPerson(), ['2025-02-24', '2025-02-26', '2025-02-28', '2025-03-03']),
      asOf: '2025-03-20T00:00Z',
      fires: 'R03 R02',
    },
    {
      case: 'membership lines have none (Q13)',
      person: () => visits(aPerson(), ['2025-02-24', '2025-02-26', '2025-02-28', '2025-03-03'], 'mb'),
      asOf: '2025-03-20T00:00Z',
      fires: 'R02',
    },
  ]);

  it('leaves out a gap that a closure of the clinic explains (Q48, K20)', () => {
    const closed = ['2025-02-18', '2025-02-19', '2025-02-20', '2025-02-21', '2025-02-24'];
    const closing = aPractice({ locations: { main: { closedOn: closed } } });
    const parameters = (prepared: typeof practice) =>
      evaluate(prepared, irregular(), '2025-03-31T00:00Z').findings.find(({ rule }) => rule === 'R03')?.parameters;
    expect(parameters(practice)).toMatchObject({ gaps: 3, duePointDays: 18.433 });
    expect(parameters(closing)).toMatchObject({ gaps: 2 });
  });

  it('takes the interval of the current phase (Q32)', () => {
    const phases = [
      { visits: 3, days: 3 },
      { visits: 2, days: 30 },
    ];
    const person = visits(aPerson().plan({ ...plan, phases, startedAt: '2025-02-20T08:00Z' }), [
      '2025-03-03',
      '2025-03-05',
      '2025-03-07',
      '2025-03-10',
    ]);
    expect(firing(practice, person, '2025-03-18T00:00Z')).toBe('R01');
  });
});

describe('R04 HIATUS_BACKSTOP', () => {
  const four = (serviceId: string) => () =>
    visits(aPerson(), ['2025-02-24', '2025-02-26', '2025-02-28', '2025-03-03'], serviceId);
  table([
    { case: 'physio: 29 days are not enough', person: four('pt'), asOf: '2025-04-01T23:59:59.999Z', fires: 'R03 R02' },
    { case: 'physio: 30 local days (Q11, Q49)', person: four('pt'), asOf: '2025-04-02T00:00Z', fires: 'R03 R02 R04' },
    { case: 'program: 21 days', person: four('pr'), asOf: '2025-03-24T00:00Z', fires: 'R03 R02 R04' },
    { case: 'medspa: 180 days', person: four('ms'), asOf: '2025-08-30T00:00Z', fires: 'R03 R02 R04' },
    { case: 'membership: 60 days', person: four('mb'), asOf: '2025-05-02T00:00Z', fires: 'R02 R04' },
    { case: 'direct primary care: 365 days', person: four('dpc'), asOf: '2026-03-03T00:00Z', fires: 'R03 R04' },
    { case: 'dental has none (Q13)', person: four('de'), asOf: '2026-03-03T00:00Z', fires: 'R03 R02' },
    {
      case: 'a program that has ended closes the episode (Q90)',
      person: () => four('pr')().with('program', { startedAt: '2024-09-01T00:00Z', endsAt: '2025-03-05T00:00Z' }),
      asOf: '2025-03-24T00:00Z',
      fires: '',
    },
    {
      case: 'one that runs on does not (Q90)',
      person: () => four('pr')().with('program', { startedAt: '2024-09-01T00:00Z', endsAt: '2025-06-05T00:00Z' }),
      asOf: '2025-03-24T00:00Z',
      fires: 'R03 R02 R04',
    },
    {
      case: 'visits before the last plan closed are history (Q10)',
      person: () =>
        visits(aPerson().plan({ ...plan, startedAt: '2025-02-01T00:00Z', closedAt: '2025-03-04T00:00Z' }), [
          '2025-01-02',
          '2025-02-26',
        ]),
      asOf: '2025-04-20T00:00Z',
      fires: '',
    },
    {
      case: 'visits after it are an episode of their own (Q10)',
      person: () =>
        visits(aPerson().plan({ ...plan, startedAt: '2025-02-01T00:00Z', closedAt: '2025-03-04T00:00Z' }), [
          '2025-02-26',
          '2025-03-05',
        ]),
      asOf: '2025-04-20T00:00Z',
      fires: 'R10 R04',
    },
  ]);
});

describe('R10 EARLY_DROP', () => {
  table([
    {
      case: 'physio after the first visit: two business days',
      person: seenOnMonday,
      asOf: '2025-03-05T09:00Z',
      fires: 'R10',
    },
    {
      case: 'physio after the second: three (Q53)',
      person: () => visits(aPerson().plan({ ...plan, startedAt: '2025-02-20T08:00Z' }), ['2025-02-26', '2025-03-03']),
      asOf: '2025-03-05T23:00Z',
      fires: 'R02',
    },
    {
      case: 'physio after the third: three (Q53)',
      person: () => visits(aPerson(), ['2025-02-26', '2025-02-27', '2025-03-03']),
      asOf: '2025-03-06T09:00Z',
      fires: 'R10',
    },
    {
      case: 'physio after the fourth: none',
      person: () => visits(aPerson(), ['2025-02-24', '2025-02-26', '2025-02-27', '2025-03-03']),
      asOf: '2025-03-06T09:00Z',
      fires: 'R02',
    },
    {
      case: 'program: one business day',
      person: () => visits(aPerson(), ['2025-03-03'], 'pr'),
      asOf: '2025-03-04T09:00Z',
      fires: 'R10',
    },
    {
      case: 'medspa: only after the first visit of the episode, 30 days',
      person: () => visits(aPerson(), ['2025-03-03'], 'ms'),
      asOf: '2025-04-02T00:00Z',
      fires: 'R10',
    },
    {
      case: 'medspa: not after the second',
      person: () => visits(aPerson(), ['2025-02-03', '2025-03-03'], 'ms'),
      asOf: '2025-04-02T00:00Z',
      fires: 'R02',
    },
    {
      case: 'dental: 14 days for a new patient',
      person: () => visits(aPerson(), ['2025-03-03'], 'de'),
      asOf: '2025-03-17T00:00Z',
      fires: 'R10',
    },
    {
      case: 'dental: new means at most three visit days ever, of any line (Q53)',
      person: () => visits(visits(aPerson(), ['2025-03-03'], 'de'), ['2024-10-01', '2024-10-02', '2024-10-03'], 'dpc'),
      asOf: '2025-03-17T00:00Z',
      fires: 'R02',
    },
    {
      case: 'a finished plan of two visits is no drop (Q05)',
      person: () => visits(aPerson().plan({ ...plan, prescribedVisits: 2 }), ['2025-03-03', '2025-03-05']),
      asOf: '2025-03-20T09:00Z',
      fires: '',
    },
  ]);

  it('is one class lower without a plan on record (K22, Q82)', () => {
    const classes = (person: APerson) =>
      evaluate(practice, person, '2025-03-05T09:00Z').findings.map((finding) => finding.class);
    expect(classes(seenOnMonday())).toEqual(['S1']);
    expect(classes(visits(aPerson(), ['2025-03-03']))).toEqual(['S2']);
  });
});

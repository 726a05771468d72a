import { plan, practice, seenOnMonday, table, visits } from '../../../../../test/support/episode-rows.js';
import { aPerson, type APerson } from '../../testing/a-person.js';
import { aPractice, evaluate, firing } from '../../testing/a-practice.js';

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

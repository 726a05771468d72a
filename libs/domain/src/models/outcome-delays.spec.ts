import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, onlyRules, practiceFacts } from '../testing/a-practice.js';
import { OutcomeDelays } from './outcome-delays.js';
import { practiceTimelines } from './practice-timelines.js';

/** 2025-03-03 is a Monday, open from nine, UTC. */
const NOW = at('2025-06-02T12:00Z');
const none = { sourcesWithoutOutcomes: [], planSpecialties: [], lineMedianDays: {} };
const timelineAt = practiceTimelines(practiceFacts({ locations: { main: {}, slow: {} } }), none);

/** Booked for Monday 3 March, with the outcome entered when it is said. */
const entered = (name: string, when: string, more: { locationId?: string; createdAt?: string } = {}): APerson =>
  aPerson(name)
    .booking(
      '2025-03-03T10:00Z',
      { serviceId: 'pt', id: name, ...locationOf(more) },
      clocks(more.createdAt ?? '2025-02-20T09:00Z'),
    )
    .visit(
      '2025-03-03T10:00Z',
      { serviceId: 'pt', id: name, ...locationOf(more) },
      { createdAt: more.createdAt ?? '2025-02-20T09:00Z', updatedAt: when },
    );
const locationOf = ({ locationId }: { locationId?: string }) => (locationId === undefined ? {} : { locationId });
const clocks = (instant: string) => ({ createdAt: instant, updatedAt: instant });

function usual(people: APerson[], liveSince = '2025-01-01T00:00Z'): Record<string, number> {
  const delays = new OutcomeDelays(NOW, new Map([['', at(liveSince)]]));
  for (const { facts } of people) delays.add(timelineAt(facts, NOW)!);
  return delays.usual();
}
const many = (count: number, of: (place: number) => APerson) => Array.from({ length: count }, (_, place) => of(place));

describe('K11 how long a place usually takes to enter outcomes', () => {
  it('is the 95th centile in open days, of the source and of each of its places', () => {
    const people = [
      ...many(94, (n) => entered(`a${n}`, '2025-03-04T08:00Z', { locationId: 'main' })),
      // Thursday: within the fourth open day after Monday.
      ...many(6, (n) => entered(`b${n}`, '2025-03-06T15:00Z', { locationId: 'main' })),
      ...many(40, (n) => entered(`c${n}`, '2025-03-10T10:00Z', { locationId: 'slow' })),
    ];
    expect(usual(people)).toEqual({ '': 6, ' main': 4, ' slow': 6 });
  });

  it('is never less than two open days nor more than ten, and not known of fewer than thirty', () => {
    expect(usual(many(30, (n) => entered(`a${n}`, '2025-03-03T11:00Z')))).toEqual({ '': 2 });
    expect(usual(many(30, (n) => entered(`a${n}`, '2025-05-20T11:00Z')))).toEqual({ '': 10 });
    expect(usual(many(29, (n) => entered(`a${n}`, '2025-03-03T11:00Z')))).toEqual({});
  });

  it('counts nothing that was imported with its outcome, nor from before the source had been read (K25)', () => {
    const imported = many(30, (n) => entered(`a${n}`, '2025-03-20T11:00Z', { createdAt: '2025-03-19T09:00Z' }));
    expect(usual(imported)).toEqual({});
    expect(
      usual(
        many(30, (n) => entered(`a${n}`, '2025-03-06T11:00Z')),
        '2025-03-04T00:00Z',
      ),
    ).toEqual({});
  });

  it('is waited for in the live list, place by place; no audit waits', () => {
    const person = (locationId: string) =>
      ['2025-02-10', '2025-02-17', '2025-02-24', '2025-03-03']
        .reduce((each, day) => each.visit(`${day}T10:00Z`, { serviceId: 'pt', locationId }), aPerson())
        .plan({
          id: 'k',
          line: 'pt',
          specialty: 'PT',
          prescribedVisits: 10,
          intervalDays: 7,
          startedAt: '2025-02-01T08:00Z',
        })
        .booking('2025-03-10T09:15Z', { serviceId: 'pt', locationId });
    const parts = { locations: { main: {}, slow: {} }, aggregates: { outcomeDays: { ' slow': 6 } } };
    const settings = onlyRules('R01');
    const live = aPractice({ ...parts, settings: { ...settings, mode: 'live' } });
    const because = (locationId: string, asOf: string) => evaluate(live, person(locationId), asOf).verdicts[0];
    expect(because('main', '2025-03-13T09:00Z')).toMatchObject({ fires: true });
    expect(because('slow', '2025-03-18T08:59Z')).toMatchObject({
      because: 'suspended',
      nextChangeAt: at('2025-03-18T09:00Z'),
    });
    expect(because('slow', '2025-03-18T09:00Z')).toMatchObject({ fires: true });
    const audit = aPractice({ ...parts, settings });
    expect(evaluate(audit, person('slow'), '2025-03-11T09:00Z').verdicts[0]).toMatchObject({ fires: true });
  });
});

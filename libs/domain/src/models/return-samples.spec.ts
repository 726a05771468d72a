import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { historyOf, stintsOf } from './histories.js';
import { practiceTimelines } from './practice-timelines.js';
import { returnInstants, ReturnSamples } from './return-samples.js';

const AS_OF = at('2025-06-02T12:00Z');
const DAY_MS = 86_400_000;
const timelineAt = practiceTimelines(practiceFacts(), {
  sourcesWithoutOutcomes: [],
  planSpecialties: [],
  lineMedianDays: {},
});
const pt = { serviceId: 'pt' };
const visits = (person: APerson, ...days: string[]) => {
  for (const day of days) person.visit(`${day}T10:00Z`, pt, { createdAt: `${day}T09:00Z`, updatedAt: `${day}T11:00Z` });
  return person;
};
const stints = (person: APerson) =>
  stintsOf(timelineAt(person.facts, AS_OF)!).map(({ visitDays, endedOn }) => {
    const { repeats, last, until } = historyOf({ visitDays, endedOn }, Math.floor(AS_OF / DAY_MS));
    return { repeats, lastDay: last * 7, untilDay: Math.round(until * 7), open: endedOn === null };
  });
const sampled = (person: APerson, contactedAt: number | null = null) => {
  const samples = new ReturnSamples(AS_OF);
  samples.add({ household: 'h', at: (instant) => timelineAt(person.facts, instant), contactedAt });
  return samples.lines.get('pt')!;
};
const plan = { id: 'k', line: 'pt', startedAt: '2025-03-01T08:00Z', specialty: 'PT' } as const;

describe('X11 what a model is given of a person', () => {
  it('days after the first visit; two visits of one day are one (K29)', () => {
    const person = visits(aPerson(), '2025-05-05', '2025-05-05', '2025-05-12');
    expect(stints(person)).toEqual([{ repeats: 1, lastDay: 7, untilDay: 28, open: true }]);
  });

  it('a discharge is no leaving: the stint ends there, and another one may begin', () => {
    const closed = { ...plan, status: 'discharged', closedAt: '2025-04-02T08:00Z' } as const;
    expect(stints(visits(aPerson().plan(closed), '2025-03-03', '2025-03-24', '2025-05-05'))).toEqual([
      { repeats: 1, lastDay: 21, untilDay: 30, open: false },
      { repeats: 0, lastDay: 0, untilDay: 28, open: true },
    ]);
  });

  it('all prescribed visits made, died or moved away: no leaving either', () => {
    const done = visits(aPerson().plan({ ...plan, prescribedVisits: 2 }), '2025-03-03', '2025-03-24');
    expect(stints(done)).toEqual([{ repeats: 1, lastDay: 21, untilDay: 21, open: false }]);
    const died = visits(aPerson('p1', { deceasedAt: '2025-04-03T08:00Z' }), '2025-03-03', '2025-03-24');
    expect(stints(died)).toEqual([{ repeats: 1, lastDay: 21, untilDay: 31, open: false }]);
  });

  it('at the cut and at the looks it knows what was recorded by then, and nothing later', () => {
    const { cut, tests } = returnInstants('PT', AS_OF);
    const person = visits(aPerson(), '2025-02-03', '2025-02-10', '2025-04-10', '2025-05-20');
    person.visit('2025-02-24T10:00Z', pt, { createdAt: '2025-05-30T09:00Z', updatedAt: '2025-05-30T09:00Z' });
    const { atCut, looked, now } = sampled(person);
    expect(new Date(cut).toISOString().slice(0, 10)).toBe('2025-03-04');
    expect(atCut.map(({ repeats }) => repeats)).toEqual([1]);
    expect(looked.map(({ history: { repeats }, came }) => ({ repeats, came }))).toEqual([
      { repeats: 1, came: true },
      { repeats: 2, came: true },
    ]);
    expect(tests).toHaveLength(2);
    expect(now.map(({ repeats }) => repeats)).toEqual([4]);
  });

  it('who came after the horizon did not come', () => {
    const { looked } = sampled(visits(aPerson(), '2025-02-03', '2025-02-10', '2025-05-20'));
    expect(looked.map(({ came }) => came)).toEqual([false, true]);
  });

  it('from the first contact on nothing counts: what was seen ends there, and a look that reaches beyond it is none', () => {
    const person = visits(aPerson(), '2025-02-03', '2025-02-10', '2025-04-10', '2025-05-20');
    const { now, looked } = sampled(person, at('2025-05-10T12:00Z'));
    expect(now.map(({ repeats }) => repeats)).toEqual([2]);
    expect(looked).toHaveLength(1);
  });

  it('test records are nobody', () => {
    expect(sampled(visits(aPerson('p1', { testRecord: true }), '2025-02-03'))).toBeUndefined();
  });

  it('counts courses by the visit after which they were left', () => {
    const { dropOff } = sampled(visits(aPerson(), '2025-02-03', '2025-02-10'));
    expect([...dropOff.values()]).toEqual([{ visit: 2, dropped: 1, discharged: 0, active: 0 }]);
  });
});

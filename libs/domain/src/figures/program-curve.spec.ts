import { auditPractice } from '../audit/audit-practice.js';
import type { CareTemplates, Expectation } from '../care/template.js';
import { practiceTimelines } from '../models/practice-timelines.js';
import { defaultSettings } from '../prepared-practice.js';
import { aPerson, at, type APerson } from '../testing/a-person.js';
import { practiceFacts } from '../testing/a-practice.js';
import { AsOf } from '../timeline/as-of.js';
import { programCurve, ProgramCourses, type FollowedProgram } from './program-curve.js';

const AS_OF = '2025-03-07T12:00Z';
const pr = { serviceId: 'pr' };
const course = (until: number, ended: FollowedProgram['ended']): FollowedProgram => ({
  ...{ until, ended, hasVisits: true, name: null, milestones: [] },
});
const times = <T>(count: number, items: readonly T[]): T[] => Array.from({ length: count }, () => items).flat();

describe('S0-17 where programs lose people', () => {
  /** The ten courses of RC 6.5, ten times over. */
  const reference = times(10, [
    ...[1, 2, 3, 5].map((month) => course(month, 'lost')),
    ...[3, 6, 8, 10].map((month) => course(month, 'finished')),
    ...[1, 8].map((month) => course(month, null)),
  ]);

  it('S0-17 RC 6.5 gives the reference values: finishing competes, and who is still in it counts as long as seen', () => {
    const { months, ...counts } = programCurve(reference, null);
    expect(counts).toEqual({ name: null, began: 100, left: 40, finished: 40, running: 20, says: null });
    expect(months.map(({ atRisk }) => atRisk)).toEqual([100, 80, 70, 50, 50, 40, 30, 30, 10, 10]);
    const shares = [0.1, 0.2125, 0.325, 0.325, 0.4375, 0.4375, 0.4375, 0.4375, 0.4375, 0.4375];
    for (const [place, share] of shares.entries()) expect(months[place]!.share).toBeCloseTo(share, 10);
    for (const { low, high, share } of months) {
      expect(low).toBeLessThan(share!);
      expect(high).toBeGreaterThan(share!);
    }
    // Ten censored in month 1: 90 go on, and a tenth of 100 had left, not of 90.
    expect(months[0]).toMatchObject({ left: 10, finished: 0, running: 10 });
  });

  it('S0-17 tells no share of a month that fewer than ten were seen in, nor of any after it', () => {
    const { months } = programCurve([...times(15, [course(1, null)]), ...times(9, [course(3, 'lost')])], null);
    expect(months.map(({ atRisk, share }) => [atRisk, share])).toEqual([
      [24, 0],
      [9, null],
      [9, null],
    ]);
    // None of 24 is no certainty that nobody leaves.
    expect(months[0]!.high).toBeCloseTo(0.138, 3);
  });

  it('S0-17 draws no curve of few programs, or where no visit of a program is on record, and says so', () => {
    expect(programCurve([], null)).toMatchObject({ months: [], says: 'No program with a start is on record.' });
    const few = programCurve(times(19, [course(2, 'lost')]), null);
    expect([few.months, few.left]).toEqual([[], 19]);
    expect(few.says).toContain('19 programs have begun on record: too few');
    const unseen = programCurve(times(20, [{ ...course(1, 'lost'), hasVisits: false }]), null);
    expect([unseen.months, unseen.says?.split(',')[0]]).toEqual([
      [],
      'No visit to a service of the program specialty is on record',
    ]);
  });

  const monthly: Expectation = {
    ...{ id: 'check_in', name: 'Check-in', visit: { kinds: ['treatment'], lines: [], services: [] }, score: null },
    ...{ at: [], every: '1 month', grace: '7 d' },
  };
  const care: CareTemplates = {
    programs: [
      { id: 'six', name: 'Six', specialty: 'PR', names: [], months: 6, leadsTo: null, expectations: [monthly] },
    ],
    tiers: [],
  };
  const monthsOf = (persons: APerson[]) => {
    const at = new AsOf(Date.parse(AS_OF));
    const courses = new ProgramCourses(at);
    const view = practiceTimelines(practiceFacts({ care }), {
      sourcesWithoutOutcomes: [],
      planSpecialties: [],
      lineMedianDays: {},
    });
    for (const { facts } of persons) courses.add(view(facts, at.at)!);
    return courses.months(true);
  };
  const someone = (id: string, more: object, ...visits: string[]) => {
    const person = aPerson(id).with('program', {
      startedAt: '2024-06-01T00:00Z',
      endsAt: '2024-11-30T00:00Z',
      ...more,
    });
    for (const day of visits) person.visit(`${day}T10:00Z`, pr);
    return person;
  };
  const practice = () => [
    ...Array.from({ length: 12 }, (_, n) =>
      someone(`stays${n}`, { name: 'Reset' }, '2024-07-01', '2024-08-01', '2024-09-01', '2024-10-01', '2024-11-20'),
    ),
    ...Array.from({ length: 8 }, (_, n) => someone(`goes${n}`, { name: 'reset ' }, '2024-07-20', '2024-08-10')),
    ...Array.from({ length: 3 }, (_, n) => someone(`other${n}`, { name: 'Sleep' }, '2024-06-20')),
  ];

  it('S0-17 counts the very same people as the figure of reports and audits', () => {
    const persons = practice();
    const { figures } = auditPractice(
      { practice: practiceFacts(), persons: persons.map(({ facts }) => facts) },
      { asOf: at(AS_OF), settings: defaultSettings('audit'), source: null },
    );
    const section = figures.find(({ id }) => id === 'program_months')!;
    const { all } = monthsOf(persons);
    expect(all.months.map(({ left, atRisk }) => [left, atRisk])).toEqual(
      section.items.map(({ numerator, denominator }) => [numerator, denominator]),
    );
    expect(all.months.map(({ left }) => left)).toEqual([3, 0, 8, 0, 0, 0]);
  });

  it('S0-17 tells programs of different names apart where each is large enough; records of tests are nobody', () => {
    const test = aPerson('test', { testRecord: true }).with('program', { startedAt: '2024-06-01T00:00Z' });
    const { each, people, all, everybody } = monthsOf([...practice(), test]);
    expect([people, all.began, everybody]).toEqual([23, 23, true]);
    expect(each.map(({ name, began }) => [name, began])).toEqual([['Reset', 20]]);
    expect(monthsOf(practice().slice(0, 20)).each).toEqual([]);
  });

  it('S4-11 counts the milestones that fell due while people were there, in the month each closes', () => {
    const { all } = monthsOf(practice());
    const rows = all.months.map(({ milestones, milestonesDone }) => [milestones, milestonesDone]);
    // Those who stay were seen at the end of months 1 to 5; those who left, of month 2 alone; of what fell due later nothing is asked of them.
    expect(rows).toEqual([
      [20, 12],
      [20, 20],
      [12, 12],
      [12, 12],
      [12, 12],
      [0, 0],
    ]);
  });
});

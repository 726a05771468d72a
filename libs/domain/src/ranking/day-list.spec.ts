import fc from 'fast-check';
import type { RuleClass } from '../evaluation.js';
import { planDay, type DayCandidate, type DayQuestion } from './day-list.js';

const CLASSES: RuleClass[] = ['S1', 'S2', 'S3', 'S4'];
const a = (id: string, more: Partial<DayCandidate> = {}): DayCandidate => ({
  ...{ id, class: 'S2', standing: 'waiting', expectedMinor: null, sortPriority: 0 },
  ...more,
});
const fresh = (capacity: number): DayQuestion => ({ capacity, used: { places: 0, urgent: 0 } });

describe('the places of a day (RC 7)', () => {
  it('RC 7 S1 first, up to 60 % of the places, then by what a contact is worth; the rest is unserved, by class', () => {
    const urgent = Array.from({ length: 8 }, (_, i) => a(`u${i}`, { class: 'S1', expectedMinor: i, sortPriority: i }));
    const others = Array.from({ length: 8 }, (_, i) => a(`o${i}`, { class: 'S3', expectedMinor: 100 + i }));
    const plan = planDay([...urgent, ...others], fresh(10));
    expect(plan.today).toEqual(['u7', 'u6', 'u5', 'u4', 'u3', 'u2', 'o7', 'o6', 'o5', 'o4']);
    expect(plan.unserved).toEqual({ S1: 2, S2: 0, S3: 4, S4: 0 });
    expect(plan.waiting).toEqual(['o3', 'o2', 'o1', 'o0', 'u1', 'u0']);
  });

  it('RC 7 an S1 case beyond the 60 % has a place where a contact is worth more than elsewhere', () => {
    const urgent = [50, 40, 30, 20].map((worth, i) => a(`u${i}`, { class: 'S1', expectedMinor: worth }));
    const plan = planDay([...urgent, a('low', { expectedMinor: 5 }), a('high', { expectedMinor: 60 })], fresh(5));
    expect(plan.today).toEqual(['u0', 'u1', 'u2', 'u3', 'high']);
    expect(plan.unserved).toEqual({ S1: 0, S2: 1, S3: 0, S4: 0 });
  });

  it('RC 7 a single place is for an S1 case, though contacts with others are worth more; the next competes by worth', () => {
    const cases = [
      a('u0', { class: 'S1', expectedMinor: 1 }),
      a('u1', { class: 'S1', expectedMinor: 2 }),
      a('o', { expectedMinor: 90 }),
    ];
    expect(planDay(cases, fresh(1)).today).toEqual(['u1']);
    expect(planDay(cases, fresh(2)).today).toEqual(['u1', 'o']);
    const after = { capacity: 1, used: { places: 1, urgent: 1 } };
    expect(planDay(cases, after).today).toEqual([]);
    expect(planDay(cases, fresh(0)).today).toEqual([]);
  });

  it('R34 what rests on an estimate alone finds no place in a day of fewer than five: one of four is more than 20 %', () => {
    const cases = [a('e', { isEstimate: true, expectedMinor: 90 }), a('sure', { expectedMinor: 1 })];
    expect(planDay(cases, fresh(4))).toMatchObject({ today: ['sure'], waiting: ['e'] });
    expect(planDay(cases, fresh(5)).today).toEqual(['e', 'sure']);
  });

  it('an S1 case of the day comes in at once in place of the least worthy, never of what is in work', () => {
    const before = [
      a('working', { standing: 'in_hand', expectedMinor: 1 }),
      a('rich', { standing: 'placed', expectedMinor: 90 }),
      a('poor', { standing: 'placed', expectedMinor: 10 }),
      a('richer, but new', { expectedMinor: 1_000 }),
    ];
    expect(planDay(before, fresh(3)).today).toEqual(['rich', 'poor', 'working']);
    const after = planDay([...before, a('urgent', { class: 'S1', expectedMinor: 0 })], fresh(3));
    expect(after.today).toEqual(['urgent', 'rich', 'working']);
  });

  it('what has been worked off keeps its place used, and its share of the S1', () => {
    const urgent = Array.from({ length: 6 }, (_, i) => a(`u${i}`, { class: 'S1', sortPriority: i, expectedMinor: 1 }));
    const plan = planDay([...urgent, a('o', { expectedMinor: 2 })], { capacity: 10, used: { places: 7, urgent: 5 } });
    expect(plan.today).toEqual(['u0', 'u1', 'o']);
    const full = planDay(urgent, { capacity: 10, used: { places: 10, urgent: 5 } });
    expect([full.today, full.unserved.S1]).toEqual([[], 6]);
  });

  it('what was promised for now comes before everything that was not', () => {
    const plan = planDay(
      [a('urgent', { class: 'S1', expectedMinor: 90 }), a('promised', { class: 'S4', standing: 'promised' })],
      fresh(1),
    );
    expect(plan.today).toEqual(['promised']);
  });

  it('R34 what rests on an estimate alone has up to 20 % of the places, though a contact would be worth more and places stay free', () => {
    const estimates = Array.from({ length: 6 }, (_, i) => a(`e${i}`, { isEstimate: true, expectedMinor: 100 + i }));
    const plan = planDay([...estimates, a('sure', { expectedMinor: 1 })], fresh(10));
    expect(plan.today).toEqual(['e5', 'e4', 'sure']);
    const inHand = planDay([...estimates, a('e9', { isEstimate: true, standing: 'in_hand' })], fresh(10));
    expect(inHand.today).toEqual(['e5', 'e9']);
  });

  const candidates = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      class: fc.constantFrom(...CLASSES),
      standing: fc.constantFrom(...(['in_hand', 'promised', 'placed', 'waiting', 'waiting', 'waiting'] as const)),
      expectedMinor: fc.option(fc.integer({ min: -500, max: 500 })),
      sortPriority: fc.integer({ min: 0, max: 20 }),
    }),
    { selector: ({ id }) => id, maxLength: 60 },
  );
  const capacities = fc.integer({ min: 0, max: 40 });
  const questions = fc
    .record({ capacity: capacities, places: fc.nat(40), urgent: fc.nat(40) })
    .map(({ capacity, places, urgent }): DayQuestion => ({
      capacity,
      used: { places: Math.min(places, capacity), urgent: Math.min(urgent, places, Math.floor(0.6 * capacity)) },
    }));

  it('RC 7 never more than the capacity, everybody once, and as many as there is room for', () => {
    fc.assert(
      fc.property(candidates, questions, (some, question) => {
        const { today, waiting, unserved } = planDay(some, question);
        expect(today).toHaveLength(Math.min(some.length, question.capacity - question.used.places));
        expect([...today, ...waiting].toSorted()).toEqual(some.map(({ id }) => id).toSorted());
        expect(Object.values(unserved).reduce((sum, n) => sum + n, 0)).toBe(waiting.length);
      }),
    );
  });

  it('RC 7 S1 fills its 60 % before anybody else and goes past it only by worth', () => {
    fc.assert(
      fc.property(candidates, capacities, (some, capacity) => {
        const begun = some.map((each) => ({ ...each, standing: 'waiting' as const }));
        const { today } = planDay(begun, fresh(capacity));
        const of = new Map(begun.map((each) => [each.id, each]));
        const chosen = today.map((id) => of.get(id)!);
        const urgent = chosen.filter((each) => each.class === 'S1');
        const all = begun.filter((each) => each.class === 'S1');
        const share = Math.max(Math.min(capacity, 1), Math.floor(0.6 * capacity));
        expect(urgent.length).toBeGreaterThanOrEqual(Math.min(all.length, share));
        if (urgent.length <= share) return;
        // Beyond its share an S1 case is there only while nobody left out is worth more.
        const least = Math.min(...urgent.map(({ expectedMinor }) => expectedMinor ?? -Infinity));
        for (const each of begun.filter(({ id }) => !today.includes(id)))
          expect(each.expectedMinor ?? -Infinity).toBeLessThanOrEqual(least);
      }),
    );
  });

  it('RC 7 the order in which cases are handed over makes no difference', () => {
    fc.assert(
      fc.property(candidates, questions, fc.infiniteStream(fc.nat()), (some, question, numbers) => {
        const shuffled = some
          .map((each) => ({ each, at: numbers.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ each }) => each);
        expect(planDay(shuffled, question)).toEqual(planDay(some, question));
      }),
    );
  });

  it('planning again with nothing new changes nothing', () => {
    fc.assert(
      fc.property(candidates, questions, (some, question) => {
        const first = planDay(some, question);
        const standing = some.map((each) => {
          if (each.standing === 'in_hand' || each.standing === 'promised') return each;
          return { ...each, standing: first.today.includes(each.id) ? ('placed' as const) : ('waiting' as const) };
        });
        expect(planDay(standing, question)).toEqual(first);
      }),
    );
  });
});

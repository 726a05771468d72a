import { stintsOf } from '../../models/histories.js';
import { returnChance, type ReturnModel } from '../../models/return-model.js';
import { aPerson, at, type APerson } from '../../testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules } from '../../testing/a-practice.js';
import { AsOf } from '../../timeline/as-of.js';
import { timelineOf } from '../../timeline/timeline.js';
import { RuleParameterWrong } from '../window.js';
import { firstFall, lowReturn } from './low-return.rule.js';

const DAY_MS = 86_400_000;
/** Somebody who comes about once a week and mostly goes on. */
const model: ReturnModel = {
  ...{ id: '0197a000-0000-7000-8000-000000000001', line: 'pt', horizonDays: 30 },
  parameters: { k: 2, r: 4, alpha: 2, a: 0.8, b: 6 },
  covariance: [
    [0.01, 0.005, 0, 0],
    [0.005, 0.01, 0, 0],
    [0, 0, 0.02, 0.015],
    [0, 0, 0.015, 0.02],
  ],
  recalibration: { intercept: 0, slope: 1 },
};
const aggregates = { returnModels: { pt: model } };
const practiceWith = (...rules: string[]) => aPractice({ settings: onlyRules(...rules), aggregates, mode: 'live' });
const practice = practiceWith('R34');

const weekly = (visits: number, from = at('2025-01-06T10:00Z')): APerson => {
  const person = aPerson();
  for (let visit = 0; visit < visits; visit += 1)
    person.visit(new Date(from + visit * 7 * DAY_MS).toISOString(), { serviceId: 'pt' });
  return person;
};

/** The first local midnight at which it fires, by asking every day. */
function firstDay(person: APerson, until = 200): string | null {
  for (let day = 0; day <= until; day += 1) {
    const asOf = new Date(at('2025-01-06T00:00Z') + day * DAY_MS).toISOString();
    if (firing(practice, person, asOf) === 'R34') return asOf.slice(0, 10);
  }
  return null;
}

describe('R34 MODEL_LOW_RETURN', () => {
  it('X11 R34 fires on the day on which the chance has fallen below .35 by .25 or more, and stays until something happens', () => {
    const person = weekly(8);
    const day = firstDay(person)!;
    const fires = at(`${day}T00:00Z`);
    const after = (days: number) => new Date(fires + days * DAY_MS).toISOString();
    expect(firing(practice, person, new Date(fires - 1).toISOString())).toBe('');
    for (const days of [0, 1, 20, 60]) expect(firing(practice, person, after(days))).toBe('R34');
    expect(firing(practice, weekly(8).visit(after(2), { serviceId: 'pt' }), after(3))).toBe('');
    const booked = weekly(8).booking(after(10), { serviceId: 'pt' });
    expect(firing(practice, booked, after(3))).toBe('');
  });

  it('X11 R34 the next change is that day exactly: until then every question would be answered alike', () => {
    const person = weekly(8);
    const quiet = evaluate(practice, person, '2025-02-25T12:00Z');
    expect(quiet.findings).toEqual([]);
    const changes = quiet.verdicts.find(({ rule }) => rule === 'R34')!.nextChangeAt;
    expect(changes).not.toBeNull();
    expect(new Date(changes!).toISOString().slice(0, 10)).toBe(firstDay(person));
  });

  it('X11 R34 says the chance with its interval, the model, and the facts that moved it; all as of that day, so that it stays as it is', () => {
    const person = weekly(8);
    const day = firstDay(person)!;
    const [finding] = evaluate(practice, person, `${day}T00:00Z`).findings;
    const [later] = evaluate(practice, person, new Date(at(`${day}T00:00Z`) + 30 * DAY_MS).toISOString()).findings;
    expect(later).toEqual(finding);
    const { chance, low, high, fellFrom, model: used } = finding!.parameters as Record<string, number>;
    expect(used).toBe(model.id);
    expect(chance).toBeLessThan(0.35);
    expect(fellFrom! - chance!).toBeGreaterThanOrEqual(0.25);
    expect(low).toBeLessThan(chance!);
    expect(high).toBeGreaterThan(chance!);
    expect(finding!.facts.slice(0, 3).map(({ says }) => says)).toEqual([
      expect.stringContaining('Nothing since the visit'),
      expect.stringContaining('Came again after 7 days'),
      expect.stringContaining('8 visits since the first'),
    ]);
    expect(finding!.class).toBe('S4');
  });

  it('R34 keeps silent where another rule has a reason, without a model, and in an audit (Q76)', () => {
    const person = weekly(8);
    const late = '2025-04-15T12:00Z';
    expect(firing(practice, person, late)).toBe('R34');
    expect(firing(practiceWith('R34', 'R03'), person, late)).toBe('R03');
    expect(firing(aPractice({ settings: onlyRules('R34'), mode: 'live' }), person, late)).toBe('');
    expect(firing(aPractice({ settings: onlyRules('R34'), aggregates }), person, late)).toBe('');
  });

  it('R34 keeps silent where the chance was low all along, or fell slowly', () => {
    const slow = { ...model, parameters: { k: 1, r: 0.5, alpha: 6, a: 0.9, b: 1.6 } };
    const unhurried = aPractice({
      ...{ settings: onlyRules('R34'), mode: 'live' as const },
      aggregates: { returnModels: { pt: slow } },
    });
    for (const visits of [1, 4])
      for (const asOf of ['2025-02-20T12:00Z', '2025-04-15T12:00Z', '2025-09-01T12:00Z'])
        expect(firing(unhurried, weekly(visits), asOf)).toBe('');
  });

  it('R34 keeps silent about a finished plan', () => {
    const plan = { id: 'k', line: 'pt', startedAt: '2025-01-06T08:00Z', specialty: 'PT', prescribedVisits: 8 } as const;
    expect(firing(practice, weekly(8).plan(plan), '2025-04-15T12:00Z')).toBe('');
  });

  it('R34 refuses shares that are none', () => {
    expect(() => lowReturn.prepare({ below: 35, fall: 0.25, days: 14 })).toThrow(RuleParameterWrong);
    expect(() => lowReturn.prepare({ below: 0.35, fall: 0.25, days: 0 })).toThrow('whole number of days');
  });

  it.each([1, 2, 3, 6])(
    'R34 looks no shorter than it must: the same first day as looking at every day of two years, k = %d',
    (k) => {
      const own = { ...model, parameters: { ...model.parameters, k, alpha: 4 / k } };
      for (const visits of [1, 2, 5, 12]) {
        const moment = new AsOf(at('2025-04-15T12:00Z'));
        const timeline = timelineOf(weekly(visits).facts, practice.viewAt(moment), moment)!;
        const stint = stintsOf(timeline).at(-1)!;
        const terms = { below: 0.35, fall: 0.25, days: 14 };
        const chances = Array.from({ length: 731 }, (_, day) => {
          const shown = returnChance(timeline, { ...own, line: 'pt' }, stint.visitDays.at(-1)!.day + day);
          return shown!.chance;
        });
        const day = chances.findIndex(
          (to, passed) =>
            to < 0.35 && Math.max(...chances.slice(Math.max(0, passed - 14), passed + 1)) - to >= 0.25 - 1e-9,
        );
        expect(firstFall(own, stint, terms)?.day ?? null).toBe(day < 0 ? null : stint.visitDays.at(-1)!.day + day);
      }
    },
  );
});

import { aPerson, at, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, onlyRules } from '../testing/a-practice.js';
import { returnOutlook } from './return-outlook.js';
import type { ReturnModel } from './return-model.js';

const DAY_MS = 86_400_000;
/** Somebody who comes about once a week and mostly goes on. */
const model: ReturnModel = {
  ...{ id: '0197a000-0000-7000-8000-000000000002', line: 'pt', horizonDays: 30 },
  parameters: { k: 2, r: 4, alpha: 2, a: 0.8, b: 6 },
  covariance: [
    [0.01, 0.005, 0, 0],
    [0.005, 0.01, 0, 0],
    [0, 0, 0.02, 0.015],
    [0, 0, 0.015, 0.02],
  ],
  recalibration: { intercept: 0, slope: 1 },
};
const practice = aPractice({ settings: onlyRules('R03'), aggregates: { returnModels: { pt: model } }, mode: 'live' });
const weekly = (visits: number): APerson => {
  const person = aPerson();
  for (let visit = 0; visit < visits; visit += 1)
    person.visit(new Date(at('2025-01-06T10:00Z') + visit * 7 * DAY_MS).toISOString(), { serviceId: 'pt' });
  return person;
};
const outlook = (person: APerson, asOf: string) => returnOutlook(practice, person.facts, at(asOf));

describe('how likely somebody comes again', () => {
  it('S4-23 gives the chance with its interval and the facts it rests on; it falls while nothing happens', () => {
    const [soon] = outlook(weekly(6), '2025-02-12T12:00Z');
    expect(soon).toMatchObject({ line: 'pt', withinDays: 30 });
    expect(soon!.because).toEqual([
      'Last visit 2025-02-10, 2 days ago.',
      '6 visits since 2025-01-06, 7 days apart on average.',
    ]);
    expect(soon!.low).toBeLessThan(soon!.chance!);
    expect(soon!.high).toBeGreaterThan(soon!.chance!);
    const [late] = outlook(weekly(6), '2025-03-24T12:00Z');
    expect(late!.chance).toBeLessThan(soon!.chance! / 2);
    expect(late!.because[0]).toBe('Last visit 2025-02-10, 42 days ago.');
  });

  it('S4-23 names a booking, which the estimate knows nothing of', () => {
    const booked = weekly(3).booking('2025-02-03T10:00Z', { serviceId: 'pt' });
    expect(outlook(booked, '2025-01-25T12:00Z')[0]!.because.at(-1)).toBe(
      'Booked for 2025-02-03: the estimate looks at visits alone, and knows nothing of it.',
    );
  });

  it('S4-23 says that it is not known where no model was calibrated, and nothing of who has no reason to come', () => {
    const dental = aPerson().visit('2025-01-06T10:00Z', { serviceId: 'dental' });
    expect(outlook(dental, '2025-02-01T12:00Z')).toEqual([
      expect.objectContaining({ chance: null, because: [expect.stringContaining('no calibrated model')] }),
    ]);
    expect(outlook(aPerson(), '2025-02-01T12:00Z')).toEqual([]);
  });
});

describe('a change of somebody’s own behaviour', () => {
  it('S1-07 prompts when an engaged patient stays away longer than their own rhythm explains, long before a fixed month', () => {
    const engaged = weekly(8);
    const first = (days: number) => {
      const asOf = new Date(at('2025-02-24T12:00Z') + days * DAY_MS).toISOString();
      return evaluate(practice, engaged, asOf).findings.map(({ rule }) => rule);
    };
    expect(first(10)).toEqual([]);
    expect(first(16)).toEqual(['R03']);
    const seldom = aPerson();
    for (const day of ['2024-11-04', '2024-12-16', '2025-01-20', '2025-02-24'])
      seldom.visit(`${day}T10:00Z`, { serviceId: 'pt' });
    const sameGap = new Date(at('2025-02-24T12:00Z') + 16 * DAY_MS).toISOString();
    expect(evaluate(practice, seldom, sameGap).findings).toEqual([]);
  });
});

import fc from 'fast-check';
import { householdReadUntil, minorsBornAfter } from './households-read.js';

const anInstant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) });

it('reads a household until the day on which the child is of age in every zone, and not a moment longer', () => {
  const births = fc.date({
    min: new Date(Date.UTC(1980, 0, 1)),
    max: new Date(Date.UTC(2040, 0, 1)),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(births, fc.constantFrom(16, 18, 19, 21), (birth, age) => {
      const bornOn = birth.toISOString().slice(0, 10);
      const until = householdReadUntil(bornOn, age);
      expect(bornOn > minorsBornAfter(until - 1, age)).toBe(true);
      expect(bornOn > minorsBornAfter(until, age)).toBe(false);
    }),
    {
      numRuns: 2000,
      examples: [
        [new Date('2008-02-29'), 18],
        [new Date('2010-03-01'), 18],
        [new Date('2010-02-28'), 18],
      ],
    },
  );
});

it('never goes back as time goes on', () => {
  fc.assert(
    fc.property(anInstant, fc.integer({ min: 0, max: 3 * 86_400_000 }), (now, later) => {
      expect(minorsBornAfter(now + later, 18) >= minorsBornAfter(now, 18)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

import fc from 'fast-check';
import { anInstant, randomPractice } from '../../../../test/support/random-facts.js';
import { aggregatesOf } from '../audit/aggregates.js';
import { evaluatePerson } from '../evaluate-person.js';
import { defaultSettings, preparePractice } from '../prepared-practice.js';
import type { EvaluationSettings } from '../settings.js';
import { aPerson, type APerson } from '../testing/a-person.js';
import { aPractice, evaluate, firing, onlyRules, type PracticeParts } from '../testing/a-practice.js';

/** Where the live list goes beyond the audit; the audit stays as decided. 2025-03-03 is a Monday, open from nine, UTC. */

const pt = { serviceId: 'pt' };
const plan = {
  id: 'k',
  line: 'pt',
  specialty: 'PT',
  prescribedVisits: 10,
  intervalDays: 7,
  startedAt: '2025-02-01T08:00Z',
} as const;

function says(
  rules: string[],
  person: APerson,
  asOf: string,
  parts: PracticeParts = {},
): { audit: string; live: string } {
  const settings = onlyRules(...rules);
  return {
    audit: firing(aPractice({ settings, ...parts }), person, asOf),
    live: firing(aPractice({ settings: { ...settings, mode: 'live' }, ...parts }), person, asOf),
  };
}

const fourVisits = (more: Partial<typeof plan> | { prescribedVisits: number } = {}): APerson => {
  const person = aPerson().plan({ ...plan, ...more });
  for (const day of ['2025-02-10', '2025-02-17', '2025-02-24', '2025-03-03']) person.visit(`${day}T10:00Z`, pt);
  return person;
};

describe('K11 an appointment that has passed without an outcome, in the live list', () => {
  const inTheRoom = (): APerson => fourVisits().booking('2025-03-10T09:15Z', pt);

  it('lists nobody who may be in the room, nor for two open days after', () => {
    expect(says(['R01'], inTheRoom(), '2025-03-10T09:30Z')).toEqual({ audit: 'R01', live: '' });
    expect(says(['R01'], inTheRoom(), '2025-03-12T08:59Z').live).toBe('');
  });

  it('then takes it for a visit that nobody wrote down: windows count from it', () => {
    expect(says(['R01'], inTheRoom(), '2025-03-13T08:59Z').live).toBe('');
    expect(says(['R01'], inTheRoom(), '2025-03-13T09:00Z').live).toBe('R01');
  });

  it('shows the appointment as what it is', () => {
    const settings = { ...onlyRules('R01'), mode: 'live' as const };
    const { findings, verdicts } = evaluate(aPractice({ settings }), inTheRoom(), '2025-03-13T09:00Z');
    expect(findings[0]?.facts[0]?.says).toContain('Appointment without an outcome on 2025-03-10');
    expect(verdicts.find(({ rule }) => rule === 'R01')?.fires).toBe(true);
  });

  it('leaves a plan alone that may be done with it', () => {
    const maybeDone = fourVisits({ prescribedVisits: 5 }).booking('2025-03-10T09:15Z', pt);
    expect(says(['R01', 'R04'], maybeDone, '2025-06-02T10:00Z')).toEqual({ audit: 'R01 R04', live: '' });
  });

  it('may have done what a recall asks for', () => {
    const recalled = aPerson()
      .visit('2024-09-02T10:00Z', { serviceId: 'de' })
      .with('recall', { type: 'de', dueOn: '2025-03-03' })
      .booking('2025-03-05T10:00Z', { serviceId: 'de' });
    expect(says(['R17'], recalled, '2025-04-07T10:00Z')).toEqual({ audit: 'R17', live: '' });
  });
});

describe('a slot that was just lost, in the live list', () => {
  const noShow = (): APerson => fourVisits().noShow('2025-03-10T10:00Z', pt, { updatedAt: '2025-03-10T10:20Z' });

  it('leaves the next open day to book again before anything but the loss itself counts', () => {
    expect(says(['R01'], noShow(), '2025-03-10T11:00Z')).toEqual({ audit: 'R01', live: '' });
    expect(says(['R01'], noShow(), '2025-03-11T08:59Z').live).toBe('');
    expect(says(['R01'], noShow(), '2025-03-11T09:00Z').live).toBe('R01');
  });

  it('leaves the rules of losses their own windows', () => {
    expect(says(['R06'], noShow(), '2025-03-11T09:00Z')).toEqual({ audit: 'R06', live: 'R06' });
  });

  it('is forgotten with the next visit', () => {
    const seen = noShow().visit('2025-03-11T08:00Z', pt);
    expect(says(['R01'], seen, '2025-03-14T09:00Z').live).toBe('R01');
  });
});

describe('R10 in the live list', () => {
  const services = { hygiene: { line: 'hygiene', specialty: 'DE', intervalDays: 182 } } as const;
  const once = (): APerson => aPerson().visit('2025-03-03T10:00Z', { serviceId: 'hygiene' });

  it('counts from the day on which the next visit would usually be, where visits are months apart', () => {
    expect(says(['R10'], once(), '2025-03-17T10:00Z', { services })).toEqual({ audit: 'R10', live: '' });
    expect(says(['R10'], once(), '2025-09-14T23:59Z', { services }).live).toBe('');
    expect(says(['R10'], once(), '2025-09-15T00:00Z', { services }).live).toBe('R10');
  });

  it('counts from the visit where a plan calls for the next one soon', () => {
    const begun = aPerson().plan(plan).visit('2025-03-03T10:00Z', pt);
    expect(says(['R10'], begun, '2025-03-05T09:00Z').live).toBe('R10');
  });
});

describe('R09 in the live list', () => {
  it('measures a booking from when it was made: coming back after long opens no gap (Q52 is the audit’s)', () => {
    const back = fourVisits().booking('2025-05-07T10:00Z', pt, { createdAt: '2025-05-05T10:00Z' });
    expect(says(['R09'], back, '2025-05-06T10:00Z')).toEqual({ audit: 'R09', live: '' });
    const far = fourVisits().booking('2025-05-07T10:00Z', pt, { createdAt: '2025-03-04T10:00Z' });
    expect(says(['R09'], far, '2025-03-06T10:00Z')).toEqual({ audit: 'R09', live: 'R09' });
  });
});

describe('R14 in the live list', () => {
  it('takes whatever follows a consult for what it led to', () => {
    const services = {
      first: { line: 'pt', specialty: 'PT', kind: 'consult' },
      other: { line: 'pt', specialty: 'PT', kind: 'touchpoint' },
    } as const;
    const person = aPerson()
      .visit('2025-03-03T10:00Z', { serviceId: 'first' })
      .visit('2025-03-04T10:00Z', { serviceId: 'other' });
    expect(says(['R14'], person, '2025-03-07T10:00Z', { services })).toEqual({ audit: 'R14', live: '' });
  });
});

describe('R19 in the live list', () => {
  it('lets a series rest that was paid for and used', () => {
    const services = { laser: { line: 'laser_hair', specialty: 'MS' } } as const;
    const used = aPerson()
      .visit('2025-03-03T10:00Z', { serviceId: 'laser' })
      .with('package', { line: 'laser_hair', unitsTotal: 6, unitsUsed: 6, purchasedAt: '2024-08-01T10:00Z' });
    expect(says(['R19'], used, '2025-06-02T10:00Z', { services })).toEqual({ audit: 'R19', live: '' });
  });
});

describe('the live list with every rule switched on', () => {
  const live: EvaluationSettings = { ...defaultSettings('audit'), mode: 'live' };

  it('answers the same at every instant before it says it can change', () => {
    fc.assert(
      fc.property(randomPractice, anInstant, fc.double({ min: 0, max: 1, noNaN: true }), (random, asOf, part) => {
        const persons = random.personsAt(asOf);
        const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), live);
        for (const person of persons) {
          const related = persons.filter((other) => other !== person);
          const now = evaluatePerson(practice, person, related, asOf);
          const end = now.nextChangeAt ?? asOf + 4000 * 86_400_000;
          for (const later of [end - 1, asOf + Math.floor((end - 1 - asOf) * part)]) {
            expect({ ...evaluatePerson(practice, person, related, later), asOf }).toEqual(now);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

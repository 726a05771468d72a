import fc from 'fast-check';
import { auditPractice } from './audit/audit-practice.js';
import { aggregatesOf } from './audit/aggregates.js';
import type { RecordsByKind } from './audit/group-persons.js';
import { evaluatePerson } from './evaluate-person.js';
import type { PersonEvaluation } from './evaluation.js';
import { defaultSettings, preparePractice } from './prepared-practice.js';
import type { RecordVersion } from './facts.js';
import { anInstant, randomPractice } from '../../../test/support/random-facts.js';

const settings = defaultSettings('audit');

describe('evaluation', () => {
  it('answers the same at every instant before it says it can change', () => {
    fc.assert(
      fc.property(randomPractice, anInstant, fc.double({ min: 0, max: 1, noNaN: true }), (random, asOf, part) => {
        const persons = random.personsAt(asOf);
        const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), settings);
        for (const person of persons) {
          const related = persons.filter((other) => other !== person);
          const now = evaluatePerson(practice, person, related, asOf);
          const end = now.nextChangeAt ?? asOf + 4000 * 86_400_000;
          expect(end).toBeGreaterThan(asOf);
          for (const later of [end - 1, asOf + Math.floor((end - 1 - asOf) * part)]) {
            expect({ ...evaluatePerson(practice, person, related, later), asOf }).toEqual(now);
          }
        }
      }),
      { numRuns: 120 },
    );
  });

  it('is not asked again for nothing: most wake-ups change the answer', () => {
    let wakeUps = 0;
    let changed = 0;
    for (const [random, asOf] of fc.sample(fc.tuple(randomPractice, anInstant), { numRuns: 150, seed: 7 })) {
      const persons = random.personsAt(asOf);
      const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), settings);
      for (const person of persons) {
        const related = persons.filter((other) => other !== person);
        const now = evaluatePerson(practice, person, related, asOf);
        if (now.nextChangeAt === null) continue;
        wakeUps += 1;
        const next = evaluatePerson(practice, person, related, now.nextChangeAt);
        if (said(next) !== said(now)) changed += 1;
      }
    }
    expect(wakeUps).toBeGreaterThan(100);
    expect(changed / wakeUps).toBeGreaterThan(0.5);
  });

  it('gives the same bytes in whatever order the records arrive', () => {
    fc.assert(
      fc.property(randomPractice, anInstant, fc.infiniteStream(fc.nat()), (random, asOf, numbers) => {
        const shuffled: RecordsByKind = Object.fromEntries(
          Object.entries(random.records).map(([kind, rows]) => [kind, shuffle(rows as RecordVersion[], numbers)]),
        );
        const audit = (records: RecordsByKind) =>
          auditPractice(
            { practice: random.facts, persons: random.personsAt(asOf, records) },
            { asOf, settings, source: {} },
          );
        expect(JSON.stringify(audit(shuffled))).toBe(JSON.stringify(audit(random.records)));
      }),
      { numRuns: 100 },
    );
  });
});

/** An answer without the instants at which it was and will be asked. */
function said(evaluation: PersonEvaluation): string {
  const verdicts = evaluation.verdicts.map((verdict) => ({ ...verdict, nextChangeAt: 0 }));
  return JSON.stringify({ ...evaluation, verdicts, asOf: 0, nextChangeAt: 0 });
}

function shuffle<T>(rows: readonly T[], numbers: fc.Stream<number>): T[] {
  return rows
    .map((row) => ({ row, key: numbers.next().value as number }))
    .sort((one, other) => one.key - other.key)
    .map(({ row }) => row);
}

import fc from 'fast-check';
import { readPlainly } from '../../../test/support/plain-reading.js';
import { anInstant, randomPractice } from '../../../test/support/random-facts.js';
import { aggregatesOf } from './audit/aggregates.js';
import { evaluatePerson } from './evaluate-person.js';
import { defaultSettings, preparePractice } from './prepared-practice.js';

describe('a second, plain reading of the rules', () => {
  it('says the same of random practices: state, findings with episodes, exclusions, since when', () => {
    fc.assert(
      fc.property(randomPractice, anInstant, (random, asOf) => {
        const persons = random.personsAt(asOf);
        const aggregates = aggregatesOf(persons, random.facts, asOf);
        const practice = preparePractice(random.facts, aggregates, defaultSettings('audit'));
        for (const person of persons) {
          const others = persons.filter((other) => other !== person);
          const { state, findings, exclusions, since } = evaluatePerson(practice, person, others, asOf);
          expect({
            state,
            findings: findings.map(({ rule, episode }) => `${rule} ${episode}`).sort(),
            excluded: exclusions.map(({ id }) => id),
            since,
          }).toEqual(readPlainly(random.facts, person, others, aggregates.lineMedianDays, asOf));
        }
      }),
      { numRuns: 80 },
    );
  });
});

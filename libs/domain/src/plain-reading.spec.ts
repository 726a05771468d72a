import fc from 'fast-check';
import { readPlainly, saidOf } from '../../../test/support/plain-reading.js';
import { aBriefInstant, briefPractice } from '../../../test/support/plain/brief-practice.js';
import { anInstant, randomPractice, type RandomPractice } from '../../../test/support/random-facts.js';
import { aggregatesOf } from './audit/aggregates.js';
import { evaluatePerson } from './evaluate-person.js';
import { defaultSettings, preparePractice } from './prepared-practice.js';
import type { Instant } from './records.js';

const settings = defaultSettings('audit');

describe('a second, plain reading of the rules', () => {
  it('says the same of random practices: state, findings with episodes, exclusions, since when', () => {
    fc.assert(fc.property(randomPractice, anInstant, expectTheSame), { numRuns: 80 });
  });

  it('says the same where much happens in three months', () => {
    fc.assert(fc.property(briefPractice, aBriefInstant, expectTheSame), { numRuns: 80 });
  });
});

function expectTheSame(random: RandomPractice, asOf: Instant): void {
  const persons = random.personsAt(asOf);
  const aggregates = aggregatesOf(persons, random.facts, asOf);
  const practice = preparePractice(random.facts, aggregates, settings);
  for (const person of persons) {
    const others = persons.filter((other) => other !== person);
    const { state, findings, exclusions, since } = evaluatePerson(practice, person, others, asOf);
    expect({
      state,
      findings: findings.map(saidOf).sort(),
      excluded: exclusions.map(({ id }) => id),
      since,
    }).toEqual(readPlainly(random.facts, person, others, aggregates.lineMedianDays, asOf));
  }
}

import fc from 'fast-check';
import { anInstant, randomPractice } from '../../../test/support/random-facts.js';
import { aggregatesOf } from './audit/aggregates.js';
import { evaluatePerson } from './evaluate-person.js';
import { defaultSettings, preparePractice } from './prepared-practice.js';
import { evaluationOfStored, storedAnswerOf, type StoredAnswer } from './stored-answer.js';

const SOME_DAY = Date.UTC(2025, 2, 3, 12);

describe('an answer as it is kept', () => {
  it.each(['audit', 'live'] as const)('reads in full, byte for byte, as it was given (%s)', (mode) => {
    const settings = defaultSettings(mode);
    let full = 0;
    let kept = 0;
    fc.assert(
      fc.property(randomPractice, anInstant, (random, asOf) => {
        const persons = random.personsAt(asOf);
        const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), settings);
        for (const person of persons) {
          const answer = evaluatePerson(practice, person, [], asOf);
          const json = JSON.stringify(storedAnswerOf(answer));
          expect(inOrder(evaluationOfStored(JSON.parse(json) as StoredAnswer, asOf))).toBe(inOrder(answer));
          full += JSON.stringify(answer.verdicts).length;
          kept += JSON.stringify(storedAnswerOf(answer).verdicts).length;
        }
      }),
      { numRuns: 60 },
    );
    expect(kept).toBeLessThan(full / 2);
  });

  it('still reads answers that were kept with every verdict in full', () => {
    const [random] = fc.sample(randomPractice, { numRuns: 1, seed: 3 });
    const persons = random!.personsAt(SOME_DAY);
    const practice = preparePractice(
      random!.facts,
      aggregatesOf(persons, random!.facts, SOME_DAY),
      defaultSettings('live'),
    );
    const answer = evaluatePerson(practice, persons[0]!, [], SOME_DAY);
    const { asOf, ...rest } = answer;
    expect(evaluationOfStored(rest, asOf)).toEqual(answer);
  });
});

/** The order of the fields is nobody's business: the database does not keep it either. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}

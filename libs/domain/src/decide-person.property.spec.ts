import fc from 'fast-check';
import { aggregatesOf } from './audit/aggregates.js';
import { decidePerson } from './decide-person.js';
import { evaluatePerson } from './evaluate-person.js';
import type { Decided, PersonDecision } from './evaluation.js';
import { defaultSettings, preparePractice } from './prepared-practice.js';
import { RULES } from './rules/index.js';
import type { EvaluationSettings } from './settings.js';
import { anInstant, randomPractice } from '../../../test/support/random-facts.js';

const NUM_RUNS = 40;
const live = defaultSettings('live');
const withModes = (modeOf: (id: string) => 'on' | 'off' | 'shadow'): EvaluationSettings => ({
  ...live,
  rules: Object.fromEntries(RULES.map(({ id, defaults }) => [id, { mode: modeOf(id), parameters: defaults }])),
});
/** As an audit asks; as a new practice does; with everything on; some on trial; few. */
const SETTINGS: [string, EvaluationSettings][] = [
  ['audit', defaultSettings('audit')],
  ['new practice', live],
  ['all on', withModes(() => 'on')],
  ['some on trial', withModes((id) => (id.endsWith('1') || id.endsWith('5') ? 'shadow' : 'on'))],
  ['few', withModes((id) => (['R01', 'R02', 'R18', 'R21'].includes(id) ? 'on' : 'off'))],
  ['behind', { ...withModes(() => 'on'), staleSources: [''] }],
];

describe('a decision without words', () => {
  it.each(SETTINGS)('is that of the answer in full, and changes when it does (X20): %s', (_name, settings) => {
    fc.assert(
      fc.property(randomPractice, anInstant, (random, asOf) => {
        const persons = random.personsAt(asOf);
        const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), settings);
        for (const person of persons) {
          const related = persons.filter((other) => other !== person);
          const answer = evaluatePerson(practice, person, related, asOf);
          const decision = decidePerson(practice, person, related, asOf);
          expect(bare(decision)).toEqual(bare({ ...answer, exclusions: answer.exclusions.map(({ id }) => id) }));
        }
      }),
      { numRuns: NUM_RUNS },
    );
  });
});

/** Rules that have their words at hand may give them unasked. */
function bare(decision: PersonDecision): PersonDecision {
  const { personId, asOf, state, since, contactable, nextChangeAt, findings, shadow, exclusions } = decision;
  const decided = (found: Decided): Decided => ({
    ...{ rule: found.rule, kind: found.kind, class: found.class, episode: found.episode, since: found.since },
  });
  return {
    ...{ personId, asOf, state, since, contactable, nextChangeAt, exclusions },
    findings: findings.map(decided),
    shadow: shadow.map(decided),
  };
}

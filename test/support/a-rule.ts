import type { Finding } from '../../libs/domain/src/evaluation.js';
import { at, type APerson } from '../../libs/domain/src/testing/a-person.js';
import { aPractice, evaluate, onlyRules, type PracticeParts } from '../../libs/domain/src/testing/a-practice.js';

/** One rule alone, asked at single instants. */
export interface RuleUnderTest {
  /** Its findings at an instant. */
  findings(person: APerson, asOf: string): Finding[];
  /** Episodes for which it fires, "-" where it names none. */
  fires(person: APerson, asOf: string): string;
  /** Why it does not, as a stable word. */
  silence(person: APerson, asOf: string): string;
  /** It holds from this instant on, and not a millisecond sooner; that is also what it says itself. */
  expectFrom(person: APerson, instant: string): void;
}

export function theRule(id: string, parts: PracticeParts = {}): RuleUnderTest {
  const practice = aPractice({ settings: onlyRules(id), ...parts });
  const findings = (person: APerson, asOf: string) => evaluate(practice, person, asOf).findings;
  return {
    findings,
    fires: (person, asOf) =>
      findings(person, asOf)
        .map(({ episode }) => episode ?? '-')
        .join(' '),
    silence: (person, asOf) =>
      evaluate(practice, person, asOf).verdicts.find(({ rule }) => rule === id)?.because ?? 'not asked',
    expectFrom: (person, instant) => {
      const before = evaluate(practice, person, new Date(at(instant) - 1).toISOString());
      expect({ before: before.findings, nextChangeAt: before.nextChangeAt }).toEqual({
        before: [],
        nextChangeAt: expect.any(Number),
      });
      expect(before.nextChangeAt).toBeLessThanOrEqual(at(instant));
      expect(findings(person, instant).map(({ rule, since }) => [rule, since])).toEqual([[id, at(instant)]]);
    },
  };
}

import fc from 'fast-check';
import { anInstant, randomPractice, type RandomPractice } from '../../../../test/support/random-facts.js';
import { runs } from '../../../../test/support/long-form.js';
import { aggregatesOf } from '../audit/aggregates.js';
import type { RecordsByKind } from '../audit/group-persons.js';
import { evaluatePerson } from '../evaluate-person.js';
import type { PersonEvaluation } from '../evaluation.js';
import { defaultSettings, preparePractice } from '../prepared-practice.js';
import type { Instant } from '../records.js';
import { compareText } from '../timeline/versions.js';
import type { CaseSnapshot } from './case.js';
import { reconcileCase } from './reconcile.js';

/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(12);
const settings = defaultSettings('audit');
const PARTS = [0, 1, 2, 3];

/** Every order of four things. */
function orders(things: readonly number[]): number[][] {
  if (things.length < 2) return [[...things]];
  return things.flatMap((first) => orders(things.filter((each) => each !== first)).map((rest) => [first, ...rest]));
}

/** The records of some of the four parts into which they are dealt, one part after the other as they arrive. */
function arrived(records: RecordsByKind, parts: readonly number[]): RecordsByKind {
  const dealt = Object.entries(records).map(([kind, rows]) => [
    kind,
    kind === 'patient'
      ? rows
      : parts.flatMap((part) => (rows as unknown[]).filter((_, place) => place % PARTS.length === part)),
  ]);
  return Object.fromEntries(dealt) as RecordsByKind;
}

function answers(random: RandomPractice, asOf: Instant, records: RecordsByKind): Map<string, PersonEvaluation> {
  const persons = random.personsAt(asOf, records);
  const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), settings);
  const related = (personId: string) => persons.filter((other) => other.personId !== personId);
  return new Map(
    persons.map((person) => [person.personId, evaluatePerson(practice, person, related(person.personId), asOf)]),
  );
}

const byPerson = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) => compareText(one, other);

/** What is shown of a case, whatever became of it on the way. */
function shown(snapshot: CaseSnapshot): unknown {
  const { reopenedCount: _times, firstOpenedAt: _when, ...rest } = snapshot;
  return rest;
}

it('S-11 the 24 orders in which the same facts can arrive end in the same findings and in the same cases', () => {
  let cases = 0;
  fc.assert(
    fc.property(randomPractice, anInstant, (random, asOf) => {
      const whole = answers(random, asOf, random.records);
      const outcomes = orders(PARTS).map((order) => {
        const standing = new Map<string, CaseSnapshot>();
        let last = new Map<string, PersonEvaluation>();
        for (const [place] of order.entries()) {
          last = answers(random, asOf, arrived(random.records, order.slice(0, place + 1)));
          for (const [personId, evaluation] of last) {
            const { row } = reconcileCase(standing.get(personId) ?? null, evaluation, {
              ...{ now: asOf, warmUp: false, backlog: false },
            });
            if (row !== null) standing.set(personId, row);
          }
        }
        const open = [...standing].filter(([, { state }]) => state === 'open');
        return JSON.stringify({
          answers: [...last].sort(byPerson),
          cases: open.map(([personId, row]) => [personId, shown(row)] as const).sort(byPerson),
        });
      });
      expect(new Set(outcomes).size).toBe(1);
      const { answers: final, cases: open } = JSON.parse(outcomes[0]!) as { answers: unknown; cases: [string][] };
      expect(JSON.stringify(final)).toBe(JSON.stringify([...whole].sort(byPerson)));
      const offTrack = [...whole].filter(([, { state }]) => state === 'off_track').map(([personId]) => personId);
      expect(open.map(([personId]) => personId)).toEqual(offTrack.sort());
      cases += open.length;
    }),
    { numRuns: RUNS },
  );
  expect(cases).toBeGreaterThan(0);
});

it('S-11 asked twice, with a practice prepared anew, every byte is the same', () => {
  fc.assert(
    fc.property(randomPractice, anInstant, (random, asOf) => {
      const bytes = () => JSON.stringify([...answers(random, asOf, random.records)]);
      expect(bytes()).toBe(bytes());
    }),
    { numRuns: 5 * RUNS },
  );
});

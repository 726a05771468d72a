import fc from 'fast-check';
import { anInstant, randomPractice, type RandomPractice } from '../../../../test/support/random-facts.js';
import { runs } from '../../../../test/support/long-form.js';
import { aggregatesOf } from '../audit/aggregates.js';
import { evaluatePerson } from '../evaluate-person.js';
import type { Finding } from '../evaluation.js';
import type { PersonFacts } from '../facts.js';
import { defaultSettings, preparePractice } from '../prepared-practice.js';
import type { Instant } from '../records.js';
import { aPerson, at } from '../testing/a-person.js';
import { aPractice, evaluate } from '../testing/a-practice.js';
import { zoneOf } from '../zones/zone.js';
import { explanationFaults } from './explanation-faults.js';

/** More with PROPERTY_RUNS, for a night. */
const RUNS = runs(150);
const settings = defaultSettings('audit');

function everyFinding(random: RandomPractice, asOf: Instant): { finding: Finding; person: PersonFacts }[] {
  const persons = random.personsAt(asOf);
  const practice = preparePractice(random.facts, aggregatesOf(persons, random.facts, asOf), settings);
  return persons.flatMap((person) => {
    const related = persons.filter((other) => other !== person);
    return evaluatePerson(practice, person, related, asOf).findings.map((finding) => ({ finding, person }));
  });
}

describe('an explanation', () => {
  it('X01 names records that exist and were known, and says no date and no number that they do not', () => {
    const looked = new Map<string, number>();
    fc.assert(
      fc.property(randomPractice, anInstant, (random, asOf) => {
        const zones = random.facts.locations.map(({ data }) => zoneOf(data.timezone ?? 'UTC'));
        for (const { finding, person } of everyFinding(random, asOf)) {
          looked.set(finding.rule, (looked.get(finding.rule) ?? 0) + 1);
          expect({ finding, faults: explanationFaults(finding, { person, asOf, zones }) }).toEqual({
            finding,
            faults: [],
          });
        }
      }),
      { numRuns: RUNS },
    );
    expect(looked.size).toBeGreaterThan(15);
  });

  it('X01 rests on nothing that was recorded later: rows planted after the instant change no word of it', () => {
    fc.assert(
      fc.property(randomPractice, anInstant, fc.nat({ max: 40 }), (random, asOf, days) => {
        const before = everyFinding(random, asOf).map(({ finding }) => finding);
        const planted = withLaterRows(random, asOf + 1 + days * 86_400_000);
        expect(everyFinding(planted, asOf).map(({ finding }) => finding)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('X01 that names a later fact, a fact of nobody or a date of no fact is found out', () => {
    const zones = [zoneOf('UTC')];
    const person = aPerson()
      .visit('2025-02-25T10:00Z', { serviceId: 'pt' }, { updatedAt: '2025-02-25T11:00Z' })
      .visit('2025-03-04T10:00Z', { id: 'later', serviceId: 'pt' }, { updatedAt: '2025-03-04T11:00Z' });
    const [finding] = evaluate(aPractice(), person, '2025-03-01T12:00Z').findings;
    const [fact] = finding!.facts;
    const faults = (change: Partial<Finding>) =>
      explanationFaults({ ...finding!, ...change }, { person: person.facts, asOf: at('2025-03-01T12:00Z'), zones });
    expect(faults({})).toEqual([]);
    const later = { ...fact!, id: 'later', recordedAt: at('2025-03-04T11:00Z') };
    expect(faults({ facts: [fact!, later] })).toEqual(['appointment later was recorded later']);
    expect(faults({ facts: [fact!, { ...later, recordedAt: null }] })).toEqual(['appointment later was not known yet']);
    expect(faults({ facts: [fact!, { ...fact!, id: 'a99' }] })).toEqual(['appointment a99 is not on record']);
    expect(faults({ facts: [{ ...fact!, source: 'another' }] })).toEqual([`appointment ${fact!.id} is not on record`]);
    expect(faults({ facts: [{ ...fact!, effectiveAt: at('2025-02-24T10:00Z') }] })).toEqual([
      `appointment ${fact!.id} was at another time`,
    ]);
    expect(faults({ facts: [{ ...fact!, effectiveAt: null }] })).toEqual([
      `appointment ${fact!.id} was at another time`,
    ]);
    expect(faults({ facts: [{ ...fact!, recordedAt: at('2025-02-01T00:00Z') }] })).toEqual([
      `appointment ${fact!.id} was recorded at another time`,
    ]);
    expect(faults({ reason: `${finding!.reason} Lost 2025-02-20 at 08:15, 412 days.` })).toEqual([
      'the date 2025-02-20 is of no fact',
      'the time 08:15 is of no fact',
      'the number 412 is of no fact',
    ]);
  });
});

/** Every appointment and every plan once more, as somebody will write it later: over, and of another day. */
function withLaterRows(random: RandomPractice, recordedAt: Instant): RandomPractice {
  const later = <Row extends { recordedAt: Instant | null; updatedAt: Instant | null }>(
    rows: readonly Row[],
    change: (row: Row) => Partial<Row>,
  ): Row[] => [
    ...rows,
    ...rows.map((row) => {
      const at_ = Math.max(recordedAt, (row.recordedAt ?? 0) + 1);
      return { ...row, ...change(row), recordedAt: at_, updatedAt: at_ };
    }),
  ];
  const { appointment = [], plan = [] } = random.records;
  const records: RandomPractice['records'] = {
    ...random.records,
    appointment: later(appointment, ({ data, sequence }) => ({
      sequence: sequence + 1000,
      data: { ...data, status: 'completed', startsAt: data.startsAt + 86_400_000 },
    })),
    plan: later(plan, ({ data, sequence }) => ({ sequence: sequence + 1000, data: { ...data, status: 'completed' } })),
  };
  return { ...random, records, personsAt: (asOf, given = records) => random.personsAt(asOf, given) };
}

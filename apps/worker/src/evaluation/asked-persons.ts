import { RelationQueries, TimelineQueries, together, type Related, type Transaction } from '@keepwell/database';
import { evaluatePerson, householdReadUntil, type Instant, type LocalDate, type PersonFacts } from '@keepwell/domain';
import type { Evaluated } from './answer.js';
import type { PracticeBasis } from './practice-basis.js';
import { readinessOfPerson } from './source-standing.js';

/** What is known of some persons, and of those whose facts their answers look at. */
export class AskedPersons {
  constructor(
    readonly facts: ReadonlyMap<string, PersonFacts>,
    private readonly needed: ReadonlyMap<string, Related>,
  ) {}

  /** Nothing is on record any more of one who is not: merged away, or gone. */
  isThere(personId: string): boolean {
    return isThere(this.facts.get(personId));
  }

  /** With what was read later of more persons. */
  and(later: AskedPersons): AskedPersons {
    return new AskedPersons(new Map([...this.facts, ...later.facts]), new Map([...this.needed, ...later.needed]));
  }

  evaluate(personId: string, basis: PracticeBasis, now: Instant): Evaluated {
    const person = this.facts.get(personId);
    if (person === undefined) throw new Error(`No facts were read for person ${personId}`);
    const { ids, minorBornOn } = this.needed.get(personId) ?? { ids: [], minorBornOn: null };
    const until = minorBornOn === null ? null : householdReadUntil(minorBornOn, basis.majorityAgeYears);
    const others = ids.map((id) => this.facts.get(id)).filter((other) => isThere(other));
    const evaluation = evaluatePerson(basis.prepared, person, others as PersonFacts[], now);
    const warmUp = readinessOfPerson(person, basis.readiness) === 'first_read';
    return { facts: person, evaluation, looked: { related: ids, until }, warmUp };
  }
}

export class AskedPersonReader {
  private readonly timelines = new TimelineQueries();
  private readonly relations = new RelationQueries();

  /** `bornAfter`: nobody born on or before this date is a minor. */
  async read(tx: Transaction, practiceId: string, asked: string[], bornAfter: LocalDate): Promise<AskedPersons> {
    if (asked.length === 0) return new AskedPersons(new Map(), new Map());
    const [needed, own] = await together(
      this.relations.needed(tx, practiceId, asked, bornAfter),
      this.timelines.currentFacts(tx, practiceId, asked),
    );
    const known = new Set(asked);
    const others = new Set([...needed.values()].flatMap(({ ids }) => ids.filter((id) => !known.has(id))));
    const facts = [...own, ...(await this.timelines.currentFacts(tx, practiceId, [...others]))];
    return new AskedPersons(new Map(facts.map((person) => [person.personId, person])), needed);
  }
}

function isThere(facts: PersonFacts | undefined): boolean {
  return facts !== undefined && facts.patients.length > 0;
}

import type { PersonFacts } from '@keepwell/domain';

/**
 * For each person, who else their answer looks at: the household, for a guardian (E05), and whoever shares the birth date,
 * for a possible duplicate (Q42).
 */
export function relatedPersons(persons: readonly PersonFacts[]): (person: PersonFacts) => PersonFacts[] {
  const groups = new Map<string, PersonFacts[]>();
  const keysOf = (person: PersonFacts) => {
    const keys = new Set<string>();
    for (const { source, data } of person.patients.flat()) {
      if (data.householdId !== null) keys.add(`household ${source} ${data.householdId}`);
      if (data.birthDate !== null) keys.add(`born ${data.birthDate}`);
    }
    return keys;
  };
  for (const person of persons) {
    for (const key of keysOf(person)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [person]);
      else group.push(person);
    }
  }
  const sharing = (person: PersonFacts) => [...keysOf(person)].flatMap((key) => groups.get(key) ?? []);
  return (person) => {
    // One step further for the guardian of a record that looks like the same person.
    const near = new Set(sharing(person));
    const related = new Set([...near].flatMap(sharing));
    related.delete(person);
    return [...related];
  };
}

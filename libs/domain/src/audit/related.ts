import { looksLikeTwin } from '../exclusions/twin.js';
import type { PersonFacts } from '../facts.js';
import type { Patient } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { seeRecord } from '../timeline/versions.js';

interface Known {
  person: PersonFacts;
  patient: Patient;
  household: string | null;
}

function push<K>(groups: Map<K, Known[]>, key: K, known: Known): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [known]);
  else group.push(known);
}

/**
 * Who may matter for somebody else's answer: the household (E05), records that look like the same person (Q42), and the
 * households of those, since a minor twin counts only with a guardian.
 */
export function relatedPersons(persons: readonly PersonFacts[], asOf: AsOf): (person: PersonFacts) => PersonFacts[] {
  const households = new Map<string, Known[]>();
  const birthDates = new Map<string, Known[]>();
  const knownOf = new Map<PersonFacts, Known>();
  for (const person of persons) {
    const row = seeRecord(person.patients[0] ?? [], asOf)?.row;
    if (row === undefined) continue;
    const text = row.data.householdId?.trim() ?? '';
    const known = { person, patient: row.data, household: text === '' ? null : `${row.source}\u0000${text}` };
    knownOf.set(person, known);
    if (known.household !== null) push(households, known.household, known);
    if (row.data.birthDate !== null) push(birthDates, row.data.birthDate, known);
  }
  const livingWith = ({ household }: Known): Known[] => (household === null ? [] : (households.get(household) ?? []));

  return (person) => {
    const known = knownOf.get(person);
    if (known === undefined) return [];
    const sameBirthDate = known.patient.birthDate === null ? [] : (birthDates.get(known.patient.birthDate) ?? []);
    const twins = sameBirthDate.filter((other) => other !== known && looksLikeTwin(known.patient, other.patient));
    const related = new Set([...livingWith(known), ...twins, ...twins.flatMap(livingWith)]);
    related.delete(known);
    return [...related].map((other) => other.person);
  };
}

import type { SequenceToRun } from '@keepwell/database';
import type { Specialty } from '@keepwell/domain';

/**
 * The sequences offered for a case, the recommended one first: those made for its reasons before those for any, those of the practice's
 * own specialty before the others. Where the general playbook has one of the same name, the specialty's own is offered alone.
 */
export function offeredFor(
  sequences: readonly SequenceToRun[],
  { rules, specialty }: { rules: readonly string[]; specialty: Specialty | null },
): SequenceToRun[] {
  const fits = ({ rules: made }: SequenceToRun) => made.length === 0 || made.some((rule) => rules.includes(rule));
  const isOurs = ({ specialties }: SequenceToRun) =>
    specialties.length === 0 || specialty === null || specialties.includes(specialty) || specialties.includes('any');
  const rank = ({ rules: made, specialties }: SequenceToRun) =>
    (made.some((rule) => rules.includes(rule)) ? 2 : 0) +
    (specialty !== null && specialties.includes(specialty) ? 1 : 0);
  const ranked = sequences
    .filter((sequence) => fits(sequence) && isOurs(sequence))
    .toSorted((one, other) => rank(other) - rank(one) || one.key.localeCompare(other.key, 'en'));
  return ranked.filter(({ name }, place) => ranked.findIndex((each) => each.name === name) === place);
}

import type { Specialty } from '../records.js';
import { lineKey } from '../timeline/practice.js';
import type { CareTemplates, TierTemplate } from './template.js';

/** Of what ships, what is of these specialties. */
export function shippedFor({ programs, tiers }: CareTemplates, specialties: readonly string[]): CareTemplates {
  const isTheirs = ({ specialty }: { specialty: Specialty }): boolean => specialties.includes(specialty);
  return { programs: programs.filter(isTheirs), tiers: tiers.filter(isTheirs) };
}

type Called = Pick<TierTemplate, 'id' | 'name' | 'specialty'>;

/**
 * Of what ships for these specialties, what a practice that writes its own templates has not described, by id or by a name of the same
 * specialty. A program leads to the practice's own tier of the same name where there is one.
 */
export function notYetDescribed(
  shipped: CareTemplates,
  specialties: readonly string[],
  own: CareTemplates,
): CareTemplates {
  const theirs = shippedFor(shipped, specialties);
  const sameIn =
    <T extends Called>(items: readonly T[]) =>
    ({ id, name, specialty }: Called): T | undefined =>
      items.find((one) => one.id === id || (one.specialty === specialty && lineKey(one.name) === lineKey(name)));
  const [ownProgram, ownTier] = [sameIn(own.programs), sameIn(own.tiers)];
  return {
    tiers: theirs.tiers.filter((tier) => ownTier(tier) === undefined),
    programs: theirs.programs
      .filter((program) => ownProgram(program) === undefined)
      .map((program) => {
        const tier = theirs.tiers.find(({ id }) => id === program.leadsTo);
        return { ...program, leadsTo: tier === undefined ? null : (ownTier(tier) ?? tier).id };
      }),
  };
}

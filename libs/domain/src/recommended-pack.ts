import { SPECIALTIES, type Specialty } from './records.js';
import { CATALOGUE_RULES } from './rules/index.js';
import type { Rule } from './rules/rule.js';

/** Rules that speak of people who still come, or of members who use little: a true sentence, and none about leaving. */
export const NOT_ABOUT_LEAVING: readonly string[] = ['R08', 'R09', 'R11', 'R12', 'R23', 'R30'];

const STILL_COME = 'It speaks, truly, of patients who still come; that is not leaving.';
const NEEDS_MODEL = 'It needs a calibrated model of the chance to return, and was not part of the measurement.';

/** The rules that a practice of these specialties does best to switch on, and those of its catalogue that are better left. */
export interface RecommendedPack {
  /** Rule ids, in the order of the catalogue. */
  on: string[];
  leftOut: { rule: string; why: string }[];
}

/**
 * The pack with which detection was measured (docs/detection.md), as far as the specialties' rule packs name its rules. Where no
 * specialty is known, all of them: a rule says nothing where it has nothing to look at. What a practice asks besides the
 * catalogue (P01 …) is its own choice and stands in neither list.
 */
export function recommendedPack(specialties: readonly Specialty[]): RecommendedPack {
  const own = specialties.length === 0 ? SPECIALTIES : specialties;
  const pack: RecommendedPack = { on: [], leftOut: [] };
  for (const rule of CATALOGUE_RULES) {
    if (!own.some((specialty) => runsIn(rule, specialty))) continue;
    const why = NOT_ABOUT_LEAVING.includes(rule.id) ? STILL_COME : rule.id === 'R34' ? NEEDS_MODEL : null;
    if (why === null) pack.on.push(rule.id);
    else pack.leftOut.push({ rule: rule.id, why });
  }
  return pack;
}

/** Whether the specialty's pack names the rule: by a threshold of its own, or where there are none by specialty, by `startsIn`. */
export function runsIn(
  { defaults, startsIn = SPECIALTIES }: Pick<Rule, 'defaults' | 'startsIn'>,
  specialty: Specialty,
): boolean {
  const names = Object.keys(defaults);
  const isOf = (name: string, one: Specialty): boolean => name === one || name.startsWith(`${one}_`);
  const goesBySpecialty = names.some((name) => name === 'all' || SPECIALTIES.some((one) => isOf(name, one)));
  if (!goesBySpecialty) return startsIn.includes(specialty);
  return defaults[specialty] !== undefined || defaults.all !== undefined;
}

/** How the pack did in simulated practices on which nothing was tuned; a test holds these to be the figures of docs/detection.md. */
export interface MeasuredPack {
  /** Null: practices of all six specialties together. */
  specialty: Specialty | null;
  /** As docs/detection.md names it. */
  world: string;
  cases: number;
  /** Share of the cases in which the patient was truly off-track. */
  precision: number;
  dropOffs: number;
  /** Share of the patients who dropped off that were listed. */
  recall: number;
  /** Median days from the last commitment to the listing. */
  delayDays: number;
}

const MEASURED: readonly MeasuredPack[] = [
  {
    ...{ specialty: 'PT', world: 'physio, tidy files' },
    ...{ cases: 1509, precision: 0.981, dropOffs: 217, recall: 1, delayDays: 1.3 },
  },
  {
    ...{ specialty: 'DE', world: 'dental, tidy files' },
    ...{ cases: 649, precision: 1, dropOffs: 232, recall: 1, delayDays: 12.8 },
  },
  {
    ...{ specialty: null, world: 'six specialties, untidy files' },
    ...{ cases: 1236, precision: 0.935, dropOffs: 249, recall: 0.996, delayDays: 3.7 },
  },
];

/** What was measured that says something about a practice of these specialties: its own worlds, and always the untidy one. */
export function measuredPacks(specialties: readonly Specialty[]): MeasuredPack[] {
  return MEASURED.filter(({ specialty }) => specialty === null || specialties.includes(specialty));
}

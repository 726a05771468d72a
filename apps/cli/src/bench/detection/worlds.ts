import { DAY_MS } from './days.js';
import { simulatePractice, USUAL_FLAWS, type Practice, type PracticeOptions } from '@keepwell/simulator';

/** Seeds on which rules and parameters were tried out. What is published is measured on the others. */
export const TUNING_SEEDS: readonly number[] = [101, 102, 103, 104, 105];
export const FIRST_HELD_OUT_SEED = 9001;

export interface World {
  id: 'physio' | 'dental' | 'mixed' | 'quiet' | 'no_leavers';
  says: string;
  options: Pick<PracticeOptions, 'mix' | 'flaws' | 'leavers' | 'stragglers'>;
}

export const WORLDS: readonly World[] = [
  { id: 'physio', says: 'physiotherapy, tidy files', options: { mix: { PT: 1 } } },
  { id: 'dental', says: 'dentistry, tidy files', options: { mix: { DE: 1 } } },
  { id: 'mixed', says: 'six specialties, untidy files', options: { flaws: USUAL_FLAWS } },
  { id: 'quiet', says: 'six specialties, nobody drops off', options: { leavers: 0, stragglers: false } },
  { id: 'no_leavers', says: 'six specialties, nobody means to leave, some are slow', options: { leavers: 0 } },
];

/** The day on which the walk ends; it begins `WALKED_DAYS` before. */
const LAST_DAY = Date.UTC(2026, 9, 30, 9, 30);
export const WALKED_DAYS = 182;
const HISTORY_MONTHS = 24;

export function practiceOf(world: World, seed: number, patients: number): Practice {
  return simulatePractice({
    ...world.options,
    seed,
    patients,
    asOf: LAST_DAY,
    months: HISTORY_MONTHS,
    // Long enough to see who comes back by themselves after the walk.
    aheadDays: 120,
  });
}

/** The mornings at which the team looks at its list. */
export function walkedMornings(days = WALKED_DAYS): number[] {
  return Array.from({ length: days + 1 }, (_, index) => LAST_DAY - (days - index) * DAY_MS);
}

export function seedsOf(count: number, tuning: boolean, first = FIRST_HELD_OUT_SEED): number[] {
  if (tuning) return TUNING_SEEDS.slice(0, count);
  return Array.from({ length: count }, (_, index) => first + index);
}

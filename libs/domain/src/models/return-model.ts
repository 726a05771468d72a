import type { Specialty } from '../records.js';
import type { Timeline } from '../timeline/timeline.js';
import type { Recalibration } from '../proof/calibration.js';
import type { EpochDay } from '../zones/calendar-date.js';
import { historyOf, stintsOf } from './histories.js';
import { chanceWithInterval, type Chance } from './map-fit.js';
import { chanceOfReturn, type ReturnParameters } from './mbg-cnbd-k.js';
import type { VisitHistory } from './visit-history.js';

/** What is needed to ask a fitted model of one line: stored, and handed to the rules with the practice. */
export interface ReturnModel {
  /** Of the stored row. */
  id: string;
  /** Trimmed, lower case; `''` is the unknown line. */
  line: string;
  /** Within so many days somebody must come to count as returned. */
  horizonDays: number;
  parameters: ReturnParameters;
  /** Of the logarithms of r, alpha, a, b. */
  covariance: number[][];
  /** What later weeks taught about its probabilities; applied on the logit scale. */
  recalibration: Recalibration;
}

/** Days within which somebody counts as returned: the horizon of drop-off (RC 1.6), after the usual interval where that runs past due. */
export const RETURN_DAYS: Record<Specialty, number> = { PT: 30, PR: 21, MS: 88, DE: 272, MB: 60, DPC: 365 };

export function returnDays(specialty: Specialty | null): number {
  return specialty === null ? RETURN_DAYS.PT : RETURN_DAYS[specialty];
}

/** Nothing is said more surely than one in a thousand: beyond that a formula speaks, no experience. */
const EDGE = 0.001;
const DAYS_PER_WEEK = 7;

export function withinReason(chance: number): number {
  return Math.min(Math.max(chance, EDGE), 1 - EDGE);
}

/** A probability as later weeks taught to read it. */
export function recalibrated(chance: number, { intercept, slope }: Recalibration): number {
  const inside = withinReason(chance);
  return 1 / (1 + Math.exp(-(intercept + slope * Math.log(inside / (1 - inside)))));
}

/** The chance of a visit within the model's horizon, as it reads after the later weeks. No interval: for many days in a row. */
export function chanceWithin({ parameters, recalibration, horizonDays }: ReturnModel, history: VisitHistory): number {
  return recalibrated(chanceOfReturn(parameters, history, horizonDays / DAYS_PER_WEEK), recalibration);
}

/** The same with its 95 % interval; `weeks`: another horizon than the one it was measured for. */
export function returnChanceOf(model: ReturnModel, history: VisitHistory, weeks?: number): Chance {
  const within = weeks ?? model.horizonDays / DAYS_PER_WEEK;
  return chanceWithInterval(model, history, within, (chance) => recalibrated(chance, model.recalibration));
}

/**
 * A person's own chance of a visit in a line, from what was known of them: for ranking, and for whoever asks why. `today` is a local day.
 * Null where they have no visit in the line, or no reason to come any more (discharged, all visits made, gone).
 */
export function returnChance(
  timeline: Timeline,
  model: ReturnModel,
  today: EpochDay,
  weeks?: number,
): (Chance & { history: VisitHistory }) | null {
  const stint = stintsOf(timeline).findLast(({ line }) => line === model.line);
  if (stint === undefined || stint.endedOn !== null) return null;
  const history = historyOf(stint, today);
  return { ...returnChanceOf(model, history, weeks), history };
}

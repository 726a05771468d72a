import type { ReturnModel } from './models/return-model.js';
import type { Specialty } from './records.js';

/** Values of a rule as a practice may change them, e.g. `{ PT: "2 BD", PR: "1 BD" }`: specialty (or `all`) → window. */
export type RuleParameters = Record<string, string | number>;

/** `shadow`: it is asked and what it finds is kept apart, to be judged; it lists nobody and changes no state. */
export type RuleMode = 'on' | 'shadow' | 'off';

export interface RuleSetting {
  mode: RuleMode;
  parameters: RuleParameters;
}

export interface EvaluationSettings {
  /** An audit asks about a folder: nothing is stale and no exclusion of the live product applies (Q08, Q19). */
  mode: 'audit' | 'live';
  majorityAgeYears: number;
  /** Connections that are behind: rules resting on an absence wait for them (E12). */
  staleSources: string[];
  /** By rule id; a rule that is not named runs with its defaults. */
  rules: Record<string, RuleSetting>;
  /**
   * What holds instead for persons whose own (surviving) record names a location, by `locationKey` and rule id. A rule that is
   * not named there is used as in the whole practice; where an appointment takes place plays no part.
   */
  locations?: Record<string, Record<string, RuleSetting>>;
}

/** A location by the source that names it, and its id there: ids of two sources may be alike. */
export function locationKey(source: string, locationId: string): string {
  return `${source} ${locationId}`;
}

/** What the answer about one person takes from the whole practice. */
export interface PracticeAggregates {
  /** Sources in which no appointment ever has an outcome (Q28). */
  sourcesWithoutOutcomes: string[];
  /** Every specialty that a plan names (Q31: "exactly one specialty"). */
  planSpecialties: Specialty[];
  /** By service line (trimmed, lower case; `''` is the unknown line): the median gap in days over all persons (Q10). */
  lineMedianDays: Record<string, number>;
  /**
   * Open days within which outcomes are usually entered, by source and by `locationKey` (K11); absent: two. Only the live list waits for them.
   */
  outcomeDays?: Readonly<Record<string, number>>;
  /** Calibrated models of return by service line (R34); a line without one has none that may be used. */
  returnModels?: Readonly<Record<string, ReturnModel>>;
}

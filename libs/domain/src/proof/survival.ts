/** Who is still there, as time or visits go by, when some are only known to have been there until now (RC 6.5). */

export interface Observed {
  /** Time or number of visits until it happened, or until which we have looked. */
  until: number;
  happened: boolean;
}

export interface SurvivalStep {
  at: number;
  atRisk: number;
  events: number;
  survival: number;
  /** Greenwood's standard error of `survival`. */
  standardError: number;
}

/** Kaplan and Meier's estimate: one step for each instant at which it happened to somebody. */
export function kaplanMeier(observed: readonly Observed[]): SurvivalStep[] {
  let survival = 1;
  let greenwood = 0;
  return times(observed, ({ happened }) => happened).map((at) => {
    const atRisk = observed.filter(({ until }) => until >= at).length;
    const events = observed.filter(({ until, happened }) => happened && until === at).length;
    survival *= 1 - events / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    const standardError = survival === 0 ? 0 : survival * Math.sqrt(greenwood);
    return { at, atRisk, events, survival, standardError };
  });
}

/** A log-log interval of a step: it stays between 0 and 1. At the ends nothing can be said. */
export function survivalInterval({ survival, standardError }: SurvivalStep, z: number): { low: number; high: number } {
  if (survival <= 0 || survival >= 1) return { low: 0, high: 1 };
  const log = Math.log(survival);
  const spread = (z * standardError) / (survival * Math.abs(log));
  return { low: survival ** Math.exp(spread), high: survival ** Math.exp(-spread) };
}

export interface CompetingObserved {
  until: number;
  /** What ended it; null: still there when we looked. */
  ended: string | null;
}

/** Up to each time: the share for whom it had ended in this way, other ways of ending being no censoring. */
export function cumulativeIncidence(
  observed: readonly CompetingObserved[],
  way: string,
): { at: number; incidence: number }[] {
  let still = 1;
  let incidence = 0;
  return times(observed, ({ ended }) => ended !== null).map((at) => {
    const atRisk = observed.filter(({ until }) => until >= at).length;
    const ending = observed.filter(({ until, ended }) => until === at && ended !== null);
    incidence += (still * ending.filter(({ ended }) => ended === way).length) / atRisk;
    still *= 1 - ending.length / atRisk;
    return { at, incidence };
  });
}

function times<Row extends { until: number }>(observed: readonly Row[], counts: (row: Row) => boolean): number[] {
  return [...new Set(observed.filter(counts).map(({ until }) => until))].sort((one, other) => one - other);
}

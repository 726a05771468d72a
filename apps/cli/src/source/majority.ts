import { UsageWrong } from '../failure.js';
import type { SourceOptions } from './source-options.js';

/** `--set majority=18` is about evaluation, not about the source (rules-decisions Q39). */
export function takeMajority<T extends SourceOptions>(options: T): { source: T; majorityAgeYears: number | null } {
  const { majority, ...set } = options.set;
  if (majority === undefined) return { source: options, majorityAgeYears: null };
  const years = Number(majority);
  if (!Number.isInteger(years) || years < 1 || years > 30) {
    throw new UsageWrong(
      `--set majority=${majority}: give the age of majority in whole years, for example majority=18`,
    );
  }
  return { source: { ...options, set }, majorityAgeYears: years };
}

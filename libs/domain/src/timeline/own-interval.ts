import type { OwnInterval, PersonFacts } from '../facts.js';
import type { AsOf } from './as-of.js';
import { lineKey, type PracticeView } from './practice.js';

const NONE: readonly OwnInterval[] = [];

/** In force at this instant, the newest first; an audit knows of none (S1-06). */
export function ownIntervalsOf(
  { ownIntervals }: PersonFacts,
  practice: PracticeView,
  asOf: AsOf,
): readonly OwnInterval[] {
  if (!practice.isLive || ownIntervals === undefined || ownIntervals.length === 0) return NONE;
  return ownIntervals
    .filter(({ setAt, endedAt }) => asOf.reached(setAt) && !asOf.reached(endedAt))
    .sort((one, other) => other.setAt - one.setAt || other.days - one.days);
}

/** That of the line, else that for whatever they come for. */
export function ownIntervalFor(intervals: readonly OwnInterval[], line: string): OwnInterval | null {
  if (intervals.length === 0) return null;
  return (
    intervals.find((each) => each.line !== null && lineKey(each.line) === line) ??
    intervals.find((each) => each.line === null) ??
    null
  );
}

import type { Instant } from '../records.js';

/** What most people would use instead of rules: "no visit for 90 days". */
export const FIXED_RULE_DAYS = 90;

const DAY_MS = 86_400_000;

/**
 * How many days earlier a finding began to hold than a fixed 90-day rule would have spoken of the same person (S2-06);
 * negative when it came later, null for somebody who never had a visit: the fixed rule would never have found them.
 */
export function leadDays(since: Instant, lastVisitAt: Instant | null): number | null {
  return lastVisitAt === null ? null : (lastVisitAt + FIXED_RULE_DAYS * DAY_MS - since) / DAY_MS;
}

/** The middle one, to a whole day; of an even number the mean of the middle two; null of none. */
export function medianLeadDays(days: readonly number[]): number | null {
  if (days.length === 0) return null;
  const sorted = [...days].sort((one, other) => one - other);
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const upper = sorted[Math.floor(sorted.length / 2)]!;
  // Adding zero turns the -0 of a rounded fraction into 0.
  return Math.round((lower + upper) / 2) + 0;
}

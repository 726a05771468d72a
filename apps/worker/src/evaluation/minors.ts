import type { Instant, LocalDate } from '@keepwell/domain';

const TWO_DAYS_MS = 2 * 86_400_000;

/** Whoever was born on this date or before is of age in every zone: for them no household need be read. */
export function minorsBornAfter(now: Instant, majorityAgeYears: number): LocalDate {
  const date = new Date(now - TWO_DAYS_MS);
  date.setUTCFullYear(date.getUTCFullYear() - majorityAgeYears);
  return date.toISOString().slice(0, 10);
}

import type { Instant, LocalDate } from '../records.js';

const DAY_MS = 86_400_000;
const TWO_DAYS_MS = 2 * DAY_MS;

/** Whoever was born on this date or before is of age in every zone: for them no household need be read. */
export function minorsBornAfter(now: Instant, majorityAgeYears: number): LocalDate {
  const today = new Date(now - TWO_DAYS_MS);
  const date = new Date(today);
  date.setUTCFullYear(today.getUTCFullYear() - majorityAgeYears);
  // The 29th of February in a year without one: the day before, or whoever was born on the 1st of March would be of age too early.
  if (date.getUTCDate() !== today.getUTCDate()) date.setTime(date.getTime() - DAY_MS);
  return date.toISOString().slice(0, 10);
}

/** From when on `minorsBornAfter` is not before this birth date: until then the household is looked at. */
export function householdReadUntil(bornOn: LocalDate, majorityAgeYears: number): Instant {
  const date = new Date(`${bornOn}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + majorityAgeYears);
  return date.getTime() + TWO_DAYS_MS;
}

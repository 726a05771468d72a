/** Never held for fewer new cases in a day than this: a small practice has days like that. */
export const SURGE_FLOOR = 10;
const SURGE_TIMES = 3;
/** Days with new cases that are needed to know what is usual. */
const LEAST_DAYS = 7;

/** How many days before today are looked at. */
export const SURGE_DAYS = 28;

/**
 * How many new cases a day brings at most before they are held for a person (K30): three times the median of the days among the
 * last 28 that brought any, closed days being no measure of an open one; never fewer than ten. Null: too few days to know.
 */
export function surgeLimit(newCasesByDay: readonly number[]): number | null {
  const days = newCasesByDay.filter((cases) => cases > 0).sort((one, other) => one - other);
  if (days.length < LEAST_DAYS) return null;
  const middle = days.length / 2;
  const median = (days[Math.ceil(middle) - 1]! + days[Math.floor(middle)]!) / 2;
  return Math.max(SURGE_FLOOR, Math.floor(SURGE_TIMES * median));
}

/**
 * How many more may come on the day on which a person published a surge, for reasons like those published, before they are held again:
 * as many as were looked at and believed, and never fewer than any day may bring. More is another surge, and a larger one.
 */
export function limitAfterPublishing(limit: number, published: number): number {
  return Math.max(limit, published);
}

import { parseDate } from './calendar-date.js';
import { openingDaysOf } from './opening-days.js';

const clinic = (openDays: number[], closedOn: string[] = []) =>
  openingDaysOf({ timezone: 'Europe/London', openDays, opensAt: '09:00', closedOn });
const MONDAY = parseDate('2025-01-06')!;
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

describe('business days', () => {
  it('X17 a window of thousands of business days ends, decades from now', () => {
    const weekdays = clinic([1, 2, 3, 4, 5]);
    expect(iso(weekdays.endOfBusinessDays(MONDAY, 5))).toBe('2025-01-13T09:00:00.000Z');
    expect(iso(weekdays.endOfBusinessDays(MONDAY, 5_000))).toBe('2044-03-07T09:00:00.000Z');
    expect(iso(clinic([1]).endOfBusinessDays(MONDAY, 2_000))).toBe('2063-05-07T08:00:00.000Z');
  });

  it('K20 a place that never opens again has no business days', () => {
    expect(clinic([]).endOfBusinessDays(MONDAY, 1)).toBeNull();
  });
});

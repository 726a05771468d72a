import Holidays from 'date-holidays';
import type { LocalDate } from '@keepwell/domain';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const known = new Map<string, readonly LocalDate[]>();

/** A holiday of several days is told as one stretch. */
function datesOf(first: LocalDate, lastsMs: number): LocalDate[] {
  const from = Date.parse(`${first}T00:00:00Z`);
  // A day on which the clock goes back lasts 25 hours and is one day all the same.
  const count = Math.max(1, Math.round(lastsMs / DAY_MS));
  return Array.from({ length: count }, (_, day) => new Date(from + day * DAY_MS).toISOString().slice(0, 10));
}

/**
 * Public and bank holidays of a place (ISO 3166-1 or -2) in a year, as local dates in order; days given instead of one that
 * falls on a weekend included. A place the calendar does not know has those of its country, or none. Kept once worked out.
 */
export function holidaysOf(place: string, year: number): readonly LocalDate[] {
  const key = `${place} ${year}`;
  let dates = known.get(key);
  if (dates === undefined) {
    const [country = '', state] = place.split('-');
    const types: ('public' | 'bank')[] = ['public', 'bank'];
    const calendar = state === undefined ? new Holidays(country, { types }) : new Holidays(country, state, { types });
    const found = calendar
      .getHolidays(year)
      .flatMap(({ date, start, end }) => datesOf(date.slice(0, 10), end.getTime() - start.getTime()));
    dates = [...new Set(found)].sort();
    known.set(key, dates);
  }
  return dates;
}

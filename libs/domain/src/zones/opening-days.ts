import type { Instant, Location, ZoneId } from '../records.js';
import { keptByDay } from './by-day.js';
import { addMonths, parseDate, weekdayOf, type EpochDay } from './calendar-date.js';
import { zoneOf, type Zone } from './zone.js';

/** The days on which a location is open, in its own zone (rules-decisions Q03, Q12). */
export interface OpeningDays {
  readonly zone: Zone;
  isOpen(day: EpochDay): boolean;
  /** Only the dates the location lists as closed, whatever the weekday. */
  isListedClosed(day: EpochDay): boolean;
  /** Whether there are such dates at all. */
  readonly listsClosures: boolean;
  /** The N-th open day after a day; null when the location never opens again. */
  openDayAfter(day: EpochDay, count: number): EpochDay | null;
  /** When an `N BD` condition becomes true: opening time of the N-th open day after the day of the event (Q03). */
  endOfBusinessDays(day: EpochDay, count: number): Instant | null;
  /** When the day so many months later begins (K28). */
  startMonthsAfter(day: EpochDay, count: number): Instant;
}

/** What holds where a practice lists no location: Monday to Friday from nine (Q12). */
const DEFAULT_OPENING = { openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] };
/** Longer than any closure: a location that does not open within it never does. */
const LONGEST_CLOSURE_DAYS = 3660;

function minutesOf(clock: string): number {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(clock);
  return parts === null ? 9 * 60 : Number(parts[1]) * 60 + Number(parts[2]);
}

export function openingDaysOf(location: Pick<Location, 'timezone' | 'openDays' | 'opensAt' | 'closedOn'>): OpeningDays {
  const zone = zoneOf(location.timezone);
  const opensAtMinutes = minutesOf(location.opensAt);
  const closed = new Set(location.closedOn.map(parseDate));
  const opensOn = Array.from({ length: 8 }, (_, weekday) => location.openDays.includes(weekday));
  const isOpen = (day: EpochDay): boolean => opensOn[weekdayOf(day)] === true && !closed.has(day);

  /** NaN: never. */
  const findOpenDay = (day: EpochDay, count: number): EpochDay => {
    let remaining = count;
    let last = day;
    for (let next = day + 1; next <= last + LONGEST_CLOSURE_DAYS; next += 1) {
      if (!isOpen(next)) continue;
      last = next;
      remaining -= 1;
      if (remaining === 0) return next;
    }
    return Number.NaN;
  };
  const openDays: Record<number, (day: EpochDay) => EpochDay> = {};
  const openDayAfter = (day: EpochDay, count: number): EpochDay | null => {
    const open = (openDays[count] ??= keptByDay((from) => findOpenDay(from, count)))(day);
    return Number.isNaN(open) ? null : open;
  };

  /** By count, then by day; NaN: never. */
  const ends: Record<number, (day: EpochDay) => number> = {};
  const endAfter = (count: number) =>
    keptByDay((day) => {
      const open = openDayAfter(day, count);
      return open === null ? Number.NaN : zone.at(open, opensAtMinutes);
    });

  const months: Record<number, (day: EpochDay) => Instant> = {};

  return {
    zone,
    isOpen,
    isListedClosed: (day) => closed.has(day),
    listsClosures: closed.size > 0,
    openDayAfter,
    endOfBusinessDays: (day, count) => {
      if (count <= 0) return zone.startOf(day);
      const end = (ends[count] ??= endAfter(count))(day);
      return Number.isNaN(end) ? null : end;
    },
    startMonthsAfter: (day, count) =>
      (months[count] ??= keptByDay((from) => zone.startOf(addMonths(from, count))))(day),
  };
}

export function defaultOpeningDays(timezone: ZoneId): OpeningDays {
  return openingDaysOf({ ...DEFAULT_OPENING, timezone });
}

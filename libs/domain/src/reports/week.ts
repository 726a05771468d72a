import type { Period } from '../audit/period.js';
import type { Instant } from '../records.js';
import { formatDate, weekdayOf, type EpochDay } from '../zones/calendar-date.js';
import type { Zone } from '../zones/zone.js';

const DAYS = 7;
const BUILD_AT_MINUTES = 6 * 60;

/** A local week, Monday to Sunday. It has 167 or 169 hours where the clocks change in it. */
export interface Week extends Period {
  monday: EpochDay;
  /** The Monday as a date: names the week. */
  firstDay: string;
}

export function weekFrom(monday: EpochDay, zone: Zone): Week {
  return { monday, firstDay: formatDate(monday), from: zone.startOf(monday), to: zone.startOf(monday + DAYS) };
}

export function weekOf(instant: Instant, zone: Zone): Week {
  const day = zone.dayOf(instant);
  return weekFrom(day - weekdayOf(day) + 1, zone);
}

/** The last week that is over at this instant. */
export function lastCompleteWeek(now: Instant, zone: Zone): Week {
  return weekFrom(weekOf(now, zone).monday - DAYS, zone);
}

/** Monday six in the morning on the local clock: by then the night's reads are in. */
export function buildTimeAfter({ monday }: Week, zone: Zone): Instant {
  return zone.at(monday + DAYS, BUILD_AT_MINUTES);
}

/**
 * Weeks a report is owed for, oldest first: every complete week since the practice went live, and in any case the last
 * complete one. A week counts as complete from Monday six o'clock after it.
 */
export function owedWeeks(liveSince: Instant | null, now: Instant, zone: Zone): Week[] {
  let last = lastCompleteWeek(now, zone);
  if (now < buildTimeAfter(last, zone)) last = weekFrom(last.monday - DAYS, zone);
  const first = liveSince === null ? last.monday : Math.min(weekOf(liveSince, zone).monday, last.monday);
  const weeks: Week[] = [];
  for (let monday = first; monday <= last.monday; monday += DAYS) weeks.push(weekFrom(monday, zone));
  return weeks;
}

/** When a report is owed next. */
export function nextBuildTime(now: Instant, zone: Zone): Instant {
  const last = buildTimeAfter(lastCompleteWeek(now, zone), zone);
  return now < last ? last : buildTimeAfter(weekOf(now, zone), zone);
}

/** The twelve weeks that end with this one. */
export function trailingWeeks({ monday, to }: Week, zone: Zone): Period {
  return { from: zone.startOf(monday - 11 * DAYS), to };
}

export function daysOf({ monday, firstDay, from, to }: Week): { firstDay: string; lastDay: string; hours: number } {
  return {
    firstDay,
    lastDay: formatDate(monday + DAYS - 1),
    hours: Math.round((to - from) / 3_600_000),
  };
}

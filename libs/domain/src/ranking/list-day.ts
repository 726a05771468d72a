import type { Instant, LocalDate } from '../records.js';
import { formatDate } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { Zone } from '../zones/zone.js';

export interface ListDay {
  /** The day whose places hold now, by the practice's zone. */
  day: LocalDate;
  /** When it began: the last time a location opened. */
  from: Instant;
  /** When the next day is to be planned: the next time a location opens. */
  until: Instant;
}

/** Longer than any holiday; a practice that was shut for longer has the present date for its day. */
const LOOK_BACK_DAYS = 21;

/** A team's day lasts from opening to opening: what was planned for Friday holds over the weekend. */
export function listDay(openings: readonly OpeningDays[], zone: Zone, now: Instant): ListDay {
  const today = zone.dayOf(now);
  const opened = openings.map((opening) => lastOpening(opening, now)).filter((instant) => instant !== null);
  const opens = openings.map((opening) => nextOpening(opening, now)).filter((instant) => instant !== null);
  const from = opened.length > 0 ? Math.max(...opened) : zone.startOf(today);
  return {
    day: formatDate(zone.dayOf(from)),
    from,
    until: opens.length > 0 ? Math.min(...opens) : zone.startOf(today + 1),
  };
}

function nextOpening(opening: OpeningDays, now: Instant): Instant | null {
  const today = opening.zone.dayOf(now);
  const next = opening.endOfBusinessDays(today - 1, 1);
  return next !== null && next <= now ? opening.endOfBusinessDays(today, 1) : next;
}

function lastOpening(opening: OpeningDays, now: Instant): Instant | null {
  const today = opening.zone.dayOf(now);
  for (let day = today; day > today - LOOK_BACK_DAYS; day -= 1) {
    if (!opening.isOpen(day)) continue;
    const at = opening.endOfBusinessDays(day - 1, 1);
    if (at !== null && at <= now) return at;
  }
  return null;
}

import type { Instant, LocalDate, ZoneId } from '../records.js';
import { formatDate } from '../zones/calendar-date.js';
import { zoneOf } from '../zones/zone.js';

const DAYS = 7;

/** Today and the six days after it where the practice is, and the instants they begin and end at. */
export function boardDays(zoneId: ZoneId, now: Instant): { days: LocalDate[]; from: Instant; to: Instant } {
  const zone = zoneOf(zoneId);
  const today = zone.dayOf(now);
  return {
    days: Array.from({ length: DAYS }, (_, n) => formatDate(today + n)),
    from: zone.startOf(today),
    to: zone.startOf(today + DAYS),
  };
}

/** The local day of an instant. */
export function localDay(zoneId: ZoneId, instant: Instant): LocalDate {
  return formatDate(zoneOf(zoneId).dayOf(instant));
}

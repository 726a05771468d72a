import type { Instant } from '../records.js';
import { addMonths } from '../zones/calendar-date.js';
import type { Zone } from '../zones/zone.js';

/** Which month of something that began at `from`: the first is 1. Months end as the calendar has them (K28). */
export function monthOf(zone: Zone, from: Instant, instant: Instant): number {
  const start = zone.dayOf(from);
  const day = zone.dayOf(instant);
  let month = 1;
  while (addMonths(start, month) <= day) month += 1;
  return month;
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

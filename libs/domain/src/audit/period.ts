import type { Instant } from '../records.js';
import { addMonths, civilDateOf, epochDayOf } from '../zones/calendar-date.js';
import type { Zone } from '../zones/zone.js';

export interface Period {
  from: Instant;
  /** Exclusive. */
  to: Instant;
}

const MONTHS = 12;

/** The last twelve whole calendar months before an instant, in the practice's zone (Q93). */
export function lastWholeMonths(asOf: Instant, zone: Zone): Period {
  const { year, month } = civilDateOf(zone.dayOf(asOf));
  const firstOfMonth = epochDayOf(year, month, 1);
  return { from: zone.startOf(addMonths(firstOfMonth, -MONTHS)), to: zone.startOf(firstOfMonth) };
}

export function isWithin({ from, to }: Period, instant: Instant): boolean {
  return from <= instant && instant < to;
}

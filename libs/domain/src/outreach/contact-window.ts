import type { Instant, ZoneId } from '../records.js';
import { formatDate, weekdayOf, type EpochDay } from '../zones/calendar-date.js';
import { zoneOf } from '../zones/zone.js';
import type { Whereabouts } from './contact.js';

/** Longer than any run of closed days in any table; past it the hours of the zones simply never meet. */
const LONGEST_WAIT_DAYS = 60;

type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export function isContactHoliday(whereabouts: Whereabouts, day: EpochDay): boolean {
  return whereabouts.hours.notOnHolidays && whereabouts.holidays.includes(formatDate(day));
}

function windowOn(whereabouts: Whereabouts, day: EpochDay): { from: number; to: number } | null {
  if (isContactHoliday(whereabouts, day)) return null;
  return whereabouts.hours.days[weekdayOf(day) as Weekday];
}

function isInWindowOf(id: ZoneId, whereabouts: Whereabouts, at: Instant): boolean {
  const zone = zoneOf(id);
  const window = windowOn(whereabouts, zone.dayOf(at));
  if (window === null) return false;
  const clock = zone.clockOf(at);
  return clock >= window.from && clock < window.to;
}

/** Whether every clock the patient may live by shows an hour of contact. The closing minute itself is outside. */
export function isInWindow(whereabouts: Whereabouts, at: Instant): boolean {
  return whereabouts.zones.every(({ zone }) => isInWindowOf(zone, whereabouts, at));
}

/** The earliest instant from `at` on by one clock; null within the longest wait. */
function nextIn(id: ZoneId, whereabouts: Whereabouts, at: Instant): Instant | null {
  if (isInWindowOf(id, whereabouts, at)) return at;
  const zone = zoneOf(id);
  const first = zone.dayOf(at);
  for (let day = first; day <= first + LONGEST_WAIT_DAYS; day += 1) {
    const window = windowOn(whereabouts, day);
    if (window === null) continue;
    const opens = zone.at(day, window.from);
    // A window that lies wholly in a skipped hour does not open on that day.
    if (opens >= at && isInWindowOf(id, whereabouts, opens)) return opens;
  }
  return null;
}

/**
 * The earliest instant from `at` on that is inside the hours of contact in all candidate zones; `at` itself where it is.
 * Null when the zones have no such hour in common. An opening in a skipped hour moves forward, in a doubled one the first
 * counts (T-02).
 */
export function nextContactAt(whereabouts: Whereabouts, at: Instant): Instant | null {
  const first = whereabouts.zones[0];
  if (first === undefined) return null;
  const giveUpOn = zoneOf(first.zone).dayOf(at) + LONGEST_WAIT_DAYS;
  let found = at;
  while (zoneOf(first.zone).dayOf(found) <= giveUpOn) {
    let latest = found;
    for (const { zone } of whereabouts.zones) {
      const next = nextIn(zone, whereabouts, found);
      if (next === null) return null;
      latest = Math.max(latest, next);
    }
    if (latest === found) return found;
    found = latest;
  }
  return null;
}

const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** The hours that count at an instant, for the proof: `09:00–20:00, GB-ENG, Europe/London (clinic)`. */
export function windowText(whereabouts: Whereabouts, at: Instant): string {
  const zones = whereabouts.zones.map(({ zone, from }) => {
    const window = windowOn(whereabouts, zoneOf(zone).dayOf(at));
    return `${window === null ? 'closed' : `${clockText(window.from)}–${clockText(window.to)}`} ${zone} (${from})`;
  });
  return `${whereabouts.place ?? 'place unknown'}: ${zones.join(', ')}`;
}

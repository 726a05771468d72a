/** How dates are written. Unambiguous on both sides of the Atlantic: day, month as a word, year, 24 h clock. */

const LOCALE = 'en-GB';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${zone}|${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options });
    formats.set(key, found);
  }
  return found;
}

/** "12 Nov 2026, 14:05". */
export function instantText(instant: string, zone: string): string {
  return format(zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }).format(
    new Date(instant),
  );
}

/** "12 Nov 2026, 14:05:31, Europe/London (GMT)": everything, for the hover. */
export function instantInFull(instant: string, zone: string): string {
  const parts = format(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  return `${parts.format(new Date(instant))} · ${zone}`;
}

/** "14:05". */
export function timeText(instant: string, zone: string): string {
  return format(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant));
}

/** "12 Nov" of the instant's local date, with the year where it is not this one. */
export function instantDate(instant: string, zone: string, now: number): string {
  return shortDate(localDate(new Date(instant).getTime(), zone), localDate(now, zone));
}

/** "12 Nov 2026" of a calendar date; it has no zone and is never shifted. */
export function dateText(date: string): string {
  return format('UTC', { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(`${date}T00:00:00Z`));
}

/** "12 Nov", or "12 Nov 2025" when today is in another year. */
export function shortDate(date: string, today: string): string {
  if (date.slice(0, 4) !== today.slice(0, 4)) return dateText(date);
  return format('UTC', { day: 'numeric', month: 'short' }).format(new Date(`${date}T00:00:00Z`));
}

/** The calendar date at an instant in a zone, `YYYY-MM-DD`. */
export function localDate(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );
}

/**
 * "3 d ago", "in 2 h"; `null` from a week on, where only a date is honest. From a day on, days are those of the clinic's
 * calendar: on Saturday evening, Monday is in two days although fewer than 48 hours are left. The screen's own clock lags by
 * up to half a minute, so what seems to lie a little ahead of it has just happened.
 */
export function relativeText(instant: string, now: number, zone: string): string | null {
  const distance = new Date(instant).getTime() - now;
  const size = Math.abs(distance);
  const say = (amount: string) => (distance < 0 ? `${amount} ago` : `in ${amount}`);
  if (size < MINUTE) return 'just now';
  if (size < HOUR) return say(`${Math.floor(size / MINUTE)} min`);
  if (size < DAY) return say(`${Math.floor(size / HOUR)} h`);
  return relativeDay(localDate(now + distance, zone), localDate(now, zone));
}

/** "today", "yesterday", "3 d ago"; `null` from a week on. Counted in calendar days. */
export function relativeDay(date: string, today: string): string | null {
  const days = Math.round((Date.parse(`${date}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY);
  if (Math.abs(days) >= 7) return null;
  if (days === 0) return 'today';
  if (days === -1) return 'yesterday';
  if (days === 1) return 'tomorrow';
  return days < 0 ? `${-days} d ago` : `in ${days} d`;
}

/** "2 min", "3 h 10 min", "4 d". */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** Whole years between two calendar dates. */
export function ageInYears(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** "Mon 21 Dec 2026" of a calendar date. */
export function dayInFull(date: string): string {
  return format('UTC', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .format(new Date(`${date}T00:00:00Z`))
    .replace(',', '');
}

/** "Mon 21 Dec 2026, 09:00" of an instant, in a zone: never relative, for what is agreed. */
export function appointedText(instant: string, zone: string): string {
  const at = new Date(instant);
  const time = format(zone, { hour: '2-digit', minute: '2-digit' }).format(at);
  return `${dayInFull(localDate(at.getTime(), zone))}, ${time}`;
}

/** The instant at which the clocks of a zone show a date and a time (`HH:MM`). In the hour that a clock repeats: the first. */
export function instantOf(date: string, time: string, zone: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  const shown = (at: number) => {
    const clock = format(zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at));
    return Date.parse(`${localDate(at, zone)}T${clock}:00Z`);
  };
  // The difference is found at a guess and again at the better guess: the two differ on the day the clocks change.
  const guess = wanted - (shown(wanted) - wanted);
  return new Date(guess - (shown(guess) - wanted)).toISOString();
}

/** A calendar date so many days on. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

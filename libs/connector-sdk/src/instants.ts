import { Temporal } from 'temporal-polyfill';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::(\d{2})(\.\d{1,9})?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Reads an instant as other systems write it (rules-decisions Q17): ISO 8601 with `Z` or an offset, or local time in
 * `zone`, or a plain date, which means its first instant in `zone`. A missing hour is shifted forward, of a doubled
 * hour the first is taken (safety T-02).
 *
 * @example parseInstant('2026-03-01T09:00', 'Europe/London') // 1772355600000
 */
export function parseInstant(text: string, zone: ZoneId | null): Instant | 'invalid' | 'zone_missing' {
  const match = FORM.exec(text.trim());
  if (match === null) return 'invalid';
  const [, date = '', time, second = '00', fraction = '', offset] = match;
  if (time !== undefined && offset !== undefined) return instantWithOffset(date, time, second, fraction, offset);
  if (zone === null) return 'zone_missing';
  try {
    if (time === undefined) {
      return Temporal.PlainDate.from(date, STRICT).toZonedDateTime(zone).epochMilliseconds;
    }
    const local = Temporal.PlainDateTime.from(`${date}T${time}:${secondOf(second)}${fraction}`, STRICT);
    return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return 'invalid';
    throw error;
  }
}

/** The common case, and no question of zones: plain arithmetic, many times faster than a calendar library. */
function instantWithOffset(
  date: string,
  time: string,
  second: string,
  fraction: string,
  offset: string,
): Instant | 'invalid' {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (year < 100 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return 'invalid';
  const seconds = Number(secondOf(second));
  const away = offset.toUpperCase() === 'Z' ? [0, 0] : [Number(offset.slice(1, 3)), Number(offset.slice(-2))];
  const [awayHours = 0, awayMinutes = 0] = away;
  if (hour > 23 || minute > 59 || seconds > 59 || awayHours > 23 || awayMinutes > 59) return 'invalid';
  const millis = Math.floor(Number(`0${fraction || '.0'}`) * 1000);
  const east = (offset.startsWith('-') ? -1 : 1) * (awayHours * 60 + awayMinutes);
  return midnight.getTime() + ((hour * 60 + minute - east) * 60 + seconds) * 1000 + millis;
}

/** A leap second becomes the second before it: the finest thing a booking system can mean. */
const secondOf = (second: string) => (second === '60' ? '59' : second);

/** The date on the wall of `zone` at an instant. */
export function localDateOf(instant: Instant, zone: ZoneId): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

const STRICT = { overflow: 'reject' } as const;

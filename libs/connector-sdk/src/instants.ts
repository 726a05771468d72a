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
  try {
    if (time === undefined) {
      if (zone === null) return 'zone_missing';
      return Temporal.PlainDate.from(date, STRICT).toZonedDateTime(zone).epochMilliseconds;
    }
    // A leap second becomes the second before it: the finest thing a booking system can mean.
    const local = Temporal.PlainDateTime.from(`${date}T${time}:${second === '60' ? '59' : second}${fraction}`, STRICT);
    if (offset !== undefined) {
      const written = offset.toUpperCase() === 'Z' ? 'Z' : offset.replace(/^(...)(\d\d)$/, '$1:$2');
      return Temporal.Instant.from(`${local.toString()}${written}`).epochMilliseconds;
    }
    if (zone === null) return 'zone_missing';
    return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return 'invalid';
    throw error;
  }
}

/** The date on the wall of `zone` at an instant. */
export function localDateOf(instant: Instant, zone: ZoneId): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

const STRICT = { overflow: 'reject' } as const;

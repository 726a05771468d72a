import { isTimezone, parseInstant } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

/** A TS or DTM as it is written, with how exactly it is meant. */
export interface WrittenTime {
  date: LocalDate;
  /** `HH:MM[:SS[.s]]`; null: a date alone. */
  time: string | null;
  /** `+HH:MM`; null: not said. */
  offset: string | null;
  precision: 'year' | 'month' | 'day' | 'minute' | 'second';
}

const FORM =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2})(?:[T ]?(\d{2})(?::?(\d{2})(?::?(\d{2})(\.\d{1,9})?)?)?)?)?)?\s*([+-]\d{2}:?\d{2}|Z)?$/;

/** Null: nothing is said (empty, `0`, `00000000`). `invalid`: something is, and it is no time. */
export function readTime(text: string | null): WrittenTime | 'invalid' | null {
  if (text === null || /^0*$/.test(text.trim())) return null;
  const match = FORM.exec(text.trim());
  if (match === null) return 'invalid';
  const [, year = '', month, day, hour, minute, second, fraction = '', zone] = match;
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  if (typeof parseInstant(date, 'UTC') !== 'number') return 'invalid';
  const time =
    hour === undefined ? null : `${hour}:${minute ?? '00'}${second === undefined ? '' : `:${second}${fraction}`}`;
  const precision =
    month === undefined
      ? 'year'
      : day === undefined
        ? 'month'
        : time === null
          ? 'day'
          : second === undefined
            ? 'minute'
            : 'second';
  return { date, time, offset: offsetOf(zone), precision };
}

function offsetOf(zone: string | undefined): string | null {
  if (zone === undefined) return null;
  if (zone === 'Z') return '+00:00';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** Which zone the times of one message are in that carry none. */
export interface MessageZone {
  zone: ZoneId | null;
  /** What MSH-7 carries, where it is not the offset of `zone`: it holds for the whole message. */
  offset: string | null;
}

/**
 * MSH-7 says the zone of a message. Where its offset is that of the connection's zone on that day, the zone itself is meant:
 * an appointment in December, told in July, is at nine in winter's time.
 */
export function zoneOf(messageTime: WrittenTime | 'invalid' | null, zone: ZoneId | null): MessageZone {
  if (messageTime === null || messageTime === 'invalid' || messageTime.offset === null) return { zone, offset: null };
  if (zone === null) return { zone, offset: messageTime.offset };
  const said = instantOf(messageTime, { zone, offset: null });
  const local = instantOf({ ...messageTime, offset: null }, { zone, offset: null });
  return { zone, offset: said === local ? null : messageTime.offset };
}

/** The instant that is meant; a date alone is its first instant where it was written (rules-decisions Q17). */
export function instantOf(written: WrittenTime, { zone, offset }: MessageZone): Instant | 'invalid' | 'zone_missing' {
  const { date, time } = written;
  const own = written.offset ?? offset;
  if (own !== null) return parseInstant(`${date}T${time ?? '00:00'}${own}`, null);
  if (zone !== null && !isTimezone(zone)) return 'zone_missing';
  return parseInstant(time === null ? date : `${date}T${time}`, zone);
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration in milliseconds: minutes unless another unit is said, in whatever word. */
export function durationMs(amount: string | null, unit: string | null): number | null {
  const number = amount === null || amount.trim() === '' ? Number.NaN : Number(amount);
  if (!Number.isFinite(number) || number <= 0) return null;
  const perUnit = UNITS[unit?.trim().charAt(0).toLowerCase() ?? 'm'];
  return perUnit === undefined ? null : Math.round(number * perUnit);
}

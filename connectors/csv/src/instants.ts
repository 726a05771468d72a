import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';
import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;
const WRITTEN =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** What a cell says about time before any zone is known. */
export type WrittenTime =
  | { shape: 'instant'; at: Instant }
  /** A clock time without offset; `clockMs` since local midnight. */
  | { shape: 'clock'; date: LocalDate; dayMs: number; clockMs: number }
  | { shape: 'date'; date: LocalDate; dayMs: number };

/** Reads ISO 8601 as docs/csv-format.md allows it; `null` when it is not that. */
export function readTime(text: string): WrittenTime | null {
  const match = WRITTEN.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const dayMs = calendarDay(Number(year), Number(month), Number(day));
  if (dayMs === null) return null;
  const date = text.slice(0, 10);
  if (hour === undefined || minute === undefined) return { shape: 'date', date, dayMs };
  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  // 60 is a leap second: the last second of its minute, as POSIX clocks show it.
  if (hours > 23 || minutes > 59 || seconds > 60) return null;
  const milliseconds = fraction === undefined ? 0 : Number(fraction.padEnd(3, '0').slice(0, 3));
  const clockMs = ((hours * 60 + minutes) * 60 + Math.min(seconds, 59)) * 1000 + milliseconds;
  if (offset === undefined) return { shape: 'clock', date, dayMs, clockMs };
  const offsetMs = readOffset(offset);
  return offsetMs === null ? null : { shape: 'instant', at: dayMs + clockMs - offsetMs };
}

/** `YYYY-MM-DD`, or the date of a time written in full; `null` when it is neither. */
export function readDate(text: string): LocalDate | null {
  return readTime(text) === null ? null : text.slice(0, 10);
}

function calendarDay(year: number, month: number, day: number): number | null {
  const at = Date.UTC(year, month - 1, day);
  const back = new Date(at);
  return year >= 1000 && back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? at : null;
}

function readOffset(offset: string): number | null {
  if (offset === 'Z' || offset === 'z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || 0);
  if (hours > 18 || minutes > 59) return null;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    // Bare offsets are accepted by Intl and are not zones: they know no summer time.
    return !/^[+-]/.test(zone);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

interface LocalDay {
  start: Instant;
  /** Distance of local time from UTC when it is the same all day; `null` on a day of clock change. */
  offsetMs: number | null;
}

/**
 * Local times of a zone as instants. A skipped hour moves forward by the gap, of a doubled hour the earlier counts (K07).
 * Exports hold few days and many rows, so each day is asked of the zone rules once.
 */
export class ZoneClock {
  private readonly zones = new Map<ZoneId, Map<LocalDate, LocalDay>>();

  startOfDay(zone: ZoneId, date: LocalDate, dayMs: number): Instant {
    return this.day(zone, date, dayMs).start;
  }

  at(zone: ZoneId, written: { date: LocalDate; dayMs: number; clockMs: number }): Instant {
    const { offsetMs } = this.day(zone, written.date, written.dayMs);
    if (offsetMs !== null) return written.dayMs + written.clockMs - offsetMs;
    const clock = Temporal.PlainTime.from('00:00').add({ milliseconds: written.clockMs });
    return Temporal.PlainDate.from(written.date).toPlainDateTime(clock).toZonedDateTime(zone).epochMilliseconds;
  }

  private day(zone: ZoneId, date: LocalDate, dayMs: number): LocalDay {
    let days = this.zones.get(zone);
    if (days === undefined) this.zones.set(zone, (days = new Map()));
    let day = days.get(date);
    if (day === undefined) {
      const plain = Temporal.PlainDate.from(date);
      const start = plain.toZonedDateTime(zone).epochMilliseconds;
      const next = plain.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
      day = { start, offsetMs: next - start === DAY_MS ? dayMs - start : null };
      days.set(date, day);
    }
    return day;
  }
}

import { localDateOf } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

const clocks = new Map<ZoneId, Intl.DateTimeFormat>();

/** Making one costs more than a hundred uses of it. */
function clockIn(zone: ZoneId): Intl.DateTimeFormat {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...parts });
  clocks.set(zone, clock);
  return clock;
}

/** `2026-03-01 09:30:00` on the wall of the office. */
export function localTime(instant: Instant, zone: ZoneId): string {
  const clock = clockIn(zone);
  return `${localDateOf(instant, zone)} ${clock.format(instant)}`;
}

/** `3/1/2026`, as the list of recalls wants it. */
export function screenDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(month)}/${Number(day)}/${year}`;
}

import { localDateOf } from '@keepwell/connector-sdk';
import type { Instant, LocalDate, ZoneId } from '@keepwell/domain/records';

/** `2026-03-01 09:30:00` on the wall of the office. */
export function localTime(instant: Instant, zone: ZoneId): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return `${localDateOf(instant, zone)} ${clock.format(instant)}`;
}

/** `3/1/2026`, as the list of recalls wants it. */
export function screenDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(month)}/${Number(day)}/${year}`;
}

import type { LocalDate } from '@keepwell/domain/records';
import { readDate } from './instants.js';
import { RowUnreadable } from './unreadable.js';

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];

/** ISO weekdays: digits 1-7 and ranges, `1-4 6` or `1-4,6`; empty is Monday to Friday (rules-decisions Q16). */
export function readOpenDays(text: string | null): number[] {
  if (text === null) return MONDAY_TO_FRIDAY;
  const days = new Set<number>();
  for (const part of text.split(/[\s,]+/)) {
    const [, from, to = from] = /^([1-7])(?:-([1-7]))?$/.exec(part) ?? [];
    if (from === undefined) continue;
    for (let day = Number(from); day <= Number(to); day++) days.add(day);
  }
  if (days.size === 0) {
    throw new RowUnreadable('open_days_unreadable', 'open_days names no weekday from 1 (Monday) to 7 (Sunday)');
  }
  return [...days].sort((a, b) => a - b);
}

/** `HH:MM`; anything else is the default of the format. */
export function readOpensAt(text: string | null): string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})(?::\d{2})?$/.exec(text ?? '') ?? [];
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59) return '09:00';
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** Dates separated by spaces. One that cannot be read puts the row aside: a closed day taken for open would raise false cases. */
export function readClosedOn(text: string | null): LocalDate[] {
  const parts = text?.split(/[\s,]+/).filter(Boolean) ?? [];
  return parts.map((part) => {
    const date = readDate(part);
    if (date === null)
      throw new RowUnreadable('date_unreadable', 'closed_on holds something that is not a date written YYYY-MM-DD');
    return date;
  });
}

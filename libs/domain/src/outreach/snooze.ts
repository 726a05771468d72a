import type { Instant, LocalDate } from '../records.js';
import { addMonths, formatDate, parseDate, type EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';

/** Rest until a day (E09): exact, so that it can be printed before it is chosen. */
export const SNOOZE_PRESETS = [
  { key: 'week', label: '1 week', days: 7, months: 0 },
  { key: 'month', label: '1 month', days: 0, months: 1 },
  { key: 'quarter', label: '3 months', days: 0, months: 3 },
  { key: 'half_year', label: '6 months', days: 0, months: 6 },
] as const;
export type SnoozePreset = (typeof SNOOZE_PRESETS)[number]['key'];

export const SNOOZE_REASONS = [
  { code: 'asked_later', label: 'Asked to be contacted later' },
  { code: 'travelling', label: 'Travelling' },
  { code: 'holidays', label: 'After the holidays' },
  { code: 'finances', label: 'Cost' },
  { code: 'time', label: 'No time at present' },
  { code: 'waiting_for_clinic', label: 'Waiting for the clinic' },
  { code: 'will_book_themselves', label: 'Will book themselves' },
  { code: 'other', label: 'Another reason (see the note)' },
] as const;
export type SnoozeReason = (typeof SNOOZE_REASONS)[number]['code'];

export const LONGEST_SNOOZE_MONTHS = 24;

export interface SnoozeChoice {
  key: SnoozePreset;
  label: string;
  /** The day chosen. */
  wakeOn: LocalDate;
  /** Opening time of the first open day on or after it. */
  wakesAt: Instant;
}

export function snoozeChoices(now: Instant, opening: OpeningDays): SnoozeChoice[] {
  const today = opening.zone.dayOf(now);
  return SNOOZE_PRESETS.map(({ key, label, days, months }) => {
    const day = addMonths(today, months) + days;
    return { key, label, wakeOn: formatDate(day), wakesAt: opensOn(day, opening) };
  });
}

/** From tomorrow to 24 months ahead, in the place's calendar; else a sentence that says so. */
export function snoozeUntil(
  wakeOn: LocalDate,
  now: Instant,
  opening: OpeningDays,
): { wakeOn: LocalDate; wakesAt: Instant } | { problem: string } {
  const day = parseDate(wakeOn);
  if (day === null) return { problem: 'The day to wake on is not a date: write it as 2026-03-31.' };
  const today = opening.zone.dayOf(now);
  const last = addMonths(today, LONGEST_SNOOZE_MONTHS);
  if (day <= today || day > last) {
    return { problem: `The day to wake on must lie between ${formatDate(today + 1)} and ${formatDate(last)}.` };
  }
  return { wakeOn, wakesAt: opensOn(day, opening) };
}

/** A place that never opens again wakes in the morning all the same: nobody is forgotten. */
function opensOn(day: EpochDay, opening: OpeningDays): Instant {
  return opening.endOfBusinessDays(day - 1, 1) ?? opening.zone.at(day, 9 * 60);
}

import type { LocalDate } from '../records.js';

/**
 * Calendar dates as whole numbers: days since 1970-01-01 in the proleptic Gregorian calendar. Rules count days by
 * subtracting two of these; no zone and no clock is involved.
 */
export type EpochDay = number;

const DAYS_PER_ERA = 146_097;
const DAYS_TO_1970 = 719_468;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Howard Hinnant's days_from_civil: years start in March so that the leap day comes last. */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
}

export interface CivilDate {
  year: number;
  month: number;
  day: number;
}

export function civilDateOf(epochDay: EpochDay): CivilDate {
  const shifted = epochDay + DAYS_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : String(number));

const written = new Map<EpochDay, LocalDate>();

/** Kept once written: sentences name the same few thousand dates over and over. */
export function formatDate(epochDay: EpochDay): LocalDate {
  let text = written.get(epochDay);
  if (text === undefined) {
    const { year, month, day } = civilDateOf(epochDay);
    text = `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;
    written.set(epochDay, text);
  }
  return text;
}

/** Null for what is no date, the 30th of February included. */
export function parseDate(date: LocalDate): EpochDay | null {
  const parts = DATE.exec(date);
  if (parts === null) return null;
  const epochDay = epochDayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  return formatDate(epochDay) === date ? epochDay : null;
}

/** ISO weekday, 1 (Monday) to 7. */
export function weekdayOf(epochDay: EpochDay): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1;
}

export function daysInMonth(year: number, month: number): number {
  return month === 12 ? 31 : epochDayOf(year, month + 1, 1) - epochDayOf(year, month, 1);
}

/** Clamps to the end of the month: 31 August + 6 months is the last day of February (K28). */
export function addMonths(epochDay: EpochDay, months: number): EpochDay {
  const { year, month, day } = civilDateOf(epochDay);
  const total = year * 12 + (month - 1) + months;
  const targetYear = Math.floor(total / 12);
  const targetMonth = total - targetYear * 12 + 1;
  return epochDayOf(targetYear, targetMonth, Math.min(day, daysInMonth(targetYear, targetMonth)));
}

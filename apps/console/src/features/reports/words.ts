import type { ReportNumber, ReportUnit, WeeklyReport } from '../../api.reports.types.js';
import { dateText } from '../../ui/dates.js';
import { moneyText } from '../../ui/money.js';

const LOCALE = 'en-GB';

/** "12 – 18 Jan 2026": the year once, the month once where it is one. */
export function weekText(firstDay: string, lastDay: string): string {
  const [day, month, year] = dateText(firstDay).split(' ');
  const [, lastMonth, lastYear] = dateText(lastDay).split(' ');
  const from = year !== lastYear ? `${day} ${month} ${year}` : month !== lastMonth ? `${day} ${month}` : day;
  return `${from} – ${dateText(lastDay)}`;
}

/** A share as whole per cents, an average with one decimal, an amount in its currency. */
export function valueText(value: number, unit: ReportUnit, currency: string | null): string {
  if (unit === 'share') return `${Math.round(value * 100)} %`;
  if (unit === 'average') return value.toLocaleString(LOCALE, { maximumFractionDigits: 1 });
  if (unit === 'money' && currency !== null) return moneyText({ amountMinor: value, currency });
  return value.toLocaleString(LOCALE);
}

/** "+4 points": shares differ by points, everything else by what it is. What rounds to nothing has no direction. */
export function differenceText(difference: number, unit: ReportUnit, currency: string | null): string {
  const points = Math.round(Math.abs(difference) * 100);
  const size =
    unit === 'share'
      ? `${points} ${points === 1 ? 'point' : 'points'}`
      : valueText(Math.abs(difference), unit, currency);
  const isNothing = !/[1-9]/.test(size);
  return `${isNothing ? '±' : difference > 0 ? '+' : '−'}${size}`;
}

export const divides = ({ unit }: Pick<ReportNumber, 'unit'>) => unit === 'share' || unit === 'average';

export const numbersOf = (report: WeeklyReport) => report.sections.flatMap((section) => section.numbers);

export const SPANS: Record<ReportNumber['span'], string> = {
  week: 'in the week',
  weeks_12: 'in the twelve weeks that end with it',
  start: 'when the week began',
  end: 'when the week ended',
  to_date: 'since the practice was connected',
};

import { majorUnits, type ReportNumber, type ReportUnit, type WeeklyReport } from '@keepwell/domain';

const counted = new Intl.NumberFormat('en-GB');
export const count = (number: number): string => counted.format(number);

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Money as `GBP 1,234.50`; the minus sign before it. */
export function money(amountMinor: number, currency: string | null): string {
  const [whole = '0', cents = '00'] = majorUnits({
    amountMinor: Math.abs(amountMinor),
    currency: currency ?? '',
  }).split('.');
  return `${amountMinor < 0 ? '−' : ''}${currency ?? ''} ${counted.format(Number(whole))}.${cents}`.trim();
}

export const NOT_KNOWN = 'not known';

export function valueText(value: number | null, unit: ReportUnit, currency: string | null): string {
  if (value === null) return NOT_KNOWN;
  if (unit === 'share') return percent(value);
  if (unit === 'average') return value.toFixed(1);
  return unit === 'money' ? money(value, currency) : count(value);
}

/** `12 / 30`, and nothing where there is nothing to divide by. */
export function fractionText({ numerator, denominator }: Pick<ReportNumber, 'numerator' | 'denominator'>): string {
  return numerator === null || denominator === null ? '' : `${count(numerator)} / ${count(denominator)}`;
}

/** A difference of shares in percentage points, signed. */
export function differenceText(difference: number | null, unit: ReportUnit): string {
  if (difference === null) return NOT_KNOWN;
  const size = Math.abs(difference);
  const text = unit === 'share' ? `${(size * 100).toFixed(1)} points` : size.toFixed(1);
  if (/^0\.0( |$)/.test(text)) return `±${text}`;
  return `${difference < 0 ? '−' : '+'}${text}`;
}

const SPAN_WORDS = {
  week: 'this week',
  weeks_12: 'last 12 weeks',
  start: 'at the start',
  end: 'at the end',
  to_date: 'since going live',
} as const;

export const spanText = ({ span }: Pick<ReportNumber, 'span'>): string => SPAN_WORDS[span];

const dayText = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
const day = (date: string): string => dayText.format(new Date(`${date}T00:00:00Z`));

/** `Week of 3 March 2025 to 9 March 2025`. */
export function weekText({ period }: Pick<WeeklyReport, 'period'>): string {
  return `Week of ${day(period.firstDay)} to ${day(period.lastDay)}`;
}

/** An instant on the practice's clock. The format is fixed, so that the same report is the same text everywhere. */
export function instantText(instant: string, timeZone: string): string {
  const on = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
  const at = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const date = new Date(instant);
  return `${on.format(date)}, ${at.format(date)}`;
}

/** What stands above the numbers: whether they can still change. */
export function standingText({ variant, asOf, timezone }: Pick<WeeklyReport, 'variant' | 'asOf' | 'timezone'>): string {
  const at = `${instantText(asOf, timezone)} (${timezone})`;
  return variant === 'locked'
    ? `Closed: what was known on ${at}. These numbers do not change afterwards.`
    : `The week so far, counted on ${at}. These numbers still change.`;
}

/** The numbers that say most, in the order of a reader's questions. */
export const HEADLINES: readonly string[] = [
  'off_track_start.start',
  'off_track_end.end',
  'returned.week',
  'recovered_revenue.week',
  'conversations.week',
  'next_booked_rate.week',
];

export function headlineNumbers({ sections }: WeeklyReport): ReportNumber[] {
  const numbers = new Map(sections.flatMap((section) => section.numbers).map((number) => [number.id, number]));
  return HEADLINES.flatMap((id) => numbers.get(id) ?? []);
}

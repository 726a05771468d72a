import type { PersonState } from '@keepwell/domain';
import type { AuditReport } from './audit-report.js';

export const STATE_WORDS: Record<PersonState, { label: string; says: string }> = {
  off_track: { label: 'Off track', says: 'lost without anybody noticing: a reason holds today' },
  watch: { label: 'At risk', says: 'a sign, not yet a loss' },
  lapsed: { label: 'Lapsed', says: 'gone beyond the limit of their kind of care' },
  on_track: { label: 'On track', says: 'booked, recently seen, or nothing due' },
  done: { label: 'Finished', says: 'every plan closed' },
  excluded: { label: 'Left out', says: 'not to be contacted, deceased, on hold or a test record' },
};

export const STATES_SHOWN: readonly PersonState[] = ['off_track', 'watch', 'lapsed', 'on_track', 'done', 'excluded'];

const METRIC_WORDS: Record<string, string> = {
  arrival_rate: 'Slots that became visits',
  cancel_no_show_rate: 'Slots cancelled by patients or not attended',
  any_miss_share: 'Patients with at least one no-show',
  cancelled_not_rebooked_rate: 'Patient cancellations not rebooked in time',
  rebooking_rate: 'Visits that ended with the next one booked',
  forward_booking_rate: 'Open episodes with a booking ahead',
  pva: 'Visits per new patient',
  plan_completion: 'Plans completed',
  eval_to_plan_conversion: 'Consultations followed by treatment',
  recall_overdue: 'Recalls overdue',
  hygiene_reappointment: 'Hygiene visits leaving with the next booked',
  active_patients: 'Active patients',
  toxin_return: 'First neurotoxin patients who came back',
  failed_payment_rate: 'Recurring payments that failed',
  payment_recovery_14d: 'Failed payments recovered in 14 days',
  utilisation: 'Units used of those paid for',
  membership_churn: 'Memberships ended',
  involuntary_churn: 'Memberships ended after an unpaid charge',
  program_conversion: 'Programs followed by a membership',
};

const VARIANT_WORDS: Record<string, string> = {
  live: '',
  end_of_day: 'by the end of the day',
  '24h': 'within 24 hours',
  period: 'in the period',
  cohort_90d: 'patients first seen 90 days ago or earlier',
  '1-60': '1 to 60 days',
  '61-180': '61 to 180 days',
  over_180: 'over 180 days',
};

/** Metrics that are an average, not a share. */
const AVERAGES = new Set(['pva']);

export function metricWords(id: string, variant: string): string {
  const variantWords = VARIANT_WORDS[variant] ?? variant;
  return (METRIC_WORDS[id] ?? sentence(id)) + (variantWords === '' ? '' : ` (${variantWords})`);
}

export function metricValue(id: string, value: number | null): string {
  if (value === null) return 'no data';
  return AVERAGES.has(id) ? value.toFixed(1) : percent(value);
}

type Figure = AuditReport['figures'][number]['items'][number];

export function figureValue({ unit, value }: Figure): string {
  if (value === null) return 'no data';
  if (unit === 'share') return percent(value);
  return unit === 'count' ? count(value) : value.toFixed(1);
}

/** `3 / 7`; nothing for a count and where nothing is known. */
export function figureParts({ numerator, denominator }: Figure): string {
  return numerator === null || denominator === null ? '' : `${count(numerator)} / ${count(denominator)}`;
}

/** `CANCELLED_NOT_REBOOKED` → `Cancelled not rebooked` */
export function sentence(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const counted = new Intl.NumberFormat('en-GB');
export const count = (number: number): string => counted.format(number);

export const plural = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

/** An instant as the practice reads it. The format is fixed, so that the same audit is the same text everywhere. */
export class PracticeDates {
  private readonly day: Intl.DateTimeFormat;
  private readonly time: Intl.DateTimeFormat;

  constructor(timeZone: string) {
    this.day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' });
    this.time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  }

  on(instant: string | null): string {
    return instant === null ? '' : this.day.format(new Date(instant));
  }

  at(instant: string): string {
    return `${this.on(instant)}, ${this.time.format(new Date(instant))}`;
  }
}

/** Money at stake, added up by currency, the largest first. */
export function totalAtRisk(values: ({ amount: string; currency: string } | null)[]): string[] {
  const totals = new Map<string, number>();
  for (const value of values) {
    if (value !== null) totals.set(value.currency, (totals.get(value.currency) ?? 0) + Number(value.amount));
  }
  return [...totals]
    .sort((a, b) => b[1] - a[1])
    .map(([currency, amount]) => `${currency} ${counted.format(Math.round(amount))}`);
}

/** What stands above everything else when no rule could look at anything: the states below would read like findings. */
export function blindness({ rules, source, patients }: AuditReport): string | null {
  if (!rules.every(({ noData }) => noData)) return null;
  return patients.total === 0
    ? `Nobody was found in ${plural(source.read, 'record')}: this is no result.`
    : 'No appointments were read: no rule could look at anybody, and nothing below says that all is well.';
}

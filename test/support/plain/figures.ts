import type { Instant } from '../../../libs/domain/src/records.js';

/** The first instants of the twelve months of the period, and of the month after it. */
export interface Span {
  months: Instant[];
}

/** Numerator and denominator of every figure that Q93 and Q103 name. */
export class Figures {
  private readonly parts = new Map<string, [number, number]>();

  constructor(readonly span: Span) {
    for (const name of NAMES) this.parts.set(name, [0, 0]);
  }

  in(instant: Instant): boolean {
    return this.span.months[0]! <= instant && instant < this.span.months.at(-1)!;
  }

  count(id: string, variant: string, belongs: boolean): void {
    this.add(id, variant, belongs ? 1 : 0, 1);
  }

  add(id: string, variant: string, some: number, all: number): void {
    const parts = this.parts.get(`${id} ${variant}`)!;
    parts[0] += some;
    parts[1] += all;
  }

  said(): string[] {
    return [...this.parts].map(([name, [some, all]]) => `${name} ${some}/${all}`).sort();
  }
}

const NAMES = [
  'arrival_rate live',
  'cancel_no_show_rate live',
  'any_miss_share live',
  'cancelled_not_rebooked_rate live',
  'rebooking_rate end_of_day',
  'rebooking_rate 24h',
  'forward_booking_rate live',
  'pva period',
  'pva cohort_90d',
  'plan_completion live',
  'eval_to_plan_conversion live',
  'recall_overdue 1-60',
  'recall_overdue 61-180',
  'recall_overdue over_180',
  'hygiene_reappointment live',
  'active_patients live',
  'toxin_return live',
  'failed_payment_rate live',
  'payment_recovery_14d live',
  'utilisation live',
  'membership_churn live',
  'involuntary_churn live',
  'program_conversion live',
];

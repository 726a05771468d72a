import type { MetricVector } from './metric-vector.js';

const INTAKE = [
  'ada visit 2025-01-10T10:00',
  'ada visit 2025-01-17T10:00',
  'bea visit 2024-11-01T10:00',
  'bea visit 2025-01-20T10:00',
];
const FAILED = [
  'ada charged 2025-02-05T09:00 failed',
  'ada charged 2025-02-10T09:00 paid',
  'bea charged 2025-03-05T09:00 failed',
];
const MEMBERS = [
  'ada member since 2024-06-01T00:00 until 2025-02-20T00:00',
  'ada charged 2025-02-05T09:00 failed',
  'bea member since 2024-06-01T00:00',
  'cai member since 2024-06-01T00:00 until 2025-02-21T00:00 asked 2025-02-01T09:00',
  'dee member since 2024-06-01T00:00 until 2025-02-22T00:00',
];
const RECALLS = [
  'ada recall due 2025-02-20',
  'bea recall due 2024-12-20',
  'cai recall due 2024-06-01',
  'dee recall due 2025-03-10',
];
const CANCELS = [
  'ada visit 2025-03-06T10:00',
  'bea cancelled 2025-03-06T10:00 at 2025-03-06T08:00',
  'cai cancelled 2025-03-06T10:00 at 2025-03-05T10:00',
  'dee no_show 2025-03-06T10:00',
];

export const CARE_VECTORS: readonly MetricVector[] = [
  { number: 'cancel_no_show_rate.early.week', given: CANCELS, numerator: 1, denominator: 4 },
  { number: 'cancel_no_show_rate.late.week', given: CANCELS, numerator: 1, denominator: 4 },
  { number: 'cancel_no_show_rate.no_show.week', given: CANCELS, numerator: 1, denominator: 4 },
  { number: 'pva.period.weeks_12', given: INTAKE, numerator: 3, denominator: 1 },
  { number: 'pva.cohort_90d.end', given: INTAKE, numerator: 2, denominator: 1 },
  {
    number: 'eval_to_plan_conversion.weeks_12',
    given: [
      'ada visit 2025-02-03T10:00 of consult',
      'ada booked 2025-03-14T10:00 made 2025-02-10T10:00',
      'bea visit 2025-02-03T10:00 of consult',
      'bea booked 2025-03-14T10:00 made 2025-02-18T10:00',
    ],
    numerator: 1,
    denominator: 2,
  },
  { number: 'recall_overdue.1-60.end', given: RECALLS, numerator: 1, denominator: 4 },
  { number: 'recall_overdue.61-180.end', given: RECALLS, numerator: 1, denominator: 4 },
  { number: 'recall_overdue.over_180.end', given: RECALLS, numerator: 1, denominator: 4 },
  {
    number: 'active_patients.end',
    given: ['ada visit 2025-01-10T10:00', 'bea visit 2024-03-01T10:00'],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'hygiene_reappointment.weeks_12',
    given: [
      'ada visit 2025-02-03T10:00 of hygiene',
      'ada booked 2025-08-04T09:00 made 2025-02-03T10:30 of hygiene',
      'bea visit 2025-02-03T10:00 of hygiene',
    ],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'toxin_return.six_months_up.weeks_12',
    given: [
      'ada visit 2024-08-01T10:00 of neurotoxin',
      'ada visit 2025-02-01T10:00 of neurotoxin',
      'bea visit 2024-08-05T10:00 of neurotoxin',
    ],
    numerator: 1,
    denominator: 2,
  },
  { number: 'failed_payment_rate.weeks_12', given: FAILED, numerator: 2, denominator: 3 },
  { number: 'payment_recovery_14d.weeks_12', given: FAILED, numerator: 1, denominator: 2 },
  { number: 'payment_recovery_14d.matured.weeks_12', given: FAILED, numerator: 1, denominator: 1 },
  {
    number: 'utilisation.weeks_12',
    given: ['ada bought 10 used 4 on 2025-02-01T10:00'],
    numerator: 4,
    denominator: 10,
  },
  {
    number: 'membership_churn.weeks_12',
    given: ['ada member since 2024-06-01T00:00 until 2025-02-20T00:00', 'bea member since 2024-06-01T00:00'],
    numerator: 1,
    denominator: 4,
  },
  { number: 'involuntary_churn.weeks_12', given: MEMBERS, numerator: 1, denominator: 4 },
  { number: 'voluntary_churn.weeks_12', given: MEMBERS, numerator: 1, denominator: 4 },
  {
    number: 'program_conversion.weeks_12',
    given: [
      'ada program from 2024-07-01T00:00 until 2025-01-01T00:00',
      'ada member since 2025-01-15T00:00',
      'bea program from 2024-07-01T00:00 until 2025-01-01T00:00',
    ],
    numerator: 1,
    denominator: 2,
  },
];

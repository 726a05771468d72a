import type { MetricVector } from './metric-vector.js';

const FIRST_CONTACTS = [
  'ada booked 2025-04-01T10:00 made 2025-02-01T10:00',
  'bea visit 2025-02-03T10:00 of consult',
  'bea visit 2025-02-10T10:00',
  'cai visit 2024-10-01T10:00',
  'cai visit 2025-02-10T10:00',
];
const HANDS = [
  'ada visit 2025-02-03T10:00 with jo',
  'ada visit 2025-02-04T10:00 with kim',
  'ada visit 2025-02-05T10:00 with lee',
  'ada visit 2025-02-06T10:00 with jo',
  'bea visit 2025-02-03T10:00 with jo',
  'bea visit 2025-02-04T10:00 with jo',
  'bea visit 2025-02-05T10:00 with jo',
  'bea visit 2025-02-06T10:00 with kim',
];
const QUIET_AND_BUSY = [
  'ada visit 2024-11-04T10:00',
  'ada visit 2024-11-11T10:00',
  'ada visit 2025-01-06T10:00',
  'bea visit 2024-11-04T10:00',
];
const LOST = [
  'ada no_show 2025-03-03T10:00',
  'bea no_show 2025-03-03T10:00',
  'bea contacted 2025-03-04T10:00',
  'cai visit 2025-03-03T11:00',
];
const SLOTS = [
  'ada visit 2025-03-06T10:00',
  'bea cancelled 2025-03-06T10:00 at 2025-03-06T08:00',
  'cai no_show 2025-03-06T10:00',
];
const CONSULTS = ['a', 'b', 'c', 'd', 'e'].flatMap((name) => [
  `${name}da visit 2025-02-03T10:00 of consult with jo`,
  `${name}da visit 2025-02-05T10:00`,
  `${name}be visit 2025-02-03T10:00 of consult with kim`,
]);

const CANCELLATIONS = [
  'ada member since 2024-06-01T00:00 until 2025-03-05T00:00 asked 2025-02-20T09:00',
  'ada case opened 2025-02-10T09:00 R23',
  'bea member since 2024-06-01T00:00 until 2025-03-05T00:00 asked 2025-02-20T09:00',
  'bea case opened 2025-02-20T10:00 R24',
  'cai member since 2024-06-01T00:00 until 2025-03-05T00:00',
  'cai case opened 2025-02-10T09:00 R05',
  'dee member since 2024-06-01T00:00',
];

export const FIGURE_VECTORS: readonly MetricVector[] = [
  { number: 'flags_before_cancellation.weeks_12', given: CANCELLATIONS, numerator: 1, denominator: 2 },
  { number: 'cancellations_flagged.weeks_12', given: CANCELLATIONS, numerator: 1, denominator: 3 },
  { number: 'funnel_enquired.weeks_12', given: FIRST_CONTACTS, numerator: 2, denominator: null },
  { number: 'funnel_step.seen.weeks_12', given: FIRST_CONTACTS, numerator: 1, denominator: 2 },
  { number: 'funnel_step.treated.weeks_12', given: FIRST_CONTACTS, numerator: 1, denominator: 1 },
  { number: 'funnel_step.planned.weeks_12', given: FIRST_CONTACTS, numerator: 0, denominator: 1 },
  {
    number: 'program_lost.month_2.end',
    given: [
      'ada program from 2025-01-01T00:00',
      'ada visit 2025-02-05T10:00 of program',
      'bea program from 2025-01-01T00:00',
      'bea visit 2025-03-05T10:00 of program',
    ],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'members_left.month_2.end',
    given: ['ada member since 2025-01-01T00:00 until 2025-02-15T00:00', 'bea member since 2025-01-01T00:00'],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'leak_missed_calls.weeks_12',
    given: ['ada rang 2025-03-04T10:00 answered 2025-03-04T11:00', 'bea rang 2025-03-04T10:00'],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'leak_slow_replies.weeks_12',
    given: [
      'ada wrote 2025-03-04T10:00 answered 2025-03-06T11:00',
      'bea wrote 2025-03-04T10:00 answered 2025-03-05T08:59',
    ],
    numerator: 1,
    denominator: 2,
  },
  { number: 'leak_no_follow_up.weeks_12', given: LOST, numerator: 1, denominator: 2 },
  { number: 'leak_unanswered_per_day.weeks_12', given: LOST, numerator: 2, denominator: 1 },
  { number: 'leak_no_shows.weeks_12', given: SLOTS, numerator: 1, denominator: 3 },
  { number: 'leak_late_cancels.weeks_12', given: SLOTS, numerator: 1, denominator: 3 },
  { number: 'leak_uneven_conversion.pt.weeks_12', given: CONSULTS, numerator: null, denominator: null, value: 1 },
  { number: 'leak_conversion_of.pt-kim.weeks_12', given: CONSULTS, numerator: 0, denominator: 5 },
  { number: 'leak_many_hands.weeks_12', given: HANDS, numerator: 1, denominator: 2 },
  {
    number: 'leak_growth_on_new.weeks_12',
    given: ['ada visit 2025-02-03T10:00', 'bea visit 2024-10-01T10:00', 'bea visit 2025-02-03T10:00'],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'engagement_level.patients_high.end',
    given: ['ada visit 2025-02-03T10:00', 'ada visit 2025-02-10T10:00', 'bea visit 2025-02-03T10:00'],
    numerator: 1,
    denominator: 2,
  },
  { number: 'engagement_retained.patients_high.end', given: QUIET_AND_BUSY, numerator: 1, denominator: 1 },
  { number: 'engagement_retained.patients_middle.end', given: QUIET_AND_BUSY, numerator: 0, denominator: 1 },
];

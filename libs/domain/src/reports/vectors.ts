import { CARE_VECTORS } from './care-vectors.js';
import { FIGURE_VECTORS } from './figure-vectors.js';
import type { MetricVector } from './metric-vector.js';

const THREE_CASES = [
  'ada case opened 2025-03-01T09:00 R05',
  'bea case opened 2025-03-04T09:00 R06',
  'cai case backlog 2025-03-05T09:00 R10',
  'ada case resolved 2025-03-05T12:00',
  'ada case reopened 2025-03-06T12:00 R05',
  'bea case closed declined 2025-03-07T09:00',
];
const TWO_CALLS = [
  'ada call by robin 2025-03-04T09:00 missed',
  'ada call by robin 2025-03-05T09:00 talked booked',
  'bea call by robin 2025-03-05T10:00 talked reason',
];
const A_RETURN = [
  'ada visit 2025-02-10T10:00',
  'ada case opened 2025-03-03T09:00 R05',
  'ada call by robin 2025-03-04T09:00 talked booked',
  'ada visit 2025-03-06T10:00',
  'ada case closed returned 2025-03-06T11:00',
];
const SLOTS = [
  'ada visit 2025-03-04T10:00',
  'bea no_show 2025-03-05T10:00',
  'cai cancelled 2025-03-06T10:00 at 2025-03-03T10:00',
  'dee visit 2025-02-20T10:00',
];

const OWN_VECTORS: readonly MetricVector[] = [
  { number: 'off_track_start.start', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'opened.week', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'opened_backlog.week', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'booked.week', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'reopened.week', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'closed.declined.week', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'off_track_end.end', given: THREE_CASES, numerator: 2, denominator: null },
  { number: 'opened_by_class.S1.week', given: THREE_CASES, numerator: 3, denominator: null },
  { number: 'opened_by_rule.R05.week', given: THREE_CASES, numerator: 1, denominator: null },
  { number: 'returned.week', given: A_RETURN, numerator: 1, denominator: null },
  { number: 'returned_before.call.week', given: A_RETURN, numerator: 1, denominator: null },
  { number: 'returned_share.weeks_12', given: [...A_RETURN, ...THREE_CASES.slice(1)], numerator: 1, denominator: 2 },
  {
    number: 'recovered_revenue.week',
    given: [
      ...A_RETURN,
      'ada paid 45.00 2025-03-06T10:30',
      'ada refunded 5.00 2025-03-07T10:00',
      'ada paid 45.00 2025-03-05T10:00',
      'bea paid 45.00 2025-03-06T10:00',
      'bea visit 2025-03-06T10:00',
    ],
    numerator: 4000,
    denominator: null,
  },
  { number: 'recovered_revenue.week', given: A_RETURN, numerator: null, denominator: null },
  { number: 'conversations.week', given: TWO_CALLS, numerator: 2, denominator: null },
  { number: 'attempts.week', given: TWO_CALLS, numerator: 3, denominator: null },
  { number: 'conversations_per_day.week', given: TWO_CALLS, numerator: 2, denominator: 2 },
  {
    number: 'unserved.S2.week',
    given: ['team unserved 2025-03-03 1 4 0 2', 'team unserved 2025-03-04 0 3 0 2', 'team unserved 2025-03-10 9 9 9 9'],
    numerator: 7,
    denominator: null,
  },
  {
    number: 'held_back.week',
    given: ['ada held_back 2025-03-04T09:00', 'bea held_back 2025-03-05T09:00', 'cai held_back 2025-03-12T09:00'],
    numerator: 2,
    denominator: null,
  },
  {
    number: 'returned_in_time.all.weeks_12',
    given: [
      'ada visit 2025-01-10T10:00',
      'ada case opened 2025-01-20T09:00 R05',
      'ada visit 2025-02-19T10:00',
      'bea visit 2025-01-10T10:00',
      'bea case opened 2025-01-20T09:00 R05',
      'bea visit 2025-02-20T10:00',
      'cai visit 2025-01-10T10:00',
      'cai case opened 2025-02-20T09:00 R05',
    ],
    numerator: 1,
    denominator: 2,
  },
  { number: 'reached_share.week', given: TWO_CALLS, numerator: 2, denominator: 3 },
  { number: 'next_booked_rate.week', given: TWO_CALLS, numerator: 1, denominator: 2 },
  {
    number: 'messages_sent.week',
    given: ['ada message 2025-03-04T09:00 delivered', 'bea message 2025-03-04T09:00 failed'],
    numerator: 1,
    denominator: null,
  },
  {
    number: 'messages_failed.week',
    given: ['ada message 2025-03-04T09:00 delivered', 'bea message 2025-03-04T09:00 failed'],
    numerator: 1,
    denominator: null,
  },
  {
    number: 'replies.week',
    given: ['ada reply 2025-03-09T23:59', 'ada reply 2025-03-10T00:00'],
    numerator: 1,
    denominator: null,
  },
  {
    number: 'messages_delivered.week',
    given: ['ada message 2025-03-04T09:00 delivered', 'bea message 2025-03-04T09:00 failed'],
    numerator: 1,
    denominator: null,
  },
  { number: 'at_risk_end.end', given: ['ada visit 2025-03-06T10:00'], numerator: 1, denominator: null },
  { number: 'opt_outs.week', given: ['ada opt_out 2025-03-03T00:00'], numerator: 1, denominator: null },
  { number: 'snoozed_end.end', given: ['ada snooze 2025-03-04T09:00'], numerator: 1, denominator: null },
  { number: 'arrival_rate.week', given: SLOTS, numerator: 1, denominator: 3 },
  { number: 'cancel_no_show_rate.week', given: SLOTS, numerator: 2, denominator: 3 },
  { number: 'any_miss_share.week', given: SLOTS, numerator: 1, denominator: 3 },
  { number: 'arrival_rate.weeks_12', given: SLOTS, numerator: 2, denominator: 4 },
  {
    number: 'cancelled_not_rebooked_rate.week',
    given: [
      'ada cancelled 2025-03-12T10:00 at 2025-03-04T10:00',
      'bea cancelled 2025-03-12T10:00 at 2025-03-04T10:00',
      'bea booked 2025-03-14T10:00 made 2025-03-04T11:00',
    ],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'rebooking_rate.end_of_day.week',
    given: [
      'ada visit 2025-03-04T10:00',
      'ada booked 2025-03-14T10:00 made 2025-03-04T11:00',
      'bea visit 2025-03-04T10:00',
      'bea booked 2025-03-14T10:00 made 2025-03-05T09:00',
    ],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'rebooking_rate.24h.week',
    given: [
      'ada visit 2025-03-04T10:00',
      'ada booked 2025-03-14T10:00 made 2025-03-04T11:00',
      'bea visit 2025-03-04T10:00',
      'bea booked 2025-03-14T10:00 made 2025-03-05T09:00',
    ],
    numerator: 2,
    denominator: 2,
  },
  {
    number: 'forward_booking_rate.end',
    given: [
      'ada visit 2025-03-04T10:00',
      'ada booked 2025-03-14T10:00 made 2025-03-04T11:00',
      'bea visit 2025-03-04T10:00',
    ],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'plan_completion.week',
    given: [
      'ada plan of 1 ended 2025-03-05T10:00',
      'ada visit 2025-03-04T10:00',
      'bea plan of 2 ended 2025-03-05T10:00',
      'bea visit 2025-03-04T10:00',
    ],
    numerator: 1,
    denominator: 2,
  },
  {
    number: 'first_time_booked.week',
    given: [
      'ada booked 2025-03-14T10:00 made 2025-03-04T11:00',
      'bea booked 2025-02-14T10:00 made 2025-02-04T11:00',
      'bea booked 2025-03-14T10:00 made 2025-03-04T11:00',
    ],
    numerator: 1,
    denominator: null,
  },
  {
    number: 'bookings_made.week',
    given: [
      'ada booked 2025-03-14T10:00 made 2025-03-04T11:00',
      'bea booked 2025-03-14T10:00 made 2025-03-02T11:00',
      'bea booked 2025-03-21T10:00 made 2025-03-04T11:00',
    ],
    numerator: 2,
    denominator: null,
  },
  { number: 'first_visits.week', given: SLOTS, numerator: 1, denominator: null },
  {
    number: 'outcome_improved.weeks_12',
    given: [
      'ada score 40 2025-02-01T10:00',
      'ada score 46 2025-03-04T10:00',
      'bea score 40 2025-02-01T10:00',
      'bea score 44 2025-03-04T10:00',
    ],
    numerator: 1,
    denominator: 2,
  },
];

/** Every vector of the dictionary, in its order. */
export const METRIC_VECTORS: readonly MetricVector[] = [...OWN_VECTORS, ...CARE_VECTORS, ...FIGURE_VECTORS];

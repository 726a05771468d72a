import type { MetricDefinition } from './definition.js';

const share = (
  id: string,
  label: string,
  numerator: string,
  denominator: string,
  remark?: string,
): MetricDefinition => ({
  ...{ id, label, unit: 'share', numerator, denominator },
  ...(remark === undefined ? {} : { remark }),
});

/** The figures beside the metrics of RC 2: where people are lost, how long they stay, what leaks. */
export const FIGURE_DEFINITIONS: readonly MetricDefinition[] = [
  {
    id: 'funnel_enquired',
    label: 'First turned to the practice',
    unit: 'count',
    numerator: 'patients whose first booking, visit or message was in the period',
    denominator: null,
  },
  share(
    'funnel_step',
    'Of those who took the step before',
    'of these, who took this step, whenever it was',
    'those of the period who took the step before',
    'Steps: seen, treated, on a plan (or package, program, membership), completed it, stayed in maintenance (a later visit, a booking ahead, or a membership begun).',
  ),
  share(
    'program_lost',
    'Left their program',
    'of these, who left in this month: called off, or 21 days without a visit and nothing booked, counted to the last visit',
    'programs still running at the start of this month of theirs',
    'Finishing is another way of ending. The cumulative share beside it is that of all who began.',
  ),
  share(
    'members_left',
    'Ended their membership',
    'of these, ended in this month',
    'memberships that reached this month of theirs, as far as it has been seen',
    'The share still there beside it is the estimate of Kaplan and Meier, for those still members count as long as they have been seen.',
  ),
  share(
    'leak_missed_calls',
    'Calls without an answer in time',
    'of these, not answered by the end of the next business day',
    'calls in the period that need a reply and whose time is over',
  ),
  share(
    'leak_slow_replies',
    'Messages answered late or never',
    'of these, not answered by the end of the next business day',
    'messages in the period that need a reply and whose time is over',
  ),
  share(
    'leak_no_follow_up',
    'Lost slots nobody followed up',
    'of these, without a message or call to the patient by then',
    'slots lost by patients in the period and not rebooked two business days later',
  ),
  share(
    'leak_no_shows',
    'Slots nobody came to',
    'of these, recorded as not attended',
    'slots that start in the period, as for the show rate',
  ),
  share(
    'leak_late_cancels',
    'Slots cancelled late',
    'of these, cancelled less than 24 hours before the start',
    'slots that start in the period, as for the show rate',
  ),
  {
    id: 'leak_uneven_conversion',
    label: 'Consultations followed by treatment: best practitioner less weakest',
    unit: 'share',
    numerator:
      'the highest share less the lowest, of practitioners of one service line with five consultations or more',
    denominator: null,
  },
  share(
    'leak_conversion_of',
    'Consultations followed by treatment',
    'of these, followed by a treatment booking within 14 days',
    'consultations of this practitioner and line in the period that are at least 14 days old',
  ),
  {
    id: 'leak_unanswered_per_day',
    label: 'Lost slots left open, per day with visits',
    unit: 'average',
    numerator: 'slots lost by patients in the period and not rebooked two business days later',
    denominator: 'days of the period with a visit',
    remark: 'More than the desk can call in a day, and it is falling behind.',
  },
  share(
    'leak_many_hands',
    'Patients passed from hand to hand',
    'of these, seen by three practitioners or more',
    'patients with four visits or more in the period',
  ),
  share(
    'leak_growth_on_new',
    'Patients seen who are new',
    'of these, whose first visit of all was in it',
    'patients seen in the period',
    'A high share with a low return means that growth rests on new patients.',
  ),
  share(
    'engagement_level',
    'Engagement',
    'of these, on this level',
    'patients under care: a running membership or program, else a visit in the last 180 days',
    'Days in the last 90 with a kept visit, a booking made or a message written, in thirds of the members and of the other patients; people with the same number stay together.',
  ),
  share(
    'engagement_retained',
    'Stayed, of those whose engagement had been',
    'of these, who stayed: the membership or program runs on or was finished, else a visit since or every plan done',
    'patients under care 90 days ago, by their engagement in the 90 days before that',
  ),
];

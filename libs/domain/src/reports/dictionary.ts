import { CARE_DEFINITIONS } from './care-definitions.js';
import type { MetricDefinition } from './definition.js';
import { FIGURE_DEFINITIONS } from './figure-definitions.js';

const count = (id: string, label: string, numerator: string, remark?: string): MetricDefinition => ({
  ...{ id, label, unit: 'count', numerator, denominator: null },
  ...(remark === undefined ? {} : { remark }),
});

/** What Keepwell's own rows tell: who came onto the list and left it, and what was done. */
const OWN_DEFINITIONS: readonly MetricDefinition[] = [
  count(
    'off_track_start',
    'Off track when the week began',
    'cases opened or reopened before the week began and not since resolved or closed',
  ),
  count('opened', 'Newly off track', 'cases opened in the week, without backlog'),
  count('opened_backlog', 'Newly found backlog', 'cases that were already true when the practice was connected'),
  count('reopened', 'Off track again', 'cases whose booking was lost again, or whose closing was taken back'),
  count(
    'booked',
    'Booked',
    'cases that left the list because the patient booked',
    'Provisional until the visit is kept.',
  ),
  count(
    'closed',
    'Left the list otherwise',
    'cases closed straight from the list, by closing code',
    'Made good: what the rule asked for was done without a visit, the charge paid, the service used, the membership kept, the score improved.',
  ),
  count(
    'off_track_end',
    'Off track when the week ended',
    'start + newly off track + backlog + off track again − booked − closed',
  ),
  count('at_risk_end', 'At risk when the week ended', 'patients whose state is watch: a sign, not yet a loss'),
  count(
    'opened_by_class',
    'Came onto the list, by urgency',
    'cases opened or reopened in the week, by the class of their strongest rule',
  ),
  count(
    'opened_by_rule',
    'Came onto the list, by reason',
    'cases opened or reopened in the week, by their strongest rule',
  ),
  count(
    'unserved',
    'Case-days without a place',
    'open cases that found no place in the team’s day, summed over the days of the week, by class',
    'A case that waits for five days counts five times. Only where the practice says how many contacts its team can make.',
  ),
  count(
    'held_back',
    'Held back',
    'cases opened in the week whose household an experiment leaves alone, shown later or not',
    'They are on no list and in no other number of the list; nobody is named.',
  ),
  count('returned', 'Returned with a kept visit', 'patients whose case was closed as returned in the week'),
  count(
    'returned_before',
    'Returned, by what was done before',
    'patients who returned, by calls and messages between the opening of the case and the visit',
    'It says what came before the visit, not what caused it.',
  ),
  {
    id: 'returned_share',
    label: 'Closed cases that ended with a visit',
    unit: 'share',
    numerator: 'of these, closed as returned',
    denominator: 'cases closed in the period, whatever the reason, merges apart',
  },
  {
    id: 'recovered_revenue',
    label: 'Recovered revenue',
    unit: 'money',
    numerator:
      'payments that succeeded less refunds, of patients who returned, from the day of the returning visit on and within the attribution days',
    denominator: null,
    remark: 'Tied to kept visits; no claim that it would not have come anyway.',
  },
  count('conversations', 'Conversations', 'calls and talks written down in the week in which somebody was reached'),
  count(
    'attempts',
    'Attempts',
    'calls and talks written down in the week, reached or not',
    'Context for the conversations, never a goal.',
  ),
  {
    id: 'conversations_per_day',
    label: 'Conversations per coordinator and day',
    unit: 'average',
    numerator: 'conversations of coordinators in the week',
    denominator: 'days on which a coordinator wrote down an attempt, of each coordinator',
    remark: 'People are measured by conversations, not by attempts.',
  },
  {
    id: 'reached_share',
    label: 'Attempts that became a conversation',
    unit: 'share',
    numerator: 'conversations',
    denominator: 'attempts',
  },
  {
    id: 'next_booked_rate',
    label: 'Conversations that ended with the next one booked',
    unit: 'share',
    numerator: 'of these, with the next visit or the next talk booked',
    denominator: 'conversations written down in the week',
    remark: 'A coded reason for having no next step is a good ending too; it counts in the denominator alone.',
  },
  count('messages_sent', 'Messages sent', 'messages a provider accepted in the week'),
  count('messages_delivered', 'Messages delivered', 'messages reported as delivered in the week'),
  count('messages_failed', 'Messages failed', 'messages that ended as failed in the week'),
  count('replies', 'Replies', 'messages patients wrote in the week'),
  count(
    'opt_outs',
    'Opt-outs',
    'wishes for no more messages that arrived in the week, by message, link or mail program',
  ),
  {
    id: 'returned_in_time',
    label: 'Flagged patients who came in time',
    unit: 'share',
    numerator: 'of these, with a visit within the horizon of their kind of care',
    denominator:
      'cases opened, backlog apart, whose horizon ended in the period: PT 30 days, PR 21, MS 60, DE 90, MB 60, DPC 365',
    remark:
      'By arm where people are held back, as assigned, whether contacted or not. Only the difference of the arms says what contacting has done.',
  },
  {
    id: 'flags_before_cancellation',
    label: 'Members on the list before they cancelled, of those who ever were',
    unit: 'share',
    numerator: 'of these, first listed before the cancellation was asked for, or the membership ended',
    denominator:
      'memberships cancelled or ended in the period whose member was ever listed for one of the rules R21 to R25',
    remark: 'Winning back after a cancellation is hard: a flag that comes after it came too late.',
  },
  {
    id: 'cancellations_flagged',
    label: 'Members on the list before they cancelled, of all who did',
    unit: 'share',
    numerator: 'of these, first listed before the cancellation was asked for, or the membership ended',
    denominator: 'memberships cancelled or ended in the period',
  },
  count('snoozed_end', 'Snoozed when the week ended', 'patients whose rest had begun and not ended'),
  count('first_time_booked', 'New patients booked', 'patients whose first booking of all was made in the week'),
  count('first_visits', 'New patients seen', 'patients whose first visit of all was in the week'),
  count(
    'bookings_made',
    'Bookings made',
    'appointments made in the week, whatever became of them',
    'Walk-ins are not bookings.',
  ),
  {
    id: 'outcome_improved',
    label: 'Patients whose outcome score improved',
    unit: 'share',
    numerator: 'of these, better by at least the detectable change of the instrument',
    denominator: 'patients with a score taken in the period and an earlier one of the same instrument',
    remark: 'Without a stored detectable change any improvement counts. Keepwell does not advise on care.',
  },
];

export const METRIC_DICTIONARY: readonly MetricDefinition[] = [
  ...OWN_DEFINITIONS,
  ...CARE_DEFINITIONS,
  ...FIGURE_DEFINITIONS,
];

const byId = new Map(METRIC_DICTIONARY.map((definition) => [definition.id, definition]));

export function isDefined(id: string): boolean {
  return byId.has(id);
}

/** Throws for a metric nobody defined: a number without a definition must not reach a report. */
export function definitionOf(id: string): MetricDefinition {
  const definition = byId.get(id);
  if (definition === undefined) throw new Error(`The metric ${id} has no definition in the dictionary.`);
  return definition;
}

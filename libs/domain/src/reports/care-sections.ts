import { isWithin, type Period } from '../audit/period.js';
import type { CareFigure } from './care-metrics.js';
import { hasImproved } from './outcome-scores.js';
import type { ReportNumber, ReportSection, ReportSpan } from './report.js';
import type { SeenPerson, SeenPractice } from './seen-practice.js';
import type { Sheet } from './sheet.js';

/** Shown each week, also where there was nothing to count. */
const WEEKLY = [
  'rebooking_rate.end_of_day',
  'rebooking_rate.24h',
  'cancelled_not_rebooked_rate',
  'cancel_no_show_rate',
  'cancel_no_show_rate.early',
  'cancel_no_show_rate.late',
  'cancel_no_show_rate.no_show',
  'any_miss_share',
  'plan_completion',
];
/** Look at the period's end whatever the period is. */
const AT_END = [
  'forward_booking_rate',
  'pva.cohort_90d',
  'recall_overdue.1-60',
  'recall_overdue.61-180',
  'recall_overdue.over_180',
  'active_patients',
];
/** Shown each week, also where there was nothing to count. */
const ALWAYS_AT_END = 'forward_booking_rate';
/** Shown among the bookings. */
const SHOW_RATE = 'arrival_rate';

const numberOf = (sheet: Sheet, { metric, numerator, denominator, people }: CareFigure, span: ReportSpan) =>
  sheet.number({ metric, span, numerator, denominator, people });

/** New patients, bookings made, and how many slots became visits (S3-41). */
export function bookingSection(
  sheet: Sheet,
  week: Period,
  persons: readonly SeenPerson[],
  ofWeek: readonly CareFigure[],
): ReportSection {
  const made: string[] = [];
  const firstBooked: string[] = [];
  const firstSeen: string[] = [];
  for (const { personId, timeline } of persons) {
    const bookings = timeline.bookings.filter(({ standing, row }) => standing !== 'idle' && row.data.walkIn !== true);
    for (const { row } of bookings) if (row.createdAt !== null && isWithin(week, row.createdAt)) made.push(personId);
    const instants = bookings.map(({ row }) => row.createdAt);
    // Where one booking does not say when it was made, nobody knows which was the first.
    if (instants.length > 0 && instants.every((instant) => instant !== null)) {
      if (isWithin(week, Math.min(...instants))) firstBooked.push(personId);
    }
    const [firstVisit] = timeline.visits;
    if (firstVisit !== undefined && isWithin(week, firstVisit.startsAt)) firstSeen.push(personId);
  }
  return {
    id: 'bookings',
    title: 'New patients and bookings',
    numbers: [
      sheet.persons('first_time_booked', 'week', firstBooked),
      sheet.persons('first_visits', 'week', firstSeen),
      sheet.number({ metric: 'bookings_made', span: 'week', numerator: made.length, people: { numerator: made } }),
      ...ofWeek.filter(({ metric }) => metric === SHOW_RATE).map((figure) => numberOf(sheet, figure, 'week')),
    ],
  };
}

/** The audit's figures for the week and for the twelve weeks that end with it. */
export function careSections(
  sheet: Sheet,
  ofWeek: readonly CareFigure[],
  trailing: readonly CareFigure[],
  scores: ReportNumber,
): ReportSection[] {
  const weekly = WEEKLY.flatMap((id) => ofWeek.filter(({ metric }) => metric === id));
  return [
    {
      id: 'care_week',
      title: 'Care in this week',
      numbers: [
        ...weekly.map((figure) => numberOf(sheet, figure, 'week')),
        ...ofWeek
          .filter(({ metric, denominator }) => AT_END.includes(metric) && (denominator > 0 || metric === ALWAYS_AT_END))
          .map((figure) => numberOf(sheet, figure, 'end')),
      ],
    },
    {
      id: 'care_12_weeks',
      title: 'Care in the last twelve weeks',
      numbers: [
        ...trailing
          .filter(({ metric, denominator }) => !AT_END.includes(metric) && (denominator > 0 || WEEKLY.includes(metric)))
          .map((figure) => numberOf(sheet, figure, 'weeks_12')),
        scores,
      ],
    },
  ];
}

/** Outcome beside retention (S2-21). */
export function scoreNumber(
  sheet: Sheet,
  trailing: Period,
  persons: readonly SeenPerson[],
  { asOf }: SeenPractice,
): ReportNumber {
  const compared: string[] = [];
  const improved: string[] = [];
  for (const { personId, timeline } of persons) {
    const answer = hasImproved(timeline, trailing, asOf);
    if (answer === null) continue;
    compared.push(personId);
    if (answer) improved.push(personId);
  }
  return sheet.number({
    ...{ metric: 'outcome_improved', span: 'weeks_12', numerator: improved.length, denominator: compared.length },
    people: { numerator: improved, denominator: compared },
    ...(compared.length === 0 ? { says: 'No outcome scores to compare in this stretch of time.' } : {}),
  });
}

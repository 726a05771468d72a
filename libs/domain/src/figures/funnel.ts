import { isWithin, type Period } from '../audit/period.js';
import type { Instant } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { isFinished } from '../timeline/episode.js';
import { ownRecords } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import { noData, Tally, type FigureCount, type Counting } from './figure.js';

const TREATMENTS: readonly (string | null)[] = ['treatment', 'class', null];

/** The steps after the first contact, in order; who has not taken one is not looked at for the next. */
const STEPS = [
  { key: 'seen', about: 'seen for the first time' },
  { key: 'treated', about: 'treated' },
  { key: 'planned', about: 'on a plan, package, program or membership' },
  { key: 'completed', about: 'completed it' },
  { key: 'maintained', about: 'stayed in maintenance' },
] as const;
type Step = (typeof STEPS)[number]['key'];

/** How far those get who first turned to the practice in the period (S3-43). */
export function funnel(period: Period, asOf: AsOf, { has, keepsPeople }: Counting): FigureCount {
  const enquired = new Tally(keepsPeople);
  const tallies = new Map(STEPS.map(({ key }) => [key, new Tally(keepsPeople)]));
  return {
    add(personId, timeline) {
      const first = firstContact(timeline, asOf);
      if (first === null || !isWithin(period, first)) return;
      enquired.count(personId, true);
      const reached = stepsOf(timeline, asOf);
      for (const { key } of STEPS) {
        tallies.get(key)!.count(personId, reached.has(key));
        if (!reached.has(key)) return;
      }
    },
    section: () => ({
      id: 'funnel',
      title: 'From the first contact to maintenance',
      figures: has('appointment')
        ? [
            { ...enquired.figure('funnel_enquired'), denominator: null },
            ...STEPS.map(({ key, about }) => tallies.get(key)!.figure('funnel_step', { key, about })),
          ]
        : [noData('funnel_enquired', 'appointments')],
      notes: [
        'Of those whose first booking, visit or message was in the period; each step out of those who took the one before.',
        'Whoever came last may still take the next step.',
      ],
    }),
  };
}

/** The first booking made, visit or message received; where a booking does not say when it was made, its start. */
function firstContact(timeline: Timeline, asOf: AsOf): Instant | null {
  let first: Instant | null = null;
  const see = (instant: Instant): void => {
    if (asOf.at >= instant && (first === null || instant < first)) first = instant;
  };
  for (const { row, startsAt } of timeline.bookings) see(Math.min(row.createdAt ?? startsAt, startsAt));
  for (const { row } of ownRecords(timeline, 'communication', asOf)) if (row.data.direction === 'in') see(row.data.at);
  return first;
}

function stepsOf(timeline: Timeline, asOf: AsOf): Set<Step> {
  const reached = new Set<Step>();
  const { visits, episodes, plans, live } = timeline;
  if (visits.length > 0) reached.add('seen');
  if (visits.some(({ service }) => TREATMENTS.includes(service?.kind ?? null))) reached.add('treated');
  const memberships = ownRecords(timeline, 'membership', asOf).map(({ row }) => row.data.startedAt);
  const programs = ownRecords(timeline, 'program', asOf).map(({ row }) => row.data);
  const packages = ownRecords(timeline, 'package', asOf).map(({ row }) => row.data);
  if (plans.length + memberships.length + programs.length + packages.length > 0) reached.add('planned');

  const ends: Instant[] = [];
  for (const episode of episodes) {
    const { plan, visitDays } = episode;
    if (plan === null) continue;
    const last = visitDays.at(-1)?.startsAt;
    // Later visits of a plan that nobody closed are maintenance already.
    const lastPlanned = visitDays[(plan.prescribedVisits ?? 0) - 1]?.startsAt ?? last;
    const wasDischarged = plan.closed && ['completed', 'discharged'].includes(plan.row.data.status ?? '');
    if (isFinished(episode) && lastPlanned !== undefined) ends.push(lastPlanned);
    else if (wasDischarged) ends.push(plan.closedAt ?? last ?? plan.row.data.startedAt ?? asOf.at);
  }
  for (const { endsAt, status } of programs)
    if (endsAt !== null && asOf.reached(endsAt) && status?.trim().toLowerCase() !== 'cancelled') ends.push(endsAt);
  for (const { unitsTotal, unitsUsed } of packages) {
    const last = visits.at(-1);
    if (unitsTotal !== null && unitsUsed !== null && unitsUsed >= unitsTotal && last !== undefined)
      ends.push(last.startsAt);
  }
  if (ends.length === 0) return reached;
  reached.add('completed');
  const end = Math.min(...ends);
  const goesOn =
    live.length > 0 ||
    visits.some(({ startsAt }) => startsAt > end) ||
    memberships.some((startedAt) => startedAt !== null && startedAt >= end && asOf.reached(startedAt));
  if (goesOn) reached.add('maintained');
  return reached;
}

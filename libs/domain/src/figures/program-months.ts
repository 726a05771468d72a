import { cumulativeIncidence, type CompetingObserved } from '../proof/survival.js';
import type { Instant } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import { isProgramCalledOff } from '../timeline/ended-programs.js';
import { ownRecords } from '../timeline/own-records.js';
import type { Timeline } from '../timeline/timeline.js';
import type { Seen } from '../timeline/versions.js';
import type { EpochDay } from '../zones/calendar-date.js';
import { noData, Tally, type FigureCount, type Counting } from './figure.js';
import { monthOf, percent } from './months.js';

/** H of a program (RC 1.6): this long without a visit is leaving. */
const HORIZON_DAYS = 21;

/** One program of one person: until which month of it we have seen them, and how it ended. */
export interface ProgramCourse extends CompetingObserved {
  /** The first month is 1. */
  until: number;
  /** `lost`, `finished`, or null: still in it when we looked. */
  ended: 'lost' | 'finished' | null;
  /** The day of the last visit for one that was lost, else its end or today. */
  lastDay: EpochDay;
  /** Whether any visit of a program is on record since it began. */
  hasVisits: boolean;
}

type Course = ProgramCourse & { personId: string };

/** In which month of their program people leave it; finishing is another way of ending, not a leaving (S0-17, RC 6.5). */
export function programMonths(asOf: AsOf, { has, keepsPeople }: Counting): FigureCount {
  const courses: Course[] = [];
  return {
    add(personId, timeline) {
      for (const seen of ownRecords(timeline, 'program', asOf)) {
        const course = programCourse(timeline, seen, asOf);
        if (course !== null) courses.push({ personId, ...course });
      }
    },
    section: () => ({
      id: 'program_months',
      title: 'Where programs lose people, month by month',
      figures: has('program') ? figuresOf(courses, keepsPeople) : [noData('program_lost', 'programs with a start')],
      notes: [
        `Left: called off, or no visit for ${HORIZON_DAYS} days and nothing booked; the month is that of the last visit.`,
        'Finishing competes with leaving, so that the last column is the share of all who began.',
      ],
    }),
  };
}

/** Null for a program that has not begun or does not say when. */
export function programCourse(timeline: Timeline, seen: Seen<'program'>, asOf: AsOf): ProgramCourse | null {
  const { startedAt, endsAt, status } = seen.row.data;
  if (startedAt === null || !asOf.reached(startedAt)) return null;
  const { zone } = timeline.opening;
  const isOver = asOf.reached(endsAt);
  const until = isOver ? endsAt! : asOf.at;
  const visits = timeline.visits.filter(
    ({ specialty, startsAt }) => specialty === 'PR' && startsAt >= startedAt && startsAt <= until,
  );
  const lastAt = visits.at(-1)?.startsAt ?? startedAt;
  const at = (instant: Instant, ended: Course['ended']): ProgramCourse => ({
    // The day on which a program of six months ends closes its sixth month and begins no seventh.
    until: monthOf(
      zone,
      startedAt,
      ended === 'finished' ? Math.max(startedAt, zone.startOf(zone.dayOf(instant)) - 1) : instant,
    ),
    ended,
    lastDay: zone.dayOf(instant),
    hasVisits: visits.length > 0,
  });
  if (isProgramCalledOff(seen, asOf)) {
    if (status?.trim().toLowerCase() !== 'cancelled') return at(until, 'finished');
    return at(isOver ? until : lastAt, 'lost');
  }
  const isAhead = !isOver && timeline.live.some(({ specialty }) => specialty === 'PR');
  const isQuiet = zone.dayOf(until) - zone.dayOf(lastAt) >= HORIZON_DAYS;
  if (isQuiet && !isAhead) return at(lastAt, 'lost');
  return at(until, isOver ? 'finished' : null);
}

function figuresOf(courses: readonly Course[], keepsPeople: boolean) {
  const curve = new Map(cumulativeIncidence(courses, 'lost').map(({ at, incidence }) => [at, incidence]));
  let leftSoFar = 0;
  const last = courses.reduce((month, { until }) => Math.max(month, until), 0);
  return Array.from({ length: last }, (_, index) => {
    const month = index + 1;
    const tally = new Tally(keepsPeople);
    for (const course of courses)
      if (course.until >= month) tally.count(course.personId, course.until === month && course.ended === 'lost');
    leftSoFar = curve.get(month) ?? leftSoFar;
    return tally.figure('program_lost', {
      key: `month_${month}`,
      about: `month ${month}`,
      says: `${percent(leftSoFar)} of those who began had left by the end of it.`,
    });
  });
}

import { careOfProgram } from '../care/care-of.js';
import { dropOffCurve } from '../models/drop-off-curve.js';
import { wilson } from '../proof/proportions.js';
import type { AsOf } from '../timeline/as-of.js';
import { ownRecords } from '../timeline/own-records.js';
import { lineKey } from '../timeline/practice.js';
import type { Timeline } from '../timeline/timeline.js';
import { addMonths, type EpochDay } from '../zones/calendar-date.js';
import { programCourse, type ProgramCourse } from './program-months.js';

/** How programs went in one month of theirs (S0-17); a share is of all who began. */
export interface ProgramMonth {
  /** The first is 1. */
  month: number;
  /** Programs seen in this month: neither ended before, nor only seen for a shorter time. */
  atRisk: number;
  left: number;
  finished: number;
  /** Still in it, and this is the month they are in: seen no further. */
  running: number;
  /** Share that had left by the end of the month, finishing being an end of its own; null: too few were seen in it. */
  share: number | null;
  /** Of a 95 % interval. */
  low: number | null;
  high: number | null;
  /** Milestones that fell due in it while people were still there and have been done, or are overdue. */
  milestones: number;
  milestonesDone: number;
}

export interface ProgramCurve {
  /** As the source writes it; null: all programs together, or those without a name. */
  name: string | null;
  began: number;
  left: number;
  finished: number;
  running: number;
  /** Empty where nothing can be said. */
  months: ProgramMonth[];
  /** Why there is no curve, in a sentence. */
  says: string | null;
}

export interface ProgramMonths {
  all: ProgramCurve;
  /** Each that is large enough for a curve, where there is more than one; the largest first. */
  each: ProgramCurve[];
  /** People behind all of them. */
  people: number;
  /** False: counted on some of the practice's patients, evenly chosen. */
  everybody: boolean;
}

/** Fewer say nothing about where people leave. */
export const FEWEST_PROGRAMS = 20;
/** A month that fewer have been seen in is counted, and no share is told of it. */
const FEWEST_IN_MONTH = 10;
const MOST_NAMES = 6;
/** Programs that nobody closes run on for years. */
const MOST_MONTHS = 36;

export interface FollowedProgram extends Omit<ProgramCourse, 'lastDay'> {
  name: string | null;
  milestones: { month: number; isDone: boolean }[];
}

/** Counts person by person in which month of their programs people leave, and what of the milestones is done by then. */
export class ProgramCourses {
  private readonly courses: FollowedProgram[] = [];
  private people = 0;

  constructor(private readonly asOf: AsOf) {}

  add(timeline: Timeline): void {
    if (timeline.person.programs.length === 0) return;
    if (timeline.patients.some(({ row }) => row.data.testRecord === true)) return;
    let hasBegun = false;
    for (const seen of ownRecords(timeline, 'program', this.asOf)) {
      const course = programCourse(timeline, seen, this.asOf);
      if (course === null) continue;
      hasBegun = true;
      const name = seen.row.data.name?.trim() || null;
      const care = careOfProgram(timeline, seen, this.asOf);
      const milestones = (care?.progress ?? []).flatMap(({ points }) =>
        points.flatMap(({ due, state }) => {
          const isJudged = state === 'done' || state === 'overdue' || state === 'missed';
          if (!isJudged || due > course.lastDay) return [];
          return [{ month: monthOfDue(care!.frame.from, due), isDone: state === 'done' }];
        }),
      );
      const { until, ended, hasVisits } = course;
      this.courses.push({ until, ended, hasVisits, name, milestones });
    }
    if (hasBegun) this.people += 1;
  }

  /** `everybody`: whether all patients of the practice were added, or some of them. */
  months(everybody: boolean): ProgramMonths {
    const byName = new Map<string, FollowedProgram[]>();
    for (const course of this.courses) {
      const key = lineKey(course.name ?? '');
      byName.set(key, [...(byName.get(key) ?? []), course]);
    }
    const large = [...byName.values()]
      .filter(({ length }) => length >= FEWEST_PROGRAMS)
      .sort((one, other) => other.length - one.length)
      .slice(0, MOST_NAMES);
    return {
      all: programCurve(this.courses, null),
      each: byName.size < 2 ? [] : large.map((courses) => programCurve(courses, courses[0]!.name)),
      people: this.people,
      everybody,
    };
  }
}

/** What is due after a month belongs to the month it closes; what is due at the start to the first. */
function monthOfDue(from: EpochDay, due: EpochDay): number {
  let month = 1;
  while (addMonths(from, month) < due) month += 1;
  return month;
}

/** Where programs lose people: Kaplan and Meier's way, for programs still running count as long as they have been seen; finishing competes (RC 6.5). */
export function programCurve(courses: readonly FollowedProgram[], name: string | null): ProgramCurve {
  const count = (ended: ProgramCourse['ended']): number => courses.filter((course) => course.ended === ended).length;
  const counts = {
    name,
    began: courses.length,
    left: count('lost'),
    finished: count('finished'),
    running: count(null),
  };
  const says = whyNot(courses);
  return { ...counts, months: says === null ? monthsOf(courses) : [], says };
}

function whyNot(courses: readonly FollowedProgram[]): string | null {
  const { length } = courses;
  if (length === 0) return 'No program with a start is on record.';
  if (length < FEWEST_PROGRAMS) {
    const have = length === 1 ? 'One program has' : `${length} programs have`;
    return `${have} begun on record: too few to say where people leave; ${FEWEST_PROGRAMS} are needed.`;
  }
  if (courses.some(({ hasVisits }) => hasVisits)) return null;
  return 'No visit to a service of the program specialty is on record, so that nobody can be seen staying: look at the services of the source.';
}

function monthsOf(courses: readonly FollowedProgram[]): ProgramMonth[] {
  const last = courses.reduce((month, { until }) => Math.max(month, until), 1);
  const rows = Array.from({ length: last }, (_, index) => ({
    ...{ month: index + 1, left: 0, finished: 0, running: 0, milestones: 0, milestonesDone: 0 },
  }));
  for (const { until, ended, milestones } of courses) {
    rows[until - 1]![ended === 'lost' ? 'left' : ended === 'finished' ? 'finished' : 'running'] += 1;
    for (const { month, isDone } of milestones) {
      const row = rows[Math.min(month, last) - 1]!;
      row.milestones += 1;
      if (isDone) row.milestonesDone += 1;
    }
  }
  const points = dropOffCurve(
    rows.map(({ month, left, finished, running }) => ({
      ...{ visit: month, dropped: left, discharged: finished, active: running },
    })),
  );
  // The curve ends where too few are left to follow; what comes later rests on it.
  const thinFrom = points.find(({ atRisk }) => atRisk < FEWEST_IN_MONTH)?.visit ?? last + 1;
  return rows.slice(0, MOST_MONTHS).map((row, index) => {
    const { atRisk, incidence, low, high } = points[index]!;
    if (row.month >= thinFrom) return { ...row, atRisk, share: null, low: null, high: null };
    return { ...row, atRisk, share: incidence, ...(roomAtTheEnds(incidence, atRisk) ?? { low, high }) };
  });
}

/** None or all of so many is no certainty. */
function roomAtTheEnds(share: number, of: number): { low: number; high: number } | null {
  if (share > 0 && share < 1) return null;
  return wilson({ hits: share === 0 ? 0 : of, of });
}

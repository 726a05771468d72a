import type { Instant } from '../records.js';
import type { AsOf } from '../timeline/as-of.js';
import type { Booking } from '../timeline/booking.js';
import { scoresSeen, type ScoreSeen } from '../timeline/scores.js';
import type { Timeline } from '../timeline/timeline.js';
import type { EpochDay } from '../zones/calendar-date.js';
import { isBookingOf, isInstrument, isServiceOf } from './match.js';
import { dayAfter, type Expectation } from './template.js';

/**
 * `missed`: overdue, and a later one has been done since. `unseen`: the practice has no service that could show it, so that nothing is
 * claimed.
 */
export const EXPECTATION_STATES = ['done', 'booked', 'upcoming', 'due', 'overdue', 'missed', 'unseen'] as const;
export type ExpectationState = (typeof EXPECTATION_STATES)[number];

/** A visit, a booking or a score that does one of them. */
export interface Doing {
  day: EpochDay;
  booking: Booking | null;
  score: ScoreSeen | null;
}

export interface ExpectedPoint {
  due: EpochDay;
  state: ExpectationState;
  by: Doing | null;
}

export interface Progress {
  expectation: Expectation;
  points: ExpectedPoint[];
  /** The last that was done. */
  last: Doing | null;
  /** The first live booking that will do one. */
  booked: Booking | null;
  /** The first that is overdue and not made good, and from when it was; null: none is. */
  overdue: { due: EpochDay; since: Instant } | null;
  /** The source keeps due dates of its own for this score: R28 reads them. */
  hasOwnDates: boolean;
}

/** From when, and until when, things are expected; no end: as long as it runs. */
export interface Frame {
  from: EpochDay;
  until: EpochDay | null;
}

/** So long before the first is due what was done counts for it. */
const EARLY_DAYS = 14;
const MOST_POINTS = 600;

/** How far an expectation has been met. What is done counts for the time it lies nearest to; of two equally near, for the earlier. */
export function followExpectation(expectation: Expectation, frame: Frame, timeline: Timeline, asOf: AsOf): Progress {
  const dues = dueDays(expectation, frame, timeline, asOf);
  const { done, booked, hasOwnDates } = doingsOf(expectation, timeline, asOf);
  const first = dues[0];
  const counted = first === undefined ? [] : done.filter(({ day }) => day >= first - EARLY_DAYS);
  const doneFor = assign(counted, dues);
  const bookedFor = assign(booked, dues);
  const { zone } = timeline.opening;
  const lastMet = dues.findLastIndex((_, place) => doneFor.has(place));
  const isUnseen = expectation.visit !== null && !isShown(expectation, timeline);
  let overdue: Progress['overdue'] = null;
  const points = dues.map((due, place): ExpectedPoint => {
    const by = doneFor.get(place) ?? null;
    if (by !== null) return { due, state: 'done', by };
    if (isUnseen) return { due, state: 'unseen', by: null };
    const late = zone.startOf(dayAfter(due, expectation.grace));
    const isDue = asOf.reached(zone.startOf(due));
    const isLate = asOf.reached(late);
    const next = bookedFor.get(place) ?? null;
    if (isLate && place < lastMet) return { due, state: 'missed', by: null };
    if (isLate) overdue ??= { due, since: late };
    if (next !== null) return { due, state: 'booked', by: next };
    return { due, state: isLate ? 'overdue' : isDue ? 'due' : 'upcoming', by: null };
  });
  return {
    expectation,
    points,
    last: counted.at(-1) ?? null,
    booked: booked[0]?.booking ?? null,
    overdue,
    hasOwnDates,
  };
}

/** Those that have come, and one more. */
function dueDays({ at, every }: Expectation, { from, until }: Frame, { opening }: Timeline, asOf: AsOf): EpochDay[] {
  const isWithin = (day: EpochDay): boolean => until === null || day <= until;
  if (every === null) return at.map((span) => dayAfter(from, span)).filter(isWithin);
  const days: EpochDay[] = [];
  for (let time = 1; time <= MOST_POINTS; time++) {
    const day = dayAfter(from, every, time);
    if (!isWithin(day)) break;
    days.push(day);
    if (!asOf.reached(opening.zone.startOf(day))) break;
  }
  return days;
}

interface Doings {
  done: Doing[];
  booked: Doing[];
  hasOwnDates: boolean;
}

/** Oldest first. In the live list an appointment that has passed without an outcome is taken for a visit nobody wrote down (K11). */
function doingsOf({ visit, score }: Expectation, timeline: Timeline, asOf: AsOf): Doings {
  if (visit !== null) {
    const own = timeline.bookings.filter((booking) => isBookingOf(visit, booking));
    const of = (...standings: Booking['standing'][]): Doing[] =>
      own
        .filter(({ standing }) => standings.includes(standing))
        .map((booking) => ({ day: booking.day, booking, score: null }));
    return { done: of('visit', 'unknown'), booked: of('live'), hasOwnDates: false };
  }
  const own = scoresSeen(timeline, asOf).filter(({ instrument }) => score !== null && isInstrument(score, instrument));
  const done = own.flatMap((each): Doing[] =>
    each.takenAt === null ? [] : [{ day: timeline.opening.zone.dayOf(each.takenAt), booking: null, score: each }],
  );
  return {
    done: done.sort((one, other) => one.day - other.day),
    booked: [],
    hasOwnDates: own.some(({ dueAt }) => dueAt !== null),
  };
}

function isShown({ visit }: Expectation, { practice, bookings }: Timeline): boolean {
  if (visit === null) return true;
  return (
    practice.services.some((service) => isServiceOf(visit, service)) ||
    bookings.some((booking) => isBookingOf(visit, booking))
  );
}

/** To the due day it lies nearest to; the first of several counts. */
function assign(doings: readonly Doing[], dues: readonly EpochDay[]): Map<number, Doing> {
  const places = new Map<number, Doing>();
  for (const doing of doings) {
    let nearest = 0;
    for (let place = 1; place < dues.length; place++) {
      if (Math.abs(dues[place]! - doing.day) < Math.abs(dues[nearest]! - doing.day)) nearest = place;
    }
    if (dues.length > 0 && !places.has(nearest)) places.set(nearest, doing);
  }
  return places;
}

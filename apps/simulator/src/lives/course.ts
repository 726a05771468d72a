import type { Instant, Specialty } from '@keepwell/domain/records';
import { DAY, HOUR, MINUTE, type Day } from '../calendar.js';
import { newestOf } from '../chart.js';
import type { Offer } from '../practice/services.js';
import { LEAVING_REASONS, type EpisodeTruth, type Gap, type GapCause, type LeavingReason } from '../world.js';
import { attend, book, callingOffTime, cancel, comeBy, missIt, move, remove, type Booking } from './booking.js';
import { invoiceVisit } from './money.js';
import type { Person } from './person.js';

/** How one kind of care usually goes: the habits of its patients, the wishes of its clinicians. */
export interface Course {
  specialty: Specialty;
  line: string;
  /** Visits planned; null: open-ended. */
  prescribed: number | null;
  /** The plan that bookings name, once there is one. */
  planId: string | null;
  offer(visits: number): Offer;
  /** Days from this visit to the next. */
  intervalDays(visits: number): number;
  /** Days after a visit from which having nothing booked is a gap. */
  graceDays(visits: number): number;
  /** Days after a visit in which this care asks for nothing, not even a booking; absent: none. */
  agreedDays?(visits: number): number;
  /** Chance that they leave after this visit. */
  leaving(visits: number): number;
  /** How leavers leave. */
  leaveBy: Record<LeavingWay, number>;
  /** Share of visits after which the next one is booked on the spot. */
  rebooksAtVisit: number;
  /** Days until they book again when they did not do so on the spot. */
  bookingDelayDays(visits: number): number;
  /** Share of leavers who come back by themselves, and after how many days (median). */
  comesBack: { share: number; medianDays: number };
  ruleWhenUnbooked(visits: number): string;
  /** Visits cost money (a membership, package or program has paid already). */
  charged: boolean;
  /** Called when they are in the room, before the outcome is entered: a plan may begin here. */
  begins?(visit: { number: number; startsAt: Instant; endsAt: Instant }): void;
  ended?(visit: { number: number; endedAt: Instant }): void;
  finished?(endedAt: Instant): Instant | null;
  abandoned?(gap: Gap): Instant | null;
}

type LeavingWay = 'silent' | 'cancelled' | 'no_show';

interface NextStep {
  bookedAt: Instant;
  day: Day;
  /** Set when they will leave with this booking. */
  leaving: { way: 'cancelled' | 'no_show'; reason: LeavingReason } | null;
  /** They book nothing and come by at `bookedAt`. */
  isWalkIn?: true;
}

/** Tells one course from first contact until it ends, and records what really happened. */
export function walkCourse(person: Person, course: Course, contactAt: Instant): EpisodeTruth {
  const truth: EpisodeTruth = {
    specialty: course.specialty,
    line: course.line,
    planId: null,
    visits: 0,
    visitEnds: [],
    prescribed: course.prescribed,
    closedAt: null,
    gaps: [],
    pauses: [],
  };
  person.truth.episodes.push(truth);
  const { calendar } = person.place;
  const bookedAt = calendar.deskFrom(contactAt);
  let step: NextStep | null = { bookedAt, day: calendar.dayOf(bookedAt) + person.random.whole(1, 8), leaving: null };
  while (step !== null && step.bookedAt < person.until) step = takeStep(person, course, truth, step);
  // A wish to come back that death, a move or the end of the story cut short was never carried out.
  if (step !== null) for (const gap of truth.gaps) if (gap.endedAt === step.bookedAt) gap.endedAt = null;
  truth.planId = course.planId;
  return truth;
}

function takeStep(person: Person, course: Course, truth: EpisodeTruth, step: NextStep): NextStep | null {
  const offer = course.offer(truth.visits);
  endPause(truth, step.bookedAt);
  if (step.isWalkIn === true) {
    const came = comeBy(person, { bookedAt: step.bookedAt, offer, planId: course.planId });
    return afterVisit(person, course, truth, visit(person, course, truth, came, offer));
  }
  const booking = book(person, { bookedAt: step.bookedAt, day: step.day, offer, planId: course.planId });
  if (step.leaving === null && person.random.chance(0.06)) move(person, booking);
  const fate = step.leaving?.way ?? drawFate(person);
  switch (fate) {
    case 'attended':
      return afterVisit(person, course, truth, visit(person, course, truth, booking, offer));
    case 'unrecorded': {
      // Nobody entered an outcome: they came all the same, and it goes on.
      const endedAt = newestOf(booking).data.endsAt ?? step.bookedAt;
      countVisit(truth, endedAt);
      return nextBooking(person, course, truth, endedAt);
    }
    case 'deleted': {
      const at = remove(person, booking, step.bookedAt + person.random.between(2, 8) * MINUTE);
      return { bookedAt: at + 2 * MINUTE, day: step.day, leaving: null };
    }
    case 'clinic_cancelled': {
      const at = Math.max(step.bookedAt + HOUR, newestOf(booking).data.startsAt - person.random.between(4, 70) * HOUR);
      const lostAt = cancel(person, booking, at, 'clinic', 'practitioner away');
      return afterLoss(person, course, truth, lostAt, 'clinic_cancelled', null);
    }
    case 'cancelled': {
      const reason = step.leaving === null ? person.random.pick(EXCUSES) : SAYS[step.leaving.reason];
      const lostAt = cancel(person, booking, callingOffTime(person, booking), 'patient', reason);
      return afterLoss(person, course, truth, lostAt, 'cancelled', step.leaving?.reason ?? null);
    }
    case 'no_show':
      return afterLoss(person, course, truth, missIt(person, booking), 'no_show', step.leaving?.reason ?? null);
  }
}

type Fate = 'attended' | 'unrecorded' | 'deleted' | 'clinic_cancelled' | 'cancelled' | 'no_show';

function drawFate(person: Person): Fate {
  const { unreliable } = person.newcomer;
  return person.random.weighted<Fate>({
    no_show: 0.075 * unreliable,
    cancelled: 0.052 * unreliable,
    clinic_cancelled: 0.02,
    deleted: 0.006,
    unrecorded: 0.005,
    attended: 0.847,
  });
}

function visit(person: Person, course: Course, truth: EpisodeTruth, booking: Booking, offer: Offer): Instant {
  const { startsAt, endsAt } = newestOf(booking).data;
  countVisit(truth, endsAt ?? startsAt);
  course.begins?.({ number: truth.visits, startsAt, endsAt: endsAt ?? startsAt });
  const endedAt = attend(person, booking, course.planId);
  if (course.charged) invoiceVisit(person, booking.id, offer, endedAt);
  course.ended?.({ number: truth.visits, endedAt });
  return endedAt;
}

function countVisit(truth: EpisodeTruth, endedAt: Instant): void {
  truth.visits += 1;
  truth.visitEnds.push(endedAt);
  truth.pauses.push({ from: endedAt, until: null });
}

function endPause({ pauses }: EpisodeTruth, bookedAt: Instant): void {
  const open = pauses.at(-1);
  if (open !== undefined) open.until ??= bookedAt;
}

function afterVisit(person: Person, course: Course, truth: EpisodeTruth, endedAt: Instant): NextStep | null {
  const { random, place } = person;
  if (course.prescribed !== null && truth.visits >= course.prescribed) {
    truth.closedAt = course.finished?.(endedAt) ?? null;
    return null;
  }
  const { leavers } = person.habits;
  if (!random.chance(leavers * course.leaving(truth.visits) * Math.sqrt(person.newcomer.unreliable))) {
    return nextBooking(person, course, truth, endedAt);
  }
  const reason = random.pick(LEAVING_REASONS);
  const way = random.weighted(course.leaveBy);
  if (way !== 'silent') {
    const day = place.calendar.dayOf(endedAt) + course.intervalDays(truth.visits);
    return { bookedAt: endedAt + 4 * MINUTE, day, leaving: { way, reason } };
  }
  return leave(
    person,
    course,
    truth,
    gapOf(course, truth, afterVisitAt(course, truth, endedAt), 'left_unbooked', reason),
  );
}

function nextBooking(person: Person, course: Course, truth: EpisodeTruth, endedAt: Instant): NextStep {
  const { random, place } = person;
  const interval = course.intervalDays(truth.visits);
  // Asked only where there are such people: elsewhere the same seed must go on telling the same lives.
  if (person.habits.walkIns > 0 && random.chance(person.habits.walkIns)) {
    return comingBy(person, course, truth, { endedAt, day: place.calendar.dayOf(endedAt) + interval });
  }
  if (random.chance(course.rebooksAtVisit)) {
    const day = place.calendar.dayOf(endedAt) + interval + (interval >= 7 ? random.whole(-1, 2) : random.whole(0, 1));
    return { bookedAt: endedAt + random.between(1, 9) * MINUTE, day, leaving: null };
  }
  const grace = course.graceDays(truth.visits);
  const delay = course.bookingDelayDays(truth.visits);
  const since = endedAt + grace * DAY;
  const bookedAt = place.calendar.deskFrom(
    endedAt + (person.habits.stragglers ? delay : Math.min(delay, 0.6 * grace)) * DAY,
  );
  if (bookedAt > since) {
    const gap = gapOf(course, truth, afterVisitAt(course, truth, endedAt), 'left_unbooked', null);
    truth.gaps.push({ ...gap, endedAt: bookedAt });
  }
  return {
    bookedAt,
    day: place.calendar.dayOf(bookedAt) + random.whole(1, Math.max(2, Math.min(10, interval))),
    leaving: null,
  };
}

/** Nothing is booked until they stand at the desk; past what is usual that is a gap like any other. */
function comingBy(
  person: Person,
  course: Course,
  truth: EpisodeTruth,
  { endedAt, day }: { endedAt: Instant; day: Day },
): NextStep {
  const { calendar } = person.place;
  const open = calendar.openDayFrom(day + person.random.whole(-1, 2));
  const bookedAt = calendar.slot(open, 60, person.random.next());
  const when = afterVisitAt(course, truth, endedAt);
  if (bookedAt > when.since)
    truth.gaps.push({ ...gapOf(course, truth, when, 'left_unbooked', null), endedAt: bookedAt });
  return { bookedAt, day: open, leaving: null, isWalkIn: true };
}

/** After a lost slot: most book again in the same call or within days; leavers do not. */
function afterLoss(
  person: Person,
  course: Course,
  truth: EpisodeTruth,
  lostAt: Instant,
  cause: 'cancelled' | 'no_show' | 'clinic_cancelled',
  leavingBecause: LeavingReason | null,
): NextStep | null {
  const { random, place } = person;
  const gap = gapOf(
    course,
    truth,
    { since: lostAt, committedUntil: lostAt, agreedUntil: lostAt },
    cause,
    leavingBecause,
  );
  truth.pauses.push({ from: lostAt, until: null });
  if (leavingBecause !== null) return leave(person, course, truth, gap);
  const atOnce = { no_show: 0.35, clinic_cancelled: 0.5, cancelled: 0.66 }[cause];
  if (random.chance(atOnce)) {
    const bookedAt =
      cause === 'no_show' ? place.calendar.deskFrom(lostAt + random.between(0.5, 4) * HOUR) : lostAt + 3 * MINUTE;
    return { bookedAt, day: place.calendar.dayOf(bookedAt) + random.whole(1, 6), leaving: null };
  }
  if (truth.visits === 0 && random.chance(0.3 * person.habits.leavers)) {
    return leave(person, course, truth, { ...gap, meantToLeave: true, reason: 'schedule' });
  }
  const delay = random.between(0.8, 9);
  const bookedAt = place.calendar.deskFrom(lostAt + (person.habits.stragglers ? delay : delay / 12) * DAY);
  truth.gaps.push({ ...gap, endedAt: bookedAt });
  return { bookedAt, day: place.calendar.dayOf(bookedAt) + random.whole(1, 6), leaving: null };
}

function leave(person: Person, course: Course, truth: EpisodeTruth, gap: Gap): NextStep | null {
  truth.gaps.push(gap);
  const { random, place } = person;
  if (random.chance(course.comesBack.share)) {
    const bookedAt = place.calendar.deskFrom(gap.since + random.logNormal(course.comesBack.medianDays, 0.6) * DAY);
    gap.endedAt = bookedAt;
    return { bookedAt, day: place.calendar.dayOf(bookedAt) + random.whole(1, 7), leaving: null };
  }
  truth.closedAt = course.abandoned?.(gap) ?? null;
  return null;
}

type GapTimes = Pick<Gap, 'since' | 'committedUntil' | 'agreedUntil'>;

function afterVisitAt(course: Course, { visits }: EpisodeTruth, endedAt: Instant): GapTimes {
  return {
    since: endedAt + course.graceDays(visits) * DAY,
    committedUntil: endedAt,
    agreedUntil: endedAt + (course.agreedDays?.(visits) ?? 0) * DAY,
  };
}

function gapOf(
  course: Course,
  truth: EpisodeTruth,
  when: GapTimes,
  cause: GapCause,
  reason: LeavingReason | null,
): Gap {
  const rules = { cancelled: 'R05', no_show: 'R06', clinic_cancelled: 'R07' } as Partial<Record<GapCause, string>>;
  const firstLost = truth.visits === 0 && (cause === 'cancelled' || cause === 'no_show');
  return {
    ...when,
    cause: firstLost ? 'first_visit_lost' : cause,
    afterVisits: truth.visits,
    meantToLeave: reason !== null,
    reason,
    endedAt: null,
    expectedRule: firstLost ? 'R15' : (rules[cause] ?? course.ruleWhenUnbooked(truth.visits)),
  };
}

const EXCUSES = ['work', 'ill', 'childcare', 'travel', null];
const SAYS: Record<LeavingReason, string | null> = {
  felt_better: 'feeling better',
  cost: 'cost',
  schedule: 'no suitable time',
  moved: 'moving',
  dissatisfied: null,
  forgot: null,
};

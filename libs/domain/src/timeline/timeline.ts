import type { OwnInterval, PersonFacts, RecordVersion } from '../facts.js';
import type { Patient } from '../records.js';
import { formatDate } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import { byStart, canAnswer, isNothing, knownSince, lossOf, standingOf, statusSeen, type Booking } from './booking.js';
import { episodesOf, visitDaysOf, type Episode } from './episode.js';
import { closeEndedPrograms } from './ended-programs.js';
import { plannedInterval, type PlannedInterval } from './interval.js';
import { invoicedVisits, type WasInvoiced } from './invoiced.js';
import { allKnown, knownPatients, type IsKnown } from './known-rows.js';
import { ownIntervalFor, ownIntervalsOf } from './own-interval.js';
import { planOfLine, seePlans, type PlanView } from './plan.js';
import type { PracticeView } from './practice.js';
import { seeInAnyOrder, seeRecord, type Seen } from './versions.js';

/** What was known of one person at an instant, in order, with the questions that rules ask of it. */
export interface Timeline {
  person: PersonFacts;
  practice: PracticeView;
  /** The surviving patient record first, then those merged into it; only those known. */
  patients: Seen<'patient'>[];
  patient: Patient;
  /** Of the patient's location: plan dates, age and money count there (Q12). */
  opening: OpeningDays;
  bookings: Booking[];
  visits: Booking[];
  /** One per local date, over all lines. */
  visitDays: Booking[];
  live: Booking[];
  losses: Booking[];
  plans: PlanView[];
  episodes: Episode[];
  /** Rows of a patient record that is not known yet are nobody's (Q95). */
  isKnown: IsKnown;
  /** Lines whose practice-wide median was asked for while answering. */
  medianLines: Set<string>;
  /** What staff agreed with the patient, as far as it holds (S1-06). */
  ownIntervals: readonly OwnInterval[];
}

/** Null when the person is not known at this instant: their rows are then ignored (Q95). */
export function timelineOf(person: PersonFacts, practice: PracticeView, asOf: AsOf): Timeline | null {
  const patients: Seen<'patient'>[] = [];
  for (const versions of person.patients) {
    const seen = seeRecord(versions, asOf);
    if (seen !== null) patients.push(seen);
  }
  const primary = patients[0];
  if (primary === undefined) return null;
  const patient = primary.row.data;
  const locationId = patient.locationId;
  const opening = practice.openingDays(primary.row.source, locationId, null);
  const isKnown = knownPatients(person, patients);

  const ownPlans = isKnown === allKnown ? person.plans : person.plans.filter(isKnown);
  const plans = seePlans(ownPlans, opening, asOf);
  const bookings = bookingsOf(person, practice, { locationId, isKnown, plans, asOf });
  settleSpecialties(plans, bookings, practice);
  const visits: Booking[] = [];
  const live: Booking[] = [];
  const losses: Booking[] = [];
  for (const booking of bookings) {
    if (booking.standing === 'visit') visits.push(booking);
    else if (booking.standing === 'live') live.push(booking);
    if (booking.loss !== null) losses.push(booking);
  }
  const episodes = episodesOf(plans, visits);
  closeEndedPrograms(episodes, person, isKnown, asOf);
  return {
    person,
    practice,
    patients,
    patient,
    opening,
    bookings,
    visits,
    visitDays: visitDaysOf(visits),
    live,
    losses,
    plans,
    episodes,
    isKnown,
    medianLines: new Set(),
    ownIntervals: ownIntervalsOf(person, practice, asOf),
  };
}

interface BookingContext {
  locationId: string | null;
  isKnown: IsKnown;
  plans: PlanView[];
  asOf: AsOf;
}

function bookingsOf(person: PersonFacts, practice: PracticeView, context: BookingContext): Booking[] {
  const isInvoiced = invoicedVisits(person, context.asOf);
  const wasInvoiced: WasInvoiced = (seen, opening) =>
    practice.keepsNoOutcome(seen.row.source) ? isInvoiced(seen, opening) : false;
  const bookings: Booking[] = [];
  let areInOrder = true;
  for (const seen of seeInAnyOrder(person.appointments, context.asOf)) {
    if (context.isKnown !== allKnown && !context.isKnown(seen.row)) continue;
    const booking = bookingOf(seen, practice, context, wasInvoiced);
    if (booking === null) continue;
    const before = bookings[bookings.length - 1];
    areInOrder &&= before === undefined || byStart(before, booking) < 0;
    bookings.push(booking);
  }
  return areInOrder ? bookings : bookings.sort(byStart);
}

function bookingOf(
  seen: Seen<'appointment'>,
  practice: PracticeView,
  { locationId, plans, asOf }: BookingContext,
  wasInvoiced: WasInvoiced,
): Booking | null {
  const { row } = seen;
  const status = statusSeen(seen, asOf);
  if (isNothing(row.data, status, asOf)) return null;
  const opening = practice.openingDays(row.source, row.data.locationId, locationId);
  const day = opening.zone.dayOf(row.data.startsAt);
  const stands = standingOf(seen, status, opening, asOf, wasInvoiced);
  // Whoever came has come, whatever the slot was called before; else nothing follows from a place that nobody agreed to.
  const placeholder = stands !== 'visit' && practice.isPlaceholder(row);
  const standing = placeholder ? 'idle' : stands;
  const loss = standing === 'lost' ? lossOf(seen, status, opening, asOf) : null;

  const service = practice.service(row.source, row.data.serviceId);
  const named = row.data.planId === null ? null : namedPlan(plans, row);
  const line = (service?.line || named?.line) ?? '';
  const createdDay = row.createdAt === null ? null : opening.zone.dayOf(row.createdAt);
  return {
    row,
    id: row.id,
    startsAt: row.data.startsAt,
    day,
    opening,
    status,
    standing,
    loss,
    placeholder,
    answers: !placeholder && canAnswer(seen, standing, opening, asOf),
    commits: standing !== 'idle' || (status === 'unknown' && !placeholder),
    recordedAt: knownSince(seen, loss),
    service,
    line,
    lineName: service?.lineName ?? named?.lineName ?? null,
    plan: named ?? planOfLine(plans, line, day, createdDay),
    specialty: service?.specialty ?? null,
  };
}

function namedPlan(plans: readonly PlanView[], { source, data }: RecordVersion<'appointment'>): PlanView | null {
  return plans.find(({ id, row }) => id === data.planId && row.source === source) ?? null;
}

/** Plans take the specialty of their last appointment's service, appointments then that of their plan (Q31). */
function settleSpecialties(plans: readonly PlanView[], bookings: readonly Booking[], practice: PracticeView): void {
  for (const plan of plans) {
    plan.specialty ??=
      bookings.findLast((booking) => booking.plan === plan)?.service?.specialty ??
      practice.specialtyOfLine(plan.line) ??
      practice.onlySpecialty;
  }
  for (const booking of bookings) booking.specialty ??= booking.plan?.specialty ?? practice.onlySpecialty;
}

export function intervalOfEpisode(
  timeline: Timeline,
  { plan, line, specialty, visits, visitDays }: Episode,
): PlannedInterval {
  const own = agreedInterval(timeline, line);
  if (own !== null) return own;
  const lastVisit = visits[visits.length - 1] ?? null;
  return plannedInterval(timeline.practice, timeline.medianLines, {
    plan,
    visitsDone: visitDays.length,
    lastVisit,
    line,
    specialty,
  });
}

/** What staff agreed with this patient goes before every plan and habit (S1-06). */
export function agreedInterval({ ownIntervals, opening }: Timeline, line: string): PlannedInterval | null {
  const own = ownIntervalFor(ownIntervals, line);
  if (own === null) return null;
  return { days: own.days, source: 'staff', setOn: formatDate(opening.zone.dayOf(own.setAt)) };
}

/** The interval by which a lost slot's replacement is measured (Q06): that of its episode, else of its line. */
export function intervalOfLoss(timeline: Timeline, { plan, line, specialty }: Booking): PlannedInterval {
  const episode = timeline.episodes.find((candidate) =>
    plan === null ? candidate.plan === null && candidate.line === line : candidate.plan === plan,
  );
  if (episode !== undefined) return intervalOfEpisode(timeline, episode);
  const own = agreedInterval(timeline, line);
  if (own !== null) return own;
  const ofLine = timeline.visits.filter((visit) => visit.line === line);
  return plannedInterval(timeline.practice, timeline.medianLines, {
    plan,
    visitsDone: 0,
    lastVisit: ofLine[ofLine.length - 1] ?? null,
    line,
    specialty,
  });
}

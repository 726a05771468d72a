import type { OwnInterval, PersonFacts } from '../facts.js';
import type { Patient } from '../records.js';
import { formatDate } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import type { Booking } from './booking.js';
import { bookingsOf } from './bookings.js';
import { hasContact } from './contact.js';
import { episodesOf, visitDaysOf, type Episode } from './episode.js';
import { closeEndedPrograms } from './ended-programs.js';
import { plannedInterval, type PlannedInterval } from './interval.js';
import { allKnown, knownPatients, type IsKnown } from './known-rows.js';
import { ownIntervalFor, ownIntervalsOf } from './own-interval.js';
import { MedianLines } from './median-lines.js';
import { seePlans, type PlanView } from './plan.js';
import type { PracticeView } from './practice.js';
import { PRESENT, presentKinds } from './present.js';
import { haveOneVersionEach, seeRecord, type Seen } from './versions.js';

/** What was known of one person at an instant, in order, with the questions that rules ask of it. */
export interface Timeline {
  /** What there is of them at all: bits of `PRESENT` and `PRESENT_KINDS`. */
  present: number;
  /** There is some way to reach them. */
  hasContact: boolean;
  /** Of the surviving patient record. */
  source: string;
  person: PersonFacts;
  practice: PracticeView;
  /** The surviving patient record first, then those merged into it; only those known. */
  patients: Seen<'patient'>[];
  patient: Patient;
  /** Of the patient's location: plan dates, age and money count there (Q12). */
  opening: OpeningDays;
  bookings: Booking[];
  visits: readonly Booking[];
  /** One per local date, over all lines. */
  visitDays: readonly Booking[];
  live: Booking[];
  losses: Booking[];
  /** One row for each appointment, as in the live product: no version shows that one was moved. */
  hasOneVersionEach: boolean;
  /** Passed, and nobody said what became of them. */
  unknown: Booking[];
  plans: PlanView[];
  episodes: Episode[];
  /** Rows of a patient record that is not known yet are nobody's (Q95). */
  isKnown: IsKnown;
  /** Lines whose practice-wide median was asked for while answering. */
  medianLines: MedianLines;
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
  const hasOneVersionEach = person.hasOneVersionEach === true || haveOneVersionEach(person.appointments);
  const bookings = bookingsOf({ person, practice, locationId, isKnown, plans, asOf, hasOneVersionEach });
  const visits: Booking[] = [];
  const live: Booking[] = [];
  const losses: Booking[] = [];
  const unknown: Booking[] = [];
  for (const booking of bookings) {
    if (booking.standing === 'visit') visits.push(booking);
    else if (booking.standing === 'live') live.push(booking);
    else if (booking.standing === 'unknown') unknown.push(booking);
    if (booking.loss !== null) losses.push(booking);
  }
  const episodes = episodesOf(plans, visits);
  closeEndedPrograms(episodes, person, isKnown, asOf);
  return {
    present:
      presentKinds(person) |
      (losses.length > 0 ? PRESENT.loss : 0) |
      (plans.length > 0 ? PRESENT.plan : 0) |
      (live.length > 0 ? PRESENT.booking : 0),
    hasContact: hasContact(patient),
    source: primary.row.source,
    person,
    practice,
    patients,
    patient,
    opening,
    bookings,
    visits,
    visitDays: episodes.length === 1 && episodes[0]!.visits === visits ? episodes[0]!.visitDays : visitDaysOf(visits),
    live,
    losses,
    hasOneVersionEach,
    unknown,
    plans,
    episodes,
    isKnown,
    medianLines: new MedianLines(),
    ownIntervals: ownIntervalsOf(person, practice, asOf),
  };
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

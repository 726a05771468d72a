import type { AppointmentStatus, Instant, Location, LocalDate, ZoneId } from '../records.js';
import { formatDate } from '../zones/calendar-date.js';
import { defaultOpeningDays, openingDaysOf } from '../zones/opening-days.js';
import { zoneOf } from '../zones/zone.js';

/** A visit somebody wants to book. */
export interface WantedBooking {
  startsAt: Instant;
  endsAt: Instant;
  /** The booking that this one replaces: it may overlap it. */
  replacesId: string | null;
}

/** What is known of the place, the people and the patient's other bookings at this moment. */
export interface BookingFacts {
  now: Instant;
  practiceZone: ZoneId;
  /** Null: none was named. */
  location: Location | null;
  practitioner: { name: string | null; active: boolean | null; leftAt: Instant | null } | null;
  patient: {
    deceasedAt: Instant | null;
    archivedAt: Instant | null;
    movedAwayAt: Instant | null;
    doNotContact: boolean | null;
    hold: string | null;
    testRecord: boolean | null;
  };
  bookings: { id: string; startsAt: Instant; endsAt: Instant | null; status: AppointmentStatus }[];
  /** The practitioner's other bookings around that time. */
  taken: { id: string; startsAt: Instant; endsAt: Instant | null; status: AppointmentStatus }[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Nobody is treated for longer than this in one visit, nor books further ahead. */
const LONGEST_VISIT_MS = 12 * 60 * MINUTE_MS;
const FURTHEST_AHEAD_MS = 730 * DAY_MS;
/** A visit whose end nobody said. */
const USUAL_VISIT_MS = 30 * MINUTE_MS;
const STANDING: readonly AppointmentStatus[] = ['pending', 'booked', 'confirmed', 'arrived', 'in_progress'];
/** Money is talked about at the visit; any other hold is a reason not to make one. */
const MONEY_HOLDS = ['collections', 'dispute'];

/**
 * Why a visit may not be booked (S3-05): one sentence each, without a name of the patient; empty when nothing stands in its way.
 * Only what is known refuses: where no hours are listed, Monday to Friday from nine are taken.
 */
export function bookingProblems(wanted: WantedBooking, facts: BookingFacts): string[] {
  return [
    ...patientProblems(facts),
    ...timeProblems(wanted, facts),
    ...placeProblems(wanted, facts),
    ...overlaps(wanted, facts),
  ];
}

/** What stands in the way of any booking for this patient. */
export function patientProblems({ patient, now }: Pick<BookingFacts, 'patient' | 'now'>): string[] {
  const problems: string[] = [];
  if (patient.deceasedAt !== null) problems.push('The records say that this patient has died.');
  if (patient.doNotContact === true) problems.push('This patient is marked as not to be contacted.');
  if (patient.archivedAt !== null && patient.archivedAt <= now)
    problems.push('This patient is archived in the other system; restore the record there first.');
  if (patient.movedAwayAt !== null && patient.movedAwayAt <= now)
    problems.push('The records say that this patient has moved away.');
  if (patient.testRecord === true) problems.push('This is a test record, not a patient.');
  if (patient.hold !== null && !MONEY_HOLDS.includes(patient.hold.trim().toLowerCase()))
    problems.push('There is a hold on this patient that is not about money; clear it in the other system first.');
  return problems;
}

function timeProblems({ startsAt, endsAt }: WantedBooking, { now }: BookingFacts): string[] {
  if (startsAt <= now) return ['That time is past; choose one that is still to come.'];
  if (endsAt <= startsAt) return ['The visit ends before it begins.'];
  if (endsAt - startsAt > LONGEST_VISIT_MS) return ['A visit lasts twelve hours at most.'];
  if (startsAt - now > FURTHEST_AHEAD_MS) return ['That is more than two years ahead.'];
  return [];
}

function placeProblems(wanted: WantedBooking, { location, practitioner, practiceZone }: BookingFacts): string[] {
  const problems: string[] = [];
  if (practitioner !== null) {
    const { leftAt, active } = practitioner;
    const name = practitioner.name ?? 'This practitioner';
    if (active === false) problems.push(`${name} does not take bookings any more.`);
    else if (leftAt !== null && leftAt <= wanted.startsAt) problems.push(`${name} will have left by then.`);
  }
  const zone = zoneOf(location?.timezone ?? practiceZone);
  const isListed = location !== null && location.openDays.length > 0;
  const opening = isListed ? openingDaysOf(location) : defaultOpeningDays(zone.id);
  const day = zone.dayOf(wanted.startsAt);
  const name = location?.name ?? 'The practice';
  const date: LocalDate = formatDate(day);
  if (opening.isListedClosed(day)) problems.push(`${name} is closed on ${date}.`);
  else if (!opening.isOpen(day))
    problems.push(`${name} is not open on ${WEEKDAYS[new Date(day * DAY_MS).getUTCDay()]}s.`);
  else {
    const opensAt = isListed ? location.opensAt : '09:00';
    if (zone.clockOf(wanted.startsAt) < minutesOf(opensAt)) problems.push(`${name} opens at ${opensAt}.`);
  }
  if (wanted.endsAt > wanted.startsAt && zone.dayOf(wanted.endsAt - 1) !== day)
    problems.push('The visit ends on another day than it begins.');
  return problems;
}

function overlaps(wanted: WantedBooking, { bookings, taken }: BookingFacts): string[] {
  const meets = (row: BookingFacts['bookings'][number]) =>
    row.id !== wanted.replacesId &&
    STANDING.includes(row.status) &&
    row.startsAt < wanted.endsAt &&
    (row.endsAt ?? row.startsAt + USUAL_VISIT_MS) > wanted.startsAt;
  const problems: string[] = [];
  if (bookings.some(meets)) problems.push('This patient has another booking at that time.');
  if (taken.some((row) => meets(row) && !bookings.some(({ id }) => id === row.id)))
    problems.push('The practitioner is booked at that time.');
  return problems;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function minutesOf(clock: string): number {
  const parts = /^(\d{1,2}):(\d{2})$/.exec(clock);
  return parts === null ? 9 * 60 : Number(parts[1]) * 60 + Number(parts[2]);
}

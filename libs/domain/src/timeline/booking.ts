import type { RecordVersion } from '../facts.js';
import {
  APPOINTMENT_STATUSES,
  type Appointment,
  type AppointmentStatus,
  type Instant,
  type Specialty,
} from '../records.js';
import type { EpochDay } from '../zones/calendar-date.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import type { PlanView } from './plan.js';
import type { ServiceView } from './practice.js';
import type { Seen } from './versions.js';

/**
 * What an appointment amounts to at an instant (RC 1.4, Q22-Q28).
 * `visit`: they came. `live`: it stands in the future. `lost`: cancelled or not come to. `unknown`: past, nobody said.
 * `idle`: waiting list, tentative, a placeholder, a request that ran out: no booking of any kind.
 */
export type Standing = 'visit' | 'live' | 'lost' | 'unknown' | 'idle';

/** `patient`: a cancel by the patient or nobody knows whom (Q25). */
export type LostBy = 'patient' | 'no_show' | 'clinic';

export interface Loss {
  at: Instant;
  by: LostBy;
  /** Local date of the loss, at the location of the slot (Q26). */
  day: EpochDay;
  /** Rules act no earlier: a status may flip back within 15 minutes (K26, Q18). Null: nobody knows when it was recorded. */
  settledAt: Instant | null;
}

/** An appointment as it was known at an instant; deleted and void ones are none (Q27). */
export interface Booking {
  row: RecordVersion<'appointment'>;
  id: string;
  startsAt: Instant;
  /** Local date of the start. */
  day: EpochDay;
  opening: OpeningDays;
  status: AppointmentStatus;
  standing: Standing;
  loss: Loss | null;
  /** Holds a place to which nobody has agreed: tentative, whatever its status says (S3-45). */
  placeholder: boolean;
  /** May answer a loss of its line (Q06). */
  answers: boolean;
  /** Waiting list and tentative rows commit nobody to anything (E04). */
  commits: boolean;
  /** When this much of it was known: never later than the instant asked for. */
  recordedAt: Instant | null;
  service: ServiceView | null;
  /** Q29; `''` when unknown. */
  line: string;
  lineName: string | null;
  plan: PlanView | null;
  specialty: Specialty | null;
}

const FLIP_MS = 15 * 60_000;
const REQUEST_BUSINESS_DAYS = 2;
/** As one piece of memory for everybody: the words of a store are compared letter by letter. */
const SAME = new Map(APPOINTMENT_STATUSES.map((status) => [status, status]));
/** One visit after the other has the same. */
let recent: { given: AppointmentStatus; same: AppointmentStatus } = { given: 'completed', same: 'completed' };

function sameStatus(given: AppointmentStatus): AppointmentStatus {
  if (recent.given !== given) recent = { given, same: SAME.get(given) ?? given };
  return recent.same;
}

function isCancel(status: AppointmentStatus): boolean {
  return status === 'cancelled' || status === 'late_cancelled' || status === 'rescheduled';
}

function isKeptAsCreated(status: AppointmentStatus): boolean {
  return status === 'pending' || status === 'proposed' || status === 'waitlist';
}

/**
 * The status as far as it was known (Q01): a row written later shows a cancel only from `cancelled_at` on; so does a row
 * that does not say when it was written (Q02).
 */
export function statusSeen({ row, asCreated }: Seen<'appointment'>, asOf: AsOf): AppointmentStatus {
  const { cancelledAt } = row.data;
  const status = sameStatus(row.data.status);
  if (isCancel(status) && (asCreated || (row.updatedAt === null && cancelledAt !== null))) {
    return asOf.reached(cancelledAt) ? status : 'booked';
  }
  return asCreated && !isKeptAsCreated(status) ? 'booked' : status;
}

export function isNothing(appointment: Appointment, status: AppointmentStatus, asOf: AsOf): boolean {
  return status === 'void' || asOf.reached(appointment.deletedAt);
}

export function lossOf(
  seen: Seen<'appointment'>,
  status: AppointmentStatus,
  opening: OpeningDays,
  asOf: AsOf,
): Loss | null {
  const { data, updatedAt, recordedAt } = seen.row;
  const settled = seen.asCreated ? data.cancelledAt : recordedAt;
  const settledAt = settled === null ? null : settled + FLIP_MS;
  if (status === 'no_show') {
    if (!asOf.reached(data.startsAt)) return null;
    return { at: data.startsAt, by: 'no_show', day: opening.zone.dayOf(data.startsAt), settledAt };
  }
  if (!isCancel(status)) return null;
  const at = data.cancelledAt ?? (seen.asCreated ? null : updatedAt) ?? data.startsAt;
  const by = status !== 'rescheduled' && data.cancelledBy === 'clinic' ? 'clinic' : 'patient';
  return { at, by, day: opening.zone.dayOf(at), settledAt };
}

/** An online request holds its place for two business days after it was made (Q23); without an instant it never did. */
function isRequestOpen({ row }: Seen<'appointment'>, opening: OpeningDays, asOf: AsOf): boolean {
  if (row.data.pendingRequest !== true || row.createdAt === null) return false;
  const until = opening.endOfBusinessDays(opening.zone.dayOf(row.createdAt), REQUEST_BUSINESS_DAYS);
  return !asOf.reached(until);
}

/** `wasInvoiced` is asked only for past rows without an outcome, in sources that keep none (Q28). */
export function standingOf(
  seen: Seen<'appointment'>,
  status: AppointmentStatus,
  opening: OpeningDays,
  asOf: AsOf,
  wasInvoiced: (seen: Seen<'appointment'>, opening: OpeningDays) => boolean,
): Standing {
  const { startsAt } = seen.row.data;
  switch (status) {
    case 'arrived':
    case 'in_progress':
    case 'completed':
      return asOf.reached(startsAt) ? 'visit' : 'live';
    case 'booked':
    case 'confirmed':
      if (!asOf.reached(startsAt)) return 'live';
      return wasInvoiced(seen, opening) ? 'visit' : 'unknown';
    case 'unknown':
      if (!asOf.reached(startsAt)) return 'idle';
      return wasInvoiced(seen, opening) ? 'visit' : 'unknown';
    case 'proposed':
    case 'pending':
      return isRequestOpen(seen, opening, asOf) && !asOf.reached(startsAt) ? 'live' : 'idle';
    case 'no_show':
      return asOf.reached(startsAt) ? 'lost' : 'unknown';
    case 'cancelled':
    case 'late_cancelled':
    case 'rescheduled':
      return 'lost';
    case 'waitlist':
    case 'void':
      return 'idle';
  }
}

/** Can this row answer an earlier loss? A request only while it is open, a walk-in never (Q06, Q23, Q81). */
export function canAnswer(seen: Seen<'appointment'>, standing: Standing, opening: OpeningDays, asOf: AsOf): boolean {
  if (seen.row.data.walkIn === true) return false;
  if (standing !== 'idle') return true;
  const { status } = seen.row.data;
  return (status === 'proposed' || status === 'pending') && isRequestOpen(seen, opening, asOf);
}

/** For evidence: a row seen as created was known from its making, or from the cancel it shows (Q87). */
export function knownSince({ row, asCreated }: Seen<'appointment'>, loss: Loss | null): Instant | null {
  if (!asCreated) return row.recordedAt;
  return loss === null ? row.createdAt : loss.at;
}

/** A booking of an unknown line counts for every line, and every booking for an unknown one (Q29). */
export function countsForLine(bookingLine: string, line: string): boolean {
  return bookingLine === line || bookingLine === '' || line === '';
}

export function byStart(one: Booking, other: Booking): number {
  if (one.startsAt !== other.startsAt) return one.startsAt - other.startsAt;
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  return one.row.source < other.row.source ? -1 : 1;
}

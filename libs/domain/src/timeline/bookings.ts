import type { PersonFacts, RecordVersion } from '../facts.js';
import type { OpeningDays } from '../zones/opening-days.js';
import type { AsOf } from './as-of.js';
import { byStart, canAnswer, isNothing, knownSince, lossOf, standingOf, statusSeen, type Booking } from './booking.js';
import { invoicedVisits, type WasInvoiced } from './invoiced.js';
import { allKnown, type IsKnown } from './known-rows.js';
import { planOfLine, type PlanView } from './plan.js';
import type { PracticeView, ServiceView } from './practice.js';
import { seeInAnyOrder, seeOnlyVersion, type Seen } from './versions.js';

export interface BookingsOf {
  person: PersonFacts;
  practice: PracticeView;
  /** Of the patient. */
  locationId: string | null;
  isKnown: IsKnown;
  plans: PlanView[];
  asOf: AsOf;
  hasOneVersionEach: boolean;
}

/** A person's appointments as they were known, in order of start; plans have their specialty afterwards (Q31). */
export function bookingsOf(of: BookingsOf): Booking[] {
  const { person, isKnown, asOf, hasOneVersionEach } = of;
  const { appointments } = person;
  const wasInvoiced = of.practice.keepsSomeNoOutcome ? wasInvoicedIn(of) : never;
  const bookings: Booking[] = [];
  const all = hasOneVersionEach ? null : seeInAnyOrder(appointments, asOf);
  const length = (all ?? appointments).length;
  for (let index = 0; index < length; index += 1) {
    const seen = all === null ? seeOnlyVersion(appointments[index]!, asOf) : all[index]!;
    if (seen === null || (isKnown !== allKnown && !isKnown(seen.row))) continue;
    const booking = bookingOf(seen, of, wasInvoiced);
    if (booking !== null) bookings.push(booking);
  }
  inOrderOfStart(bookings);
  settleSpecialties(of.plans, bookings, of.practice);
  return bookings;
}

const never: WasInvoiced = () => false;

function wasInvoicedIn({ person, practice, asOf }: BookingsOf): WasInvoiced {
  const isInvoiced = invoicedVisits(person, asOf);
  return (seen, opening) => practice.keepsNoOutcome(seen.row.source) && isInvoiced(seen, opening);
}

/** Longer lists are left to the sort of the language. */
const FEW = 24;

/** Rows mostly come in order, or from the newest to the oldest. */
function inOrderOfStart(bookings: Booking[]): void {
  if (bookings.length > 1 && bookings[0]!.startsAt > bookings[bookings.length - 1]!.startsAt) bookings.reverse();
  if (bookings.length > FEW) {
    bookings.sort(byStart);
    return;
  }
  for (let index = 1; index < bookings.length; index += 1) {
    const booking = bookings[index]!;
    let place = index;
    while (place > 0 && byStart(bookings[place - 1]!, booking) > 0) {
      bookings[place] = bookings[place - 1]!;
      place -= 1;
    }
    bookings[place] = booking;
  }
}

function bookingOf(
  seen: Seen<'appointment'>,
  { practice, locationId, plans, asOf }: BookingsOf,
  wasInvoiced: WasInvoiced,
): Booking | null {
  const { row } = seen;
  const { data } = row;
  const status = statusSeen(seen, asOf);
  if (isNothing(data, status, asOf)) return null;
  const opening = practice.openingDays(row.source, data.locationId, locationId);
  const day = opening.zone.dayOf(data.startsAt);
  const stands = standingOf(seen, status, opening, asOf, wasInvoiced);
  // Whoever came has come, whatever the slot was called before; else nothing follows from a place that nobody agreed to.
  const placeholder = stands !== 'visit' && practice.isPlaceholder(row);
  const standing = placeholder ? 'idle' : stands;
  const loss = standing === 'lost' ? lossOf(seen, status, opening, asOf) : null;
  const service = practice.service(row.source, data.serviceId);
  const named = data.planId === null ? null : namedPlan(plans, row);
  const line = (service?.line || named?.line) ?? '';
  // What rules look at first stands first: it is then in one place of memory.
  return {
    day,
    opening,
    line,
    standing,
    loss,
    startsAt: data.startsAt,
    plan: named ?? (plans.length === 0 ? null : planFor(row, plans, line, day, opening)),
    specialty: service?.specialty ?? null,
    lineName: service?.lineName ?? named?.lineName ?? null,
    service,
    row,
    id: row.id,
    status,
    placeholder,
    answers: !placeholder && canAnswer(seen, standing, opening, asOf),
    commits: standing !== 'idle' || (status === 'unknown' && !placeholder),
    recordedAt: knownSince(seen, loss),
  };
}

function planFor(
  { createdAt }: RecordVersion<'appointment'>,
  plans: readonly PlanView[],
  line: string,
  day: number,
  { zone }: OpeningDays,
): PlanView | null {
  return planOfLine(plans, line, day, createdAt === null ? null : zone.dayOf(createdAt));
}

function namedPlan(plans: readonly PlanView[], { source, data }: RecordVersion<'appointment'>): PlanView | null {
  for (const plan of plans) if (plan.id === data.planId && plan.row.source === source) return plan;
  return null;
}

/** Plans take the specialty of their last appointment's service, appointments then that of their plan (Q31). */
function settleSpecialties(plans: readonly PlanView[], bookings: readonly Booking[], practice: PracticeView): void {
  for (const plan of plans) {
    plan.specialty ??=
      lastServiceOf(plan, bookings)?.specialty ?? practice.specialtyOfLine(plan.line) ?? practice.onlySpecialty;
  }
  for (const booking of bookings) booking.specialty ??= booking.plan?.specialty ?? practice.onlySpecialty;
}

function lastServiceOf(plan: PlanView, bookings: readonly Booking[]): ServiceView | null {
  return bookings.findLast((booking) => booking.plan === plan)?.service ?? null;
}

import type { Appointment, Instant } from '@keepwell/domain/records';
import { DAY, HOUR, MINUTE, type Day } from '../calendar.js';
import { newestOf } from '../chart.js';
import type { Offer } from '../practice/services.js';
import type { RecordHistory } from '../world.js';
import type { Person } from './person.js';

/** What can happen to one appointment. Every function writes versions as a front desk would, at the time it would. */

export type Booking = RecordHistory<'appointment'>;

export interface Wish {
  bookedAt: Instant;
  /** The earliest day that suits. */
  day: Day;
  offer: Offer;
  planId: string | null;
}

export function book(person: Person, wish: Wish): Booking {
  const { random, place } = person;
  const startsAt = freeSlot(person, wish.day, wish.offer.minutes, wish.bookedAt + HOUR);
  const data: Appointment = {
    patientId: person.patientId,
    startsAt,
    endsAt: startsAt + wish.offer.minutes * MINUTE,
    status: 'booked',
    rawStatus: null,
    practitionerId: random.chance(0.88) ? person.practitionerId : random.pick(place.practitionerIds),
    locationId: place.locationId,
    serviceId: wish.offer.id,
    planId: wish.planId,
    cancelledAt: null,
    cancelledBy: null,
    cancelReason: null,
    deletedAt: null,
    seriesId: null,
    classId: null,
    telehealth: false,
    walkIn: false,
    pendingRequest: false,
  };
  const booking = person.chart.open('appointment', wish.bookedAt, data);
  const reminderAt = startsAt - 2 * DAY + random.between(0, 5) * HOUR;
  if (reminderAt > wish.bookedAt + 2 * DAY && random.chance(0.25)) {
    person.chart.revise(booking, reminderAt, { status: 'confirmed' });
  }
  return booking;
}

/** They come by without a booking (K16): the row is made when they stand at the desk. */
export function comeBy(person: Person, wish: Omit<Wish, 'day'>): Booking {
  const { place, random, chart, patientId } = person;
  const startsAt = wish.bookedAt + 2 * MINUTE;
  const booking = chart.open('appointment', wish.bookedAt, {
    ...{ patientId, startsAt, endsAt: startsAt + wish.offer.minutes * MINUTE, status: 'arrived', rawStatus: null },
    practitionerId: random.chance(0.6) ? person.practitionerId : random.pick(place.practitionerIds),
    ...{ locationId: place.locationId, serviceId: wish.offer.id, planId: wish.planId },
    ...{ cancelledAt: null, cancelledBy: null, cancelReason: null, deletedAt: null, seriesId: null, classId: null },
    ...{ telehealth: false, walkIn: true, pendingRequest: false },
  });
  return booking;
}

/** Moved in place: same id, other start (K09). Answers whether there was time to. */
export function move(person: Person, booking: Booking): boolean {
  const { startsAt, endsAt } = newestOf(booking).data;
  const earliest = newestOf(booking).at + HOUR;
  const latest = startsAt - 5 * HOUR;
  if (latest <= earliest) return false;
  const at = person.random.between(earliest, latest);
  const minutes = ((endsAt ?? startsAt) - startsAt) / MINUTE;
  const day = person.place.calendar.dayOf(startsAt) + person.random.whole(1, 6);
  const movedTo = freeSlot(person, day, minutes, at + HOUR);
  person.chart.revise(booking, at, {
    startsAt: movedTo,
    endsAt: movedTo + minutes * MINUTE,
    status: 'booked',
  });
  return true;
}

/** They came. The outcome is usually entered within minutes, sometimes the next morning. Answers the end of the visit. */
export function attend(person: Person, booking: Booking, planId: string | null): Instant {
  const { chart, random, place } = person;
  const { startsAt, endsAt } = newestOf(booking).data;
  const end = endsAt ?? startsAt;
  if (random.chance(0.15)) chart.revise(booking, startsAt - random.between(0, 6) * MINUTE, { status: 'arrived' });
  const enteredAt = random.chance(0.94)
    ? end + random.between(0, 9) * MINUTE
    : place.calendar.deskFrom(end + random.between(10, 20) * HOUR);
  chart.revise(booking, enteredAt, { status: 'completed', planId: planId ?? newestOf(booking).data.planId });
  return end;
}

/** They did not come. Noted by the end of the slot. Answers the instant of the loss: the start (Q26). */
export function missIt(person: Person, booking: Booking): Instant {
  const { startsAt, endsAt } = newestOf(booking).data;
  person.chart.revise(booking, (endsAt ?? startsAt) + person.random.between(0, 25) * MINUTE, { status: 'no_show' });
  return startsAt;
}

export function cancel(
  person: Person,
  booking: Booking,
  at: Instant,
  cancelledBy: 'patient' | 'clinic',
  cancelReason: string | null,
): Instant {
  return person.chart.revise(
    booking,
    at,
    {
      status: 'cancelled',

      cancelledBy,
      cancelReason,
    },
    'cancelledAt',
  );
}

/** A slip of the desk: the row is removed. */
export function remove(person: Person, booking: Booking, at: Instant): Instant {
  return person.chart.revise(booking, at, {}, 'deletedAt');
}

/** When a patient calls off: mostly a day or more ahead, else late. */
export function callingOffTime(person: Person, booking: Booking): Instant {
  const { startsAt } = newestOf(booking).data;
  const earliest = newestOf(booking).at + 10 * MINUTE;
  const early = startsAt - 24 * HOUR;
  if (early > earliest && person.random.chance(0.62))
    return person.random.between(Math.max(earliest, startsAt - 6 * DAY), early);
  return Math.max(earliest, person.random.between(Math.max(earliest, early), startsAt - 0.5 * HOUR));
}

function freeSlot(person: Person, day: Day, minutes: number, notBefore: Instant): Instant {
  const { calendar } = person.place;
  const dayPart = (person.newcomer.dayPart + person.random.between(0, 0.25)) % 1;
  let open = calendar.openDayFrom(day);
  while (calendar.slot(open, minutes, dayPart) < notBefore) open = calendar.openDayFrom(open + 1);
  return calendar.slot(open, minutes, dayPart);
}

import type { Appointment, AppointmentStatus } from '@keepwell/domain/records';
import { visitBookingIds } from '../booking-id.js';
import type { Segment } from '../message.js';
import type { Reading } from './reading.js';
import { locationOf, practitionerOf } from './resources.js';

/** What the events of a visit say of its booking. */
const STATUSES: Record<string, AppointmentStatus> = {
  A01: 'arrived',
  A04: 'arrived',
  A03: 'completed',
  // Cancelled admission or registration: not here after all. Cancelled discharge: still here.
  A11: 'booked',
  A13: 'arrived',
  A38: 'cancelled',
  A05: 'booked',
};

/** Beds and emergencies are nobody's retention. */
const OTHER_CLASSES = ['I', 'E'];

/**
 * ADT tells arrivals: a visit whose number (PV1-50, PV1-19) is a booking's changes that booking. Where a practice has no SIU, its bookings
 * are made of A05 and A04 (setting `visits`).
 */
export function readVisit(reading: Reading, patientId: string, pv1: Segment): void {
  const { message, event, settings, at } = reading;
  const ids = visitBookingIds(message, pv1, settings);
  const status = STATUSES[event];
  if (settings.visits === 'ignore' || ids.length === 0) return;
  if (OTHER_CLASSES.includes(message.value(pv1, 2)?.toUpperCase() ?? '')) return;
  const [main = ''] = ids;
  if (settings.visits === 'match') {
    // A05 is older than what the booking itself says, and A08 says nothing of the visit's course.
    if (status === undefined || event === 'A05') return;
    for (const id of ids) {
      const data = { status, rawStatus: `ADT^${event}` };
      reading.partials.push({ kind: 'appointment', id, createdAt: null, data, mayWait: true });
    }
    return;
  }
  if (status === undefined && event !== 'A08') return;
  const data: Partial<Appointment> = { patientId, ...times(reading, main, pv1) };
  if (status !== undefined) Object.assign(data, { status, rawStatus: `ADT^${event}` });
  if (status === 'cancelled') Object.assign(data, { cancelledAt: at, cancelledBy: 'unknown' });
  const [practitionerId, locationId] = [practitionerOf(reading), locationOf(reading)];
  if (practitionerId !== null) data.practitionerId = practitionerId;
  if (locationId !== null) data.locationId = locationId;
  const createdAt = event === 'A05' ? at : null;
  reading.partials.push({ kind: 'appointment', id: main, createdAt, data, mayWait: true });
}

/** Expected (PV2-8), else planned (EVN-3), for a booking; begun (PV1-44) and ended (PV1-45) for a visit. */
function times(reading: Reading, id: string, pv1: Segment): Partial<Appointment> {
  const { message, event } = reading;
  const read = (where: string, text: string | null) => reading.instant('appointment', id, where, text);
  const planned =
    read('PV2-8', message.value(message.first('PV2'), 8)) ?? read('EVN-3', message.value(message.first('EVN'), 3));
  const begun = read('PV1-44', message.value(pv1, 44));
  const ended = event === 'A03' ? read('PV1-45', message.value(pv1, 45)) : null;
  const startsAt = event === 'A05' ? (planned ?? begun) : (begun ?? planned ?? arrivedAt(reading));
  const said: Partial<Appointment> = startsAt === null ? {} : { startsAt };
  if (ended !== null) said.endsAt = ended;
  return said;
}

/** Whoever is registered without a time of the visit is here now. */
function arrivedAt({ event, at }: Reading): number | null {
  return event === 'A04' || event === 'A01' ? at : null;
}

import {
  RetryLater,
  type Book,
  type Cancel,
  type ConnectorContext,
  type WriteAnswer,
  type WriteOperation,
} from '@keepwell/connector-sdk';
import { flag, id, instantOrNull, one, text, type Row } from './json.js';
import type { Session } from './session.js';
import { syncStatus } from './sync-status.js';

/** NexHealth's own limit. */
const LONGEST_NOTE = 128;
const MINUTE_MS = 60_000;
const NOT_TAKEN = 'NexHealth did not take it: look in the practice system whether this is possible there.';

/** Taken on by NexHealth, and written by it into the practice's system some minutes later: `findWritten` says whether it stands. */
export async function write(
  context: ConnectorContext,
  session: Session,
  operation: WriteOperation,
): Promise<WriteAnswer> {
  if (operation.kind === 'log_contact') {
    return { state: 'refused', says: 'NexHealth has no place for a contact: note it in the practice system by hand.' };
  }
  const places = (await session.places()).map((place) => place.id);
  const { writes } = await syncStatus(session.client, places);
  // Asked before anything is sent: nothing has been written when this is thrown.
  if (!writes) throw new RetryLater("NexHealth cannot write into the practice's system at the moment.");
  return operation.kind === 'book' ? book(session, operation, places) : cancel(session, operation);
}

async function book(session: Session, operation: Book, places: string[]): Promise<WriteAnswer> {
  const place = operation.locationId ?? (places.length === 1 ? places[0] : undefined);
  if (place === undefined) return { state: 'refused', says: 'Say at which location: this practice has several.' };
  if (operation.practitionerId === null) {
    return { state: 'refused', says: 'NexHealth books with a provider only: say with whom.' };
  }
  const wrong = [operation.patientId, operation.practitionerId, place].some((one) => !/^\d+$/.test(one));
  if (wrong) return { state: 'refused', says: 'NexHealth knows patient, provider and location by numbers only.' };
  const appt: Row = {
    patient_id: Number(operation.patientId),
    provider_id: Number(operation.practitionerId),
    start_time: new Date(operation.startsAt).toISOString(),
    end_time: new Date(operation.endsAt).toISOString(),
    ...(operation.serviceId === null ? {} : { appointment_type_id: Number(operation.serviceId) }),
    ...(operation.note === null ? {} : { note: operation.note.slice(0, LONGEST_NOTE) }),
  };
  const query = { location_id: place, notify_patient: false };
  const answer = await session.client.send('POST', 'appointments', query, { appt }, 'booking');
  if (answer === null) return { state: 'refused', says: NOT_TAKEN };
  return { state: 'accepted', ref: id(one(answer, 'appt'), 'id') };
}

async function cancel(session: Session, operation: Cancel): Promise<WriteAnswer> {
  if (!/^\d+$/.test(operation.appointmentId)) {
    return { state: 'refused', says: 'NexHealth knows appointments by numbers only.' };
  }
  const body = { appt: { cancelled: true } };
  const answer = await session.client.send('PATCH', `appointments/${operation.appointmentId}`, {}, body, 'cancelling');
  if (answer === null) return { state: 'refused', says: NOT_TAKEN };
  const done = flag(one(answer, 'appt'), 'cancelled') === true;
  return { state: done ? 'confirmed' : 'accepted', ref: operation.appointmentId };
}

/**
 * A visit of that patient with that provider at that start, or the appointment that is cancelled by now. It counts as standing when
 * the practice's system has given it an id of its own (`foreign_id`).
 */
export async function findWritten(session: Session, operation: WriteOperation): Promise<WriteAnswer | null> {
  if (operation.kind === 'log_contact') return null;
  if (operation.kind === 'cancel') {
    if (!/^\d+$/.test(operation.appointmentId)) return null;
    const row = await session.client.read(`appointments/${operation.appointmentId}`, {}, 'look for a cancellation');
    if (row === 'gone' || row === 'forbidden') return null;
    return flag(row, 'cancelled') === true ? { state: 'confirmed', ref: operation.appointmentId } : null;
  }
  const places = (await session.places()).map((place) => place.id);
  for (const place of operation.locationId === null ? places : [operation.locationId]) {
    const query = {
      location_id: place,
      start: new Date(operation.startsAt - MINUTE_MS).toISOString(),
      end: new Date(operation.startsAt + MINUTE_MS).toISOString(),
      'patient_ids[]': [operation.patientId],
      per_page: 1000,
    };
    const { rows } = await session.client.list('appointments', query, 'look for a booking');
    const found = rows.find((row) => isIt(row, operation));
    if (found === undefined) continue;
    const standing = text(found, 'foreign_id') !== null;
    const ref = id(found, 'id');
    return standing && ref !== null ? { state: 'confirmed', ref } : { state: 'accepted', ref };
  }
  return null;
}

function isIt(row: Row, operation: Book): boolean {
  return (
    id(row, 'patient_id') === operation.patientId &&
    flag(row, 'cancelled') !== true &&
    id(row, 'id') !== (operation.replacesId ?? null) &&
    (operation.practitionerId === null || id(row, 'provider_id') === operation.practitionerId) &&
    instantOrNull(row, 'start_time', 'UTC') === operation.startsAt
  );
}

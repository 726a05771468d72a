import type { Book, Cancel, LogContact, WriteAnswer, WriteOperation } from '@keepwell/connector-sdk';
import { id, instantOrNull, many, one, text, type Row } from './json.js';
import { FIND, WRITE } from './queries.js';
import type { Session } from './session.js';

const NOT_TAKEN = 'Healthie did not take it: its account may lack the right, or the time is not free.';
const MINUTE_MS = 60_000;
const HALF_A_DAY = 43_200_000;

const refused = (says: string): WriteAnswer => ({ state: 'refused', says });

export function write(session: Session, operation: WriteOperation): Promise<WriteAnswer> {
  if (operation.kind === 'log_contact') return logContact(session, operation);
  return operation.kind === 'book' ? book(session, operation) : cancel(session, operation);
}

/** A task that is done already, beside the patient: a note of Healthie's is a message, which the patient would be sent. */
async function logContact({ client }: Session, operation: LogContact): Promise<WriteAnswer> {
  const input = { client_id: operation.patientId, content: `${operation.text} [${operation.key}]`, complete: true };
  const made = await client.change(WRITE.contact, { input }, 'note of a contact');
  return made === null ? refused(NOT_TAKEN) : confirmed(id(one(made, 'task'), 'id'));
}

async function book({ client, settings }: Session, operation: Book): Promise<WriteAnswer> {
  if (operation.serviceId === null) return refused('Healthie books an appointment type: say which.');
  if (operation.practitionerId === null) return refused('Healthie books with a provider: say with whom.');
  const input = {
    ...{ user_id: operation.patientId, other_party_id: operation.practitionerId },
    ...{ appointment_type_id: operation.serviceId, contact_type: settings.contactType, timezone: 'UTC' },
    datetime: new Date(operation.startsAt).toISOString(),
    end_time: new Date(operation.endsAt).toISOString(),
    ...(operation.locationId === null ? {} : { appointment_location_id: operation.locationId }),
    ...(operation.note === null ? {} : { notes: operation.note }),
  };
  const made = await client.change(WRITE.book, { input }, 'booking');
  return made === null ? refused(NOT_TAKEN) : confirmed(id(one(made, 'appointment'), 'id'));
}

async function cancel({ client }: Session, operation: Cancel): Promise<WriteAnswer> {
  if (operation.appointmentId.includes(':')) {
    return refused('One person of a group cannot be cancelled from here: do it in Healthie.');
  }
  const reason = operation.reason === null ? {} : { other_cancellation_reason: operation.reason };
  const input = { id: operation.appointmentId, pm_status: 'Cancelled', ...reason };
  const made = await client.change(WRITE.cancel, { input }, 'cancelling');
  if (made === null) return refused(NOT_TAKEN);
  return isCancelled(one(made, 'appointment'))
    ? confirmed(operation.appointmentId)
    : { state: 'accepted', ref: operation.appointmentId };
}

function confirmed(ref: string | null): WriteAnswer {
  return ref === null ? { state: 'accepted', ref } : { state: 'confirmed', ref };
}

const isCancelled = (row: Row | null) =>
  /cancel/i.test(text(row, 'pm_status') ?? '') || text(row, 'deleted_at') !== null;

/** By our key for a contact; by patient, provider and start for a booking; by its state for a cancellation. */
export async function findWritten({ client }: Session, operation: WriteOperation): Promise<WriteAnswer | null> {
  if (operation.kind === 'cancel') {
    const data = await client.ask(FIND.cancelled, { id: operation.appointmentId }, 'look for a cancellation');
    const row = one(data, 'appointment');
    return row !== null && isCancelled(row) ? confirmed(operation.appointmentId) : null;
  }
  if (operation.kind === 'log_contact') {
    const variables = { patient: operation.patientId, words: operation.key };
    const data = await client.ask(FIND.contact, variables, 'look for a note of a contact');
    const task = many(one(data, 'tasks'), 'nodes').find((row) => text(row, 'content')?.includes(`[${operation.key}]`));
    return task === undefined ? null : confirmed(id(task, 'id'));
  }
  const variables = {
    patient: operation.patientId,
    from: new Date(operation.startsAt - HALF_A_DAY).toISOString(),
    to: new Date(operation.startsAt + HALF_A_DAY).toISOString(),
  };
  const data = await client.ask(FIND.booking, variables, 'look for a booking');
  const found = many(one(data, 'appointments'), 'nodes').find((row) => {
    const start = instantOrNull(row, 'date', null);
    const with_ = id(one(row, 'provider'), 'id');
    return (
      !isCancelled(row) &&
      id(row, 'id') !== (operation.replacesId ?? null) &&
      start !== null &&
      Math.abs(start - operation.startsAt) < MINUTE_MS &&
      id(one(row, 'user'), 'id') === operation.patientId &&
      (operation.practitionerId === null || with_ === operation.practitionerId)
    );
  });
  return found === undefined ? null : confirmed(id(found, 'id'));
}

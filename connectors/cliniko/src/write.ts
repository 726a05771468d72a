import {
  OutcomeUnknown,
  type Book,
  type Cancel,
  type ConnectorContext,
  type LogContact,
  type VendorAnswer,
  type WriteAnswer,
  type WriteOperation,
} from '@keepwell/connector-sdk';
import { ATTENDEE } from './map.js';
import { utc } from './pull.js';
import { isRow, linked, text, type Row } from './row.js';
import { MOST_ROWS, rowsOf, sessionOf, type Session } from './session.js';

const MEMO = 12;
const TYPE = { sms: 1, email: 2, call: 3 } as const;
/** The reasons Cliniko takes; anything else is "other" (50). */
const REASONS = [10, 20, 30, 40, 50, 60];
const OTHER = 50;

export async function writeToCliniko(context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer> {
  const session = sessionOf(context);
  switch (operation.kind) {
    case 'log_contact':
      return logContact(session, operation);
    case 'book':
      return book(session, operation);
    case 'cancel':
      return cancel(session, operation);
  }
}

export async function findInCliniko(context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer | null> {
  const session = sessionOf(context);
  switch (operation.kind) {
    case 'log_contact':
      return findMemo(session, operation);
    case 'book':
      return findBooking(session, operation);
    case 'cancel':
      return findCancelled(session, operation);
  }
}

/** A memo: it records that something was said and sends nothing. */
async function logContact(
  { http }: Session,
  { patientId, channel, direction, text: said, key }: LogContact,
): Promise<WriteAnswer> {
  const memo = {
    ...{ category_code: MEMO, type_code: TYPE[channel], direction_code: direction === 'in' ? 2 : 1 },
    ...{ patient_id: patientId, confidential: false, content: `${said} [${key}]` },
  };
  return outcome(await http.send('POST', 'communications', memo, { what: 'memo' }), 'memo');
}

async function findMemo(session: Session, { patientId, key }: LogContact): Promise<WriteAnswer | null> {
  const conditions = [`patient_id:=${patientId}`, `category_code:=${MEMO}`];
  const rows = await newest(session, 'communications', conditions);
  const found = rows.find((row) => text(row, 'content')?.includes(`[${key}]`) === true);
  return found === undefined ? null : confirmed(found);
}

async function book(session: Session, operation: Book): Promise<WriteAnswer> {
  const { patientId, practitionerId, locationId, serviceId, startsAt, endsAt, note, replacesId } = operation;
  if (practitionerId === null || locationId === null || serviceId === null) {
    return { state: 'refused', says: 'Cliniko books only with a practitioner, a business and an appointment type.' };
  }
  // Cliniko takes two bookings for one hour without a word.
  const taken = await individual(session, [
    ...[`practitioner_id:=${practitionerId}`, `starts_at:<${utc(endsAt)}`, `ends_at:>${utc(startsAt)}`],
  ]);
  if (taken.some((row) => text(row, 'id') !== replacesId))
    return { state: 'refused', says: 'The practitioner has another booking at that time.' };
  const booking = {
    ...{ starts_at: utc(startsAt), ends_at: utc(endsAt), patient_id: patientId, practitioner_id: practitionerId },
    ...{ business_id: locationId, appointment_type_id: serviceId, ...(note === null ? {} : { notes: note }) },
  };
  return outcome(await session.http.send('POST', 'individual_appointments', booking, { what: 'booking' }), 'booking');
}

/** The same patient, practitioner and start: nobody books that twice. */
async function findBooking(
  session: Session,
  { patientId, practitionerId, startsAt, replacesId }: Book,
): Promise<WriteAnswer | null> {
  const start = utc(startsAt);
  const rows = await individual(session, [`patient_id:=${patientId}`, `starts_at:>=${start}`, `starts_at:<=${start}`]);
  const others = rows.filter((row) => text(row, 'id') !== replacesId);
  const found = others.find((row) => practitionerId === null || linked(row, 'practitioner') === practitionerId);
  return found === undefined ? null : confirmed(found);
}

/** Appointments that stand. */
async function individual({ http }: Session, conditions: string[]): Promise<Row[]> {
  const list = { path: 'individual_appointments', key: 'individual_appointments' };
  const query = { 'q[]': conditions, per_page: MOST_ROWS, sort: 'id' };
  const { rows } = rowsOf(await http.get(list.path, { what: 'list of individual_appointments', query }), list);
  return rows.filter((row) =>
    ['cancelled_at', 'archived_at', 'deleted_at'].every((field) => text(row, field) === null),
  );
}

/** Cannot be taken back: a cancelled appointment is never made good, only booked anew. */
async function cancel({ http }: Session, { appointmentId, reason }: Cancel): Promise<WriteAnswer> {
  const code = Number(reason);
  const known = REASONS.includes(code);
  const body = {
    cancellation_reason: known ? code : OTHER,
    ...(known || reason === null || reason === '' ? {} : { cancellation_note: reason }),
  };
  const answer = await http.send('PATCH', `${pathOf(appointmentId)}/cancel`, body, { what: 'cancelling' });
  return answer.status < 300 ? { state: 'confirmed', ref: appointmentId } : refused(answer, 'cancelling');
}

async function findCancelled({ http }: Session, { appointmentId }: Cancel): Promise<WriteAnswer | null> {
  const answer = await http.getOne(pathOf(appointmentId), { what: 'look at an appointment' });
  if (answer === 'gone' || answer === 'forbidden' || !isRow(answer.body)) return null;
  return text(answer.body, 'cancelled_at') === null ? null : { state: 'confirmed', ref: appointmentId };
}

export function pathOf(appointmentId: string): string {
  const attendee = appointmentId.startsWith(ATTENDEE);
  const id = encodeURIComponent(attendee ? appointmentId.slice(ATTENDEE.length) : appointmentId);
  return attendee ? `attendees/${id}` : `individual_appointments/${id}`;
}

async function newest({ http }: Session, path: string, conditions: string[]): Promise<Row[]> {
  const query = { 'q[]': conditions, per_page: MOST_ROWS, sort: 'created_at:desc' };
  return rowsOf(await http.get(path, { what: `list of ${path}`, query }), { path, key: path }).rows;
}

function confirmed(row: Row): WriteAnswer {
  return { state: 'confirmed', ref: text(row, 'id') ?? '' };
}

function outcome(answer: VendorAnswer, what: string): WriteAnswer {
  if (answer.status >= 300) return refused(answer, what);
  const id = isRow(answer.body) ? text(answer.body, 'id') : null;
  if (id === null) throw new OutcomeUnknown(`Cliniko took the ${what} and does not say where it stands.`);
  return { state: 'confirmed', ref: id };
}

/** Names the fields, not what Cliniko says of them: that may quote what was sent. */
function refused({ status, body }: VendorAnswer, what: string): WriteAnswer {
  const errors = isRow(body) && isRow(body['errors']) ? Object.keys(body['errors']).slice(0, 5).join(', ') : '';
  const because = errors === '' ? ` (${status})` : `: ${errors}`;
  return { state: 'refused', says: `Cliniko refuses the ${what}${because}.` };
}

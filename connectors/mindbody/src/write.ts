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
import { APPOINTMENTS } from './courses.js';
import { appointment } from './fetch-one.js';
import { ask } from './pull.js';
import { inside, isRow, local, text, type Row } from './row.js';
import { sessionOf, type Session } from './session.js';

const DAY = 86_400_000;
const METHODS = { call: 'Phone', sms: 'Text', email: 'Email' } as const;
const ENDED = ['Cancelled', 'LateCancelled', 'NoShow'];

export async function writeToMindbody(context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer> {
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

export async function findInMindbody(
  context: ConnectorContext,
  operation: WriteOperation,
): Promise<WriteAnswer | null> {
  const session = sessionOf(context);
  switch (operation.kind) {
    case 'log_contact':
      return findLog(session, operation);
    case 'book':
      return findBooking(session, operation);
    case 'cancel':
      return findCancelled(session, operation);
  }
}

async function logContact(
  { http }: Session,
  { patientId, channel, text: said, key }: LogContact,
): Promise<WriteAnswer> {
  const log = { ClientId: patientId, ContactMethod: METHODS[channel], Text: `${said} [${key}]`, IsComplete: true };
  const answer = await http.send('POST', 'client/addcontactlog', log, { what: 'contact log' });
  return outcome(answer, (body) => body, 'contact log');
}

async function findLog(session: Session, { patientId, at, key }: LogContact): Promise<WriteAnswer | null> {
  const zone = await session.zone();
  const { rows } = await ask(session, 'client/contactlogs', 'ContactLogs', {
    ...{ 'request.clientId': patientId, 'request.startDate': local(at - DAY, zone), 'request.limit': 200 },
    'request.endDate': local(at + 30 * DAY, zone),
  });
  return confirmed(rows.find((row) => text(row, 'Text')?.includes(`[${key}]`) === true));
}

async function book(
  session: Session,
  { patientId, practitionerId, locationId, serviceId, ...operation }: Book,
): Promise<WriteAnswer> {
  if (practitionerId === null || locationId === null || serviceId === null) {
    return { state: 'refused', says: 'Mindbody books only with a member of staff, a location and a session type.' };
  }
  const zone = await session.zone();
  const booking = {
    ...{ ClientId: patientId, StaffId: Number(practitionerId), LocationId: Number(locationId) },
    ...{ SessionTypeId: Number(serviceId), StartDateTime: local(operation.startsAt, zone) },
    ...{ EndDateTime: local(operation.endsAt, zone), ApplyPayment: false, SendEmail: false },
    ...{ PartnerExternalId: operation.key, ...(operation.note === null ? {} : { Notes: operation.note }) },
  };
  const answer = await session.http.send('POST', 'appointment/addappointment', booking, { what: 'booking' });
  return outcome(answer, (body) => inside(body, 'Appointment'), 'booking');
}

/** By our key, else the same client, member of staff and start: nobody books that twice. */
async function findBooking(
  session: Session,
  { key, patientId, practitionerId, startsAt, replacesId }: Book,
): Promise<WriteAnswer | null> {
  const zone = await session.zone();
  const start = local(startsAt, zone);
  const { rows } = await ask(session, APPOINTMENTS.path, APPOINTMENTS.key, {
    ...{ 'request.clientId': patientId, 'request.startDate': local(startsAt - DAY, zone) },
    'request.endDate': local(startsAt + DAY, zone),
  });
  const standing = rows.filter(
    (row) =>
      text(row, 'ClientId') === patientId &&
      text(row, 'Id') !== replacesId &&
      !ENDED.includes(text(row, 'Status') ?? ''),
  );
  const same = (row: Row) =>
    text(row, 'StartDateTime')?.slice(0, 19) === start && text(row, 'StaffId') === practitionerId;
  return confirmed(standing.find((row) => text(row, 'PartnerExternalId') === key) ?? standing.find(same));
}

async function cancel({ http }: Session, { appointmentId, reason }: Cancel): Promise<WriteAnswer> {
  if (!/^\d{1,15}$/.test(appointmentId)) return { state: 'refused', says: 'Mindbody knows no such appointment.' };
  const change = { AppointmentId: Number(appointmentId), Execute: 'cancel', SendEmail: false };
  const noted = reason === null || reason === '' ? change : { ...change, Notes: reason };
  const answer = await http.send('POST', 'appointment/updateappointment', noted, { what: 'cancelling' });
  return outcome(answer, (body) => inside(body, 'Appointment'), 'cancelling');
}

async function findCancelled(session: Session, { appointmentId }: Cancel): Promise<WriteAnswer | null> {
  const row = await appointment(session, appointmentId);
  return row !== null && ['Cancelled', 'LateCancelled'].includes(text(row, 'Status') ?? '') ? confirmed(row) : null;
}

function confirmed(row: Row | undefined): WriteAnswer | null {
  return row === undefined ? null : { state: 'confirmed', ref: text(row, 'Id') ?? '' };
}

/** A refusal is told by its code, not by what Mindbody says: that may quote what was sent. */
function outcome({ status, body }: VendorAnswer, made: (body: Row) => Row | null, what: string): WriteAnswer {
  if (status >= 300) {
    const code = isRow(body) ? text(inside(body, 'Error'), 'Code') : null;
    return {
      state: 'refused',
      says: `Mindbody refuses the ${what} (${/^\w{1,60}$/.test(code ?? '') ? code : status}).`,
    };
  }
  const id = isRow(body) ? text(made(body), 'Id') : null;
  if (id === null) throw new OutcomeUnknown(`Mindbody took the ${what} and does not say where it stands.`);
  return { state: 'confirmed', ref: id };
}

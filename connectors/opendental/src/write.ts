import {
  localDateOf,
  OutcomeUnknown,
  type Book,
  type Cancel,
  type ConnectorContext,
  type LogContact,
  type VendorAnswer,
  type WriteAnswer,
  type WriteOperation,
} from '@keepwell/connector-sdk';
import { localTime } from './local-time.js';
import { isRow, num, text, type Row } from './row.js';
import { everyRow, sessionOf, type Session } from './session.js';

const MODE = { call: 'Phone', sms: 'Text', email: 'Email' } as const;
const MINUTES_PER_MARK = 5;

export async function writeToOpenDental(context: ConnectorContext, operation: WriteOperation): Promise<WriteAnswer> {
  const session = sessionOf(context);
  switch (operation.kind) {
    case 'log_contact':
      return logContact(session, operation);
    case 'book':
      return book(session, operation);
    case 'cancel':
      return breakAppointment(session, operation);
  }
}

export async function findInOpenDental(
  context: ConnectorContext,
  operation: WriteOperation,
): Promise<WriteAnswer | null> {
  const session = sessionOf(context);
  switch (operation.kind) {
    case 'log_contact': {
      const rows = await everyRow(session, 'commlogs', { PatNum: operation.patientId }, 'CommlogNum');
      return confirmed(
        rows.find((row) => text(row, 'Note')?.includes(`[${operation.key}]`) === true),
        'CommlogNum',
      );
    }
    case 'book':
      return findBooking(session, operation);
    case 'cancel':
      return findBroken(session, operation);
  }
}

async function logContact({ http, settings }: Session, it: LogContact): Promise<WriteAnswer> {
  const entry = {
    ...{ PatNum: Number(it.patientId), Note: `${it.text} [${it.key}]`, Mode_: MODE[it.channel] },
    ...{ SentOrReceived: it.direction === 'in' ? 'Received' : 'Sent', CommDateTime: localTime(it.at, settings.zone) },
  };
  return outcome(
    await http.send('POST', 'commlogs', entry, { what: 'entry in the contact log' }),
    'CommlogNum',
    'entry in the contact log',
  );
}

async function book(session: Session, it: Book): Promise<WriteAnswer> {
  const { http, settings } = session;
  if (settings.operatory === null) {
    return {
      state: 'refused',
      says: 'Open Dental books only into a chair: set the operatory for bookings in the settings.',
    };
  }
  const [start, end] = [localTime(it.startsAt, settings.zone), localTime(it.endsAt, settings.zone)];
  const onTheDay = await visitsOn(session, it.startsAt, { Op: String(settings.operatory) });
  if (onTheDay.some((row) => !isReplaced(row, it) && startOf(row) < end && endOf(row) > start)) {
    return { state: 'refused', says: 'There is another booking in that chair at that time.' };
  }
  const marks = Math.max(1, Math.round((it.endsAt - it.startsAt) / (MINUTES_PER_MARK * 60_000)));
  const number = (field: string, id: string | null) =>
    id === null || !/^\d+$/.test(id) ? {} : { [field]: Number(id) };
  const appointment = {
    ...{ PatNum: Number(it.patientId), Op: settings.operatory, AptDateTime: start, Pattern: 'X'.repeat(marks) },
    ...number('ProvNum', it.practitionerId),
    ...number('ClinicNum', it.locationId),
    ...number('AppointmentTypeNum', it.serviceId),
    ...(it.note === null ? {} : { Note: it.note }),
  };
  return outcome(await http.send('POST', 'appointments', appointment, { what: 'booking' }), 'AptNum', 'booking');
}

/** The same patient at the same minute: nobody books that twice. */
async function findBooking(session: Session, it: Book): Promise<WriteAnswer | null> {
  const start = localTime(it.startsAt, session.settings.zone);
  const rows = await visitsOn(session, it.startsAt, { PatNum: it.patientId });
  return confirmed(
    rows.find((row) => !isReplaced(row, it) && startOf(row) === start),
    'AptNum',
  );
}

/** The booking that this one replaces is neither in its way nor itself. */
function isReplaced(row: Row, { replacesId }: Book): boolean {
  return typeof replacesId === 'string' && num(row, 'AptNum') === replacesId;
}

/** What stands on that day. */
async function visitsOn(session: Session, day: number, query: Record<string, string>): Promise<Row[]> {
  const rows = await everyRow(
    session,
    'appointments',
    { date: localDateOf(day, session.settings.zone), ...query },
    'AptNum',
  );
  return rows.filter((row) => ['Scheduled', 'ASAP', 'Complete'].includes(text(row, 'AptStatus') ?? ''));
}

function startOf(row: Row): string {
  return text(row, 'AptDateTime') ?? '';
}

function endOf(row: Row): string {
  const minutes = (text(row, 'Pattern')?.length ?? 0) * MINUTES_PER_MARK;
  // Wall time plus minutes: within one day, and one office, no zone is needed.
  const end = new Date(Date.parse(`${startOf(row).replace(' ', 'T')}Z`) + minutes * 60_000);
  return Number.isNaN(end.getTime()) ? '' : end.toISOString().slice(0, 19).replace('T', ' ');
}

/** Says that it was cancelled where the office's settings let that be said; the kind of break is refused elsewhere. */
async function breakAppointment(session: Session, it: Cancel): Promise<WriteAnswer> {
  const path = `appointments/${encodeURIComponent(it.appointmentId)}/Break`;
  const send = (body: Record<string, string>) => session.http.send('PUT', path, body, { what: 'cancelling' });
  let answer = await send({ sendToUnscheduledList: 'false', breakType: 'Cancelled' });
  if (answer.status === 400) answer = await send({ sendToUnscheduledList: 'false' });
  return answer.status < 300 ? { state: 'confirmed', ref: it.appointmentId } : refused(answer, 'cancelling');
}

async function findBroken({ http }: Session, { appointmentId }: Cancel): Promise<WriteAnswer | null> {
  const answer = await http.getOne(`appointments/${encodeURIComponent(appointmentId)}`, {
    what: 'look at an appointment',
  });
  if (typeof answer === 'string' || !isRow(answer.body)) return null;
  return ['Broken', 'UnschedList'].includes(text(answer.body, 'AptStatus') ?? '')
    ? { state: 'confirmed', ref: appointmentId }
    : null;
}

function confirmed(row: Row | undefined, field: string): WriteAnswer | null {
  const ref = row === undefined ? null : num(row, field);
  return ref === null ? null : { state: 'confirmed', ref };
}

function outcome(answer: VendorAnswer, field: string, what: string): WriteAnswer {
  if (answer.status >= 300) return refused(answer, what);
  const written = isRow(answer.body) ? confirmed(answer.body, field) : null;
  // Older versions answer nothing: whoever asked looks for it.
  if (written === null) throw new OutcomeUnknown(`Open Dental took the ${what} and does not say where it stands.`);
  return written;
}

/** Its own sentence may name the patient: it stays there. */
function refused({ status }: VendorAnswer, what: string): WriteAnswer {
  return {
    state: 'refused',
    says: `Open Dental refuses the ${what} (${status}): is it allowed for this key, and is the appointment still scheduled?`,
  };
}

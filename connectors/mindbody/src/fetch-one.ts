import type { ConnectorContext } from '@keepwell/connector-sdk';
import type { RecordKind, SourceRecord } from '@keepwell/domain/records';
import { classOf, mapClassVisit } from './classes.js';
import { APPOINTMENTS, CLIENTS, COURSES, type Course } from './courses.js';
import { mapAppointment, mapClient, type Mapping } from './map.js';
import { ask, classNamed, mappingOf } from './pull.js';
import { rowsIn, text, type Row } from './row.js';
import { sessionOf, type Session } from './session.js';

/** Asks by id where Mindbody can be asked by id; other lists are short, and read again. */
export async function fetchOne(
  context: ConnectorContext,
  kind: RecordKind,
  id: string,
): Promise<SourceRecord | 'gone' | 'forbidden'> {
  const session = sessionOf(context);
  const course = COURSES.find(({ stream }) => stream.kinds.includes(kind));
  if (course === undefined) return 'gone';
  const mapping = await mappingOf(session, course);
  const records = await found(session, course, kind, id, mapping);
  return records.find((record) => record.kind === kind && record.id === id) ?? 'gone';
}

async function found(
  session: Session,
  course: Course,
  kind: RecordKind,
  id: string,
  mapping: Mapping,
): Promise<SourceRecord[]> {
  const classId = kind === 'appointment' ? classOf(id) : null;
  if (classId !== null) {
    const group = await classNamed(session, classId);
    return rowsIn(group, 'Visits').flatMap((row) => mapClassVisit(row, group, mapping));
  }
  if (kind === 'appointment') {
    const row = await appointment(session, id);
    return row === null ? [] : (mapAppointment(row, mapping) ?? []);
  }
  if (kind === 'patient' || kind === 'consent') {
    const owner = kind === 'consent' ? (id.split(':')[0] ?? id) : id;
    const { rows } = await ask(session, CLIENTS.path, CLIENTS.key, {
      ...{ 'request.clientIDs': [owner], 'request.includeInactive': true },
    });
    return rows.flatMap((row) => mapClient(row, mapping));
  }
  // What runs no more is not told any more; a sale is never taken back but by another.
  if (course.each !== undefined || kind === 'payment') return [];
  const [step] = course.steps({
    marks: { since: null, begun: null, newest: null },
    range: { from: 0, to: 1 },
    zone: mapping.zone,
  });
  if (step === undefined) return [];
  const { rows } = await ask(session, step.path, step.key, { 'request.limit': 200, 'request.offset': 0 });
  return rows.flatMap((row) => step.mapRow(row, mapping) ?? []);
}

/** Ids of appointments are numbers: others are of nobody. */
export async function appointment(session: Session, id: string): Promise<Row | null> {
  if (!/^\d{1,15}$/.test(id)) return null;
  const zone = { 'request.startDate': '2000-01-01T00:00:00', 'request.endDate': '2099-12-31T00:00:00' };
  const { rows } = await ask(session, APPOINTMENTS.path, APPOINTMENTS.key, { 'request.appointmentIds': [id], ...zone });
  return rows.find((row) => text(row, 'Id') === id) ?? null;
}

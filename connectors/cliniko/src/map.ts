import { isTimezone, parseMoney, RecordUnreadable, type StatusWords } from '@keepwell/connector-sdk';
import type { Appointment, RecordData, RecordKind, SourceRecord, ZoneId } from '@keepwell/domain/records';
import { at, date, dayOf, flag, idOf, isRow, linked, text, whole, type Row } from './row.js';

/** What a row is read with besides itself. */
export interface Mapping {
  /** The practice's zone: for dates without time, and for places that do not say theirs. */
  zone: ZoneId | null;
  statuses: StatusWords;
  /** The group appointments of attendees, by id. */
  groups: ReadonlyMap<string, Row>;
  /** Ids of appointment types that take place over the wire. */
  telehealth: ReadonlySet<string>;
}

/** Attendees have a table of their own, and ids that may be those of other people's appointments. */
export const ATTENDEE = 'attendee-';

/** The words of the four marks an appointment carries, most telling first. */
export const STATUSES = {
  cancelled: 'cancelled',
  did_not_arrive: 'no_show',
  arrived: 'completed',
  booked: 'booked',
} as const;

function upsert<K extends RecordKind>(kind: K, id: string, row: Row, data: RecordData[K]): SourceRecord {
  const times = { createdAt: at(row, 'created_at'), updatedAt: at(row, 'updated_at'), versionId: null };
  return { op: 'upsert', kind, id, ...times, data } as SourceRecord;
}

function gone(kind: RecordKind, id: string, row: Row): SourceRecord {
  return {
    op: 'delete',
    kind,
    id,
    createdAt: at(row, 'created_at'),
    updatedAt: at(row, 'updated_at'),
    versionId: null,
  } as SourceRecord;
}

/** Taken off the books: Cliniko deletes by archiving, and keeps what was deleted before it did. */
function isGone(row: Row): boolean {
  return text(row, 'deleted_at') !== null || text(row, 'archived_at') !== null;
}

export function mapBusiness(row: Row, { zone }: Mapping): SourceRecord[] {
  const own = text(row, 'time_zone_identifier');
  const timezone = own !== null && isTimezone(own) ? own : zone;
  if (timezone === null)
    throw new RecordUnreadable(idOf(row), 'The business has no time zone: set timezone in the settings.');
  const name = text(row, 'display_name') ?? text(row, 'business_name');
  // When it is open is not told: working days from nine.
  return [
    upsert('location', idOf(row), row, { name, timezone, openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] }),
  ];
}

export function mapPractitioner(row: Row): SourceRecord[] {
  const names = [text(row, 'first_name'), text(row, 'last_name')].filter((name) => name !== null).join(' ');
  const name = text(row, 'display_name') ?? (names === '' ? null : names);
  return [upsert('practitioner', idOf(row), row, { name, active: flag(row, 'active'), leftAt: null })];
}

export function mapAppointmentType(row: Row): SourceRecord[] {
  const name = text(row, 'name');
  const kind = (whole(row, 'max_attendees') ?? 1) > 1 ? 'class' : null;
  return [
    upsert('service', idOf(row), row, {
      name,
      line: text(row, 'category') ?? name,
      kind,
      intervalDays: null,
      specialty: null,
    }),
  ];
}

/** Best numbers first; a fax is nobody's telephone. */
const PHONES = ['Mobile', 'Home', 'Work', 'Other'];

function phoneOf(row: Row): string | null {
  const numbers = Array.isArray(row['patient_phone_numbers']) ? row['patient_phone_numbers'].filter(isRow) : [];
  for (const type of PHONES) {
    const found = numbers.find((number) => number['phone_type'] === type);
    const normal = found === undefined ? null : text(found, 'normalized_number');
    const number = normal?.startsWith('+') === true ? normal : found === undefined ? null : text(found, 'number');
    if (number !== null) return number;
  }
  return null;
}

/** A patient, and what they said about being written to: true, false, or nothing since nobody asked. */
export function mapPatient(row: Row): SourceRecord[] {
  const id = idOf(row);
  if (text(row, 'deleted_at') !== null) return [gone('patient', id, row)];
  const timezone = text(row, 'time_zone');
  const mergedInto = linked(row, 'merged_with_patient');
  const patient = upsert('patient', id, row, {
    ...{
      givenName: text(row, 'first_name'),
      familyName: text(row, 'last_name'),
      birthDate: date(row, 'date_of_birth'),
    },
    ...{ email: text(row, 'email'), phone: phoneOf(row), language: null, deceasedAt: null, movedAwayAt: null },
    timezone: timezone !== null && isTimezone(timezone) ? timezone : null,
    // A record that went up in another is put in the archive on the way.
    archivedAt: mergedInto === null ? at(row, 'archived_at') : null,
    ...{ doNotContact: null, hold: null, testRecord: null, locationId: null, practitionerId: null, householdId: null },
    ...{ mergedInto, referralSource: text(row, 'referral_source') },
  });
  const consents = (['email', 'sms'] as const).map((channel) => {
    const accepted = flag(row, `accepted_${channel}_marketing`);
    return upsert('consent', `${id}:${channel}_marketing`, row, {
      ...{ patientId: id, channel, purpose: 'marketing' as const, at: null, source: null },
      state: accepted === null ? null : accepted ? ('granted' as const) : ('denied' as const),
    });
  });
  return [patient, ...consents];
}

/** The name of a case may be a diagnosis: it is left behind. */
export function mapCase(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row);
  if (isGone(row)) return [gone('plan', id, row)];
  const closedAt = at(row, 'closed_at');
  const closed = closedAt !== null || flag(row, 'closed') === true;
  return [
    upsert('plan', id, row, {
      ...{ patientId: patientOf(row), line: null, prescribedVisits: whole(row, 'max_sessions'), intervalDays: null },
      ...{ phases: null, startedAt: dayOf(row, 'issue_date', zone), endsAt: dayOf(row, 'expiry_date', zone) },
      ...{ status: closed ? 'completed' : 'open', closedAt, closeReason: null, specialty: null },
    }),
  ];
}

function patientOf(row: Row): string {
  const patient = linked(row, 'patient');
  if (patient === null) throw new RecordUnreadable(idOf(row), 'The row names no patient.');
  return patient;
}

function required<T>(value: T | null, row: Row, field: string): T {
  if (value === null) throw new RecordUnreadable(idOf(row), `${field} is missing.`);
  return value;
}

/** `where`: the booking, `who`: the person in it. One and the same for an individual appointment. */
function visit(
  id: string,
  who: Row,
  where: Row,
  arrived: boolean | null,
  missed: boolean,
  mapping: Mapping,
): SourceRecord {
  const cancelledAt = at(who, 'cancelled_at');
  const word = cancelledAt !== null ? 'cancelled' : missed ? 'did_not_arrive' : arrived === true ? 'arrived' : 'booked';
  const serviceId = linked(where, 'appointment_type');
  const data: Appointment = {
    patientId: patientOf(who),
    startsAt: required(at(where, 'starts_at'), where, 'starts_at'),
    endsAt: at(where, 'ends_at'),
    ...{ status: mapping.statuses.statusOf(word), rawStatus: word },
    ...{ practitionerId: linked(where, 'practitioner'), locationId: linked(where, 'business'), serviceId },
    planId: linked(who, 'patient_case'),
    ...{ cancelledAt, cancelledBy: null, deletedAt: null },
    // The word of a fixed list; the note beside it is free text and stays there.
    cancelReason: cancelledAt === null ? null : text(who, 'cancellation_reason_description'),
    ...{ seriesId: linked(where, 'repeated_from'), classId: who === where ? null : idOf(where) },
    telehealth:
      serviceId !== null && mapping.telehealth.has(serviceId) && text(where, 'telehealth_url') !== null ? true : null,
    ...{ walkIn: null, pendingRequest: null },
  };
  return upsert('appointment', id, newest(who, where), data);
}

/** A group that was moved is written in the group alone. */
function newest(who: Row, where: Row): Row {
  const [mine, its] = [at(who, 'updated_at') ?? 0, at(where, 'updated_at') ?? 0];
  return its > mine ? { ...who, updated_at: where['updated_at'] } : who;
}

export function mapIndividual(row: Row, mapping: Mapping): SourceRecord[] {
  const id = idOf(row);
  if (isGone(row)) return [gone('appointment', id, row)];
  return [visit(id, row, row, flag(row, 'patient_arrived'), flag(row, 'did_not_arrive') === true, mapping)];
}

/** Null: the attendee of an individual appointment, which says the same itself. */
export function mapAttendee(row: Row, mapping: Mapping): SourceRecord[] | null {
  const group = mapping.groups.get(linked(row, 'booking') ?? '');
  if (group === undefined) return null;
  const id = `${ATTENDEE}${idOf(row)}`;
  if (isGone(row) || isGone(group)) return [gone('appointment', id, newest(row, group))];
  const arrived = flag(row, 'arrived');
  return [visit(id, row, group, arrived, arrived === false, mapping)];
}

/** 30 (closed) and 40 (open credit) say nothing about whether anybody paid. */
const INVOICE_STATUS = { 10: 'open', 20: 'paid' } as const;

export function mapInvoice(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row);
  if (isGone(row)) return [gone('invoice', id, row)];
  const code = whole(row, 'status');
  const status = code === 10 || code === 20 ? INVOICE_STATUS[code] : null;
  const total = text(row, 'total_amount');
  const attendee = linked(row, 'attendee');
  const appointmentId = linked(row, 'appointment') ?? (attendee === null ? null : `${ATTENDEE}${attendee}`);
  return [
    upsert('invoice', id, row, {
      ...{ patientId: patientOf(row), appointmentId, issuedAt: dayOf(row, 'issue_date', zone), dueAt: null },
      totalMinor: total === null ? null : parseMoney(total, null),
      // What is left of an open one is not told.
      balanceMinor: status === 'paid' ? 0 : null,
      ...{ currency: null, status },
    }),
  ];
}

export function mapRecall(row: Row): SourceRecord[] {
  const id = idOf(row);
  if (isGone(row)) return [gone('recall', id, row)];
  return [
    upsert('recall', id, row, {
      ...{ patientId: patientOf(row), type: linked(row, 'recall_type') ?? text(row, 'recall_type_id') },
      ...{ dueOn: date(row, 'recall_at'), intervalMonths: null, disabledUntil: null, doneAt: at(row, 'recalled_at') },
    }),
  ];
}

const CHANNELS: Record<number, string> = { 1: 'sms', 2: 'email', 3: 'call' };
/** Replies of a patient, forwarded or not. */
const REPLIES = [2, 8];

/** That something was said, when and by what means; what was said stays there. */
export function mapCommunication(row: Row): SourceRecord[] {
  const id = idOf(row);
  if (isGone(row)) return [gone('communication', id, row)];
  const category = whole(row, 'category_code');
  const direction = whole(row, 'direction_code');
  return [
    upsert('communication', id, row, {
      patientId: patientOf(row),
      at: required(at(row, 'created_at'), row, 'created_at'),
      direction:
        direction === 2 || (category !== null && REPLIES.includes(category)) ? 'in' : direction === 1 ? 'out' : null,
      channel: CHANNELS[whole(row, 'type_code') ?? 0] ?? null,
      ...{ needsReply: null, repliedAt: null, kind: category === 12 ? 'memo' : null },
    }),
  ];
}

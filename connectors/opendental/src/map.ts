import { parseInstant, parseMoney, RecordUnreadable, type StatusWords } from '@keepwell/connector-sdk';
import type {
  Appointment,
  AppointmentStatus,
  RecordData,
  RecordKind,
  SourceRecord,
  ZoneId,
} from '@keepwell/domain/records';
import { at, date, flag, idOf, num, text, type Row } from './row.js';

/** What a row is read with besides itself. */
export interface Mapping {
  zone: ZoneId;
  statuses: StatusWords;
  /** What the office calls its confirmations, where a person said what they mean. */
  own: ReadonlyMap<string, AppointmentStatus>;
  /** What the audit trail says last of broken appointments, by AptNum. */
  broken: ReadonlyMap<string, Broken>;
}

export interface Broken {
  action: 'Missed' | 'Cancelled';
  at: number | null;
}

/** `Broken` alone does not say whether they called off or did not come. */
export const STATUSES = {
  Complete: 'completed',
  Scheduled: 'booked',
  ASAP: 'booked',
  Broken: 'cancelled',
  UnschedList: 'cancelled',
} as const;

/** Notes on the schedule, and visits that are only planned: no appointments. */
const NOT_OURS = ['PtNote', 'PtNoteCompleted', 'Planned'];
/** Visits without a type, by whether they are with the hygienist. */
export const HYGIENE = 'hygiene';
export const GENERAL = 'general';
/** The line of visits with the dentist, and of what is planned for them. */
export const GENERAL_LINE = 'dental';
const MINUTES_PER_MARK = 5;

function upsert<K extends RecordKind>(
  kind: K,
  id: string,
  row: Row,
  data: RecordData[K],
  zone: ZoneId,
  created: string | null = null,
): SourceRecord {
  const createdAt = created === null ? null : at(row, created, zone);
  return {
    op: 'upsert',
    kind,
    id,
    createdAt,
    updatedAt: at(row, 'DateTStamp', zone),
    versionId: null,
    data,
  } as SourceRecord;
}

export function mapClinic(row: Row, { zone }: Mapping): SourceRecord[] {
  const name = text(row, 'Description') ?? text(row, 'Abbr');
  // When it is open is in the schedules of its providers: working days from eight.
  const data = { name, timezone: zone, openDays: [1, 2, 3, 4, 5], opensAt: '08:00', closedOn: [] };
  return [upsert('location', idOf(row, 'ClinicNum'), row, data, zone)];
}

export function mapProvider(row: Row, { zone }: Mapping): SourceRecord[] {
  const names = [text(row, 'FName'), text(row, 'LName')].filter((name) => name !== null).join(' ');
  const active = flag(row, 'IsHidden') !== true && text(row, 'ProvStatus') !== 'Deleted';
  const data = { name: names === '' ? text(row, 'Abbr') : names, active, leftAt: null };
  return [upsert('practitioner', idOf(row, 'ProvNum'), row, data, zone)];
}

export function mapAppointmentType(row: Row, { zone }: Mapping): SourceRecord[] {
  const name = text(row, 'AppointmentTypeName');
  const data = { name, line: name, kind: null, intervalDays: null, specialty: 'DE' as const };
  return [upsert('service', idOf(row, 'AppointmentTypeNum'), row, data, zone)];
}

/** Most appointments have no type: with the hygienist, or with the dentist. */
export function untypedServices(): SourceRecord[] {
  const service = (id: string, name: string, line: string) =>
    ({
      ...{ op: 'upsert', kind: 'service', id, createdAt: null, updatedAt: null, versionId: null },
      data: { name, line, kind: null, intervalDays: null, specialty: 'DE' },
    }) as SourceRecord;
  return [service(HYGIENE, 'Hygiene visit', 'hygiene'), service(GENERAL, 'Dental visit', GENERAL_LINE)];
}

const AWAY = ['Inactive', 'Archived', 'NonPatient', 'Deleted'];

/** The patient, and what they said about being written to and called. */
export function mapPatient(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row, 'PatNum');
  const status = text(row, 'PatStatus');
  const changedAt = at(row, 'DateTStamp', zone);
  const patient = upsert(
    'patient',
    id,
    row,
    {
      ...{ givenName: text(row, 'FName'), familyName: text(row, 'LName'), birthDate: date(row, 'Birthdate') },
      ...{ email: text(row, 'Email'), language: text(row, 'Language'), timezone: null },
      phone: text(row, 'WirelessPhone') ?? text(row, 'HmPhone') ?? text(row, 'WkPhone'),
      // That it is so is told, not since when: no later than it was written.
      deceasedAt: status === 'Deceased' ? changedAt : null,
      archivedAt: status !== null && AWAY.includes(status) ? changedAt : null,
      ...{ movedAwayAt: null, doNotContact: null, hold: null, testRecord: null },
      ...{ locationId: num(row, 'ClinicNum'), practitionerId: num(row, 'PriProv'), householdId: num(row, 'Guarantor') },
      ...{ mergedInto: null, referralSource: null },
    },
    zone,
    'SecDateEntry',
  );
  const texts = text(row, 'TxtMsgOk');
  const state = texts === 'Yes' ? 'granted' : texts === 'No' ? 'denied' : null;
  const calls = ['PreferConfirmMethod', 'PreferContactMethod', 'PreferRecallMethod'].some(
    (field) => row[field] === 'DoNotCall',
  );
  const consent = (channel: 'sms' | 'call', purpose: 'service' | 'any', said: 'granted' | 'denied' | null) =>
    upsert(
      'consent',
      `${id}:${channel}`,
      row,
      { patientId: id, channel, purpose, state: said, at: null, source: null },
      zone,
    );
  // A yes to texts is a yes to being reminded; nobody asked about marketing. A no is a no.
  return [
    patient,
    consent('sms', state === 'denied' ? 'any' : 'service', state),
    consent('call', 'any', calls ? 'denied' : null),
  ];
}

/** Null: not an appointment, or one without a time. */
export function mapAppointment(row: Row, mapping: Mapping): SourceRecord[] | null {
  const { zone } = mapping;
  const id = idOf(row, 'AptNum');
  const word = text(row, 'AptStatus');
  if (word !== null && NOT_OURS.includes(word)) return null;
  const startsAt = at(row, 'AptDateTime', zone);
  if (startsAt === null && word === 'UnschedList') return null;
  const patientId = num(row, 'PatNum');
  if (startsAt === null || patientId === null) {
    throw new RecordUnreadable(id, 'The appointment has no patient, or no time that can be read.');
  }
  const broken = mapping.broken.get(id);
  const status = statusOf(row, word, broken, mapping);
  const hygiene = flag(row, 'IsHygiene') === true;
  const minutes = (text(row, 'Pattern')?.length ?? 0) * MINUTES_PER_MARK;
  const cancelled = status === 'cancelled' || status === 'late_cancelled';
  const data: Appointment = {
    ...{ patientId, startsAt, endsAt: minutes === 0 ? null : startsAt + minutes * 60_000, status, rawStatus: word },
    practitionerId: (hygiene ? num(row, 'ProvHyg') : null) ?? num(row, 'ProvNum'),
    locationId: num(row, 'ClinicNum'),
    serviceId: num(row, 'AppointmentTypeNum') ?? (hygiene ? HYGIENE : GENERAL),
    ...{ planId: null, cancelledAt: cancelled ? (broken?.at ?? null) : null, cancelledBy: null, cancelReason: null },
    ...{ deletedAt: null, seriesId: null, classId: null, telehealth: null, walkIn: null, pendingRequest: null },
  };
  return [upsert('appointment', id, row, data, zone, 'SecDateTEntry')];
}

function statusOf(
  row: Row,
  word: string | null,
  broken: Broken | undefined,
  { own, statuses, zone }: Mapping,
): AppointmentStatus {
  if (word === 'Broken' && broken?.action === 'Missed') return 'no_show';
  if (word !== 'Scheduled') return statuses.statusOf(word);
  const confirmation = own.get(text(row, 'confirmed')?.toLowerCase() ?? '');
  if (confirmation !== undefined) return confirmation;
  return at(row, 'DateTimeArrived', zone) === null ? statuses.statusOf(word) : 'arrived';
}

/** The last thing the audit trail says of an appointment that is broken. */
export function brokenOf(rows: Row[], zone: ZoneId): Broken | null {
  let last: Broken | null = null;
  for (const row of rows) {
    const action = text(row, 'HistApptAction');
    if (action !== 'Missed' && action !== 'Cancelled') continue;
    const when = at(row, 'HistDateTStamp', zone);
    if (last === null || (when ?? 0) >= (last.at ?? 0)) last = { action, at: when };
  }
  return last;
}

/** A deed of the audit trail: taken off the books. */
export function mapDeleted(row: Row, { zone }: Mapping): SourceRecord[] {
  const updatedAt = at(row, 'HistDateTStamp', zone);
  return [{ op: 'delete', kind: 'appointment', id: idOf(row, 'AptNum'), createdAt: null, updatedAt, versionId: null }];
}

/** From a list made for a screen: American dates, and no number of its own. */
export function mapRecall(row: Row, { zone }: Mapping): SourceRecord[] {
  const patientId = idOf(row, 'PatNum');
  const type = text(row, 'Type');
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text(row, 'DueDate') ?? '') ?? [];
  const dueOn = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (typeof parseInstant(dueOn, 'UTC') !== 'number')
    throw new RecordUnreadable(patientId, 'DueDate is not a date of the form M/d/yyyy.');
  const data = {
    patientId,
    type,
    dueOn,
    intervalMonths: monthsOf(text(row, 'Interval')),
    disabledUntil: null,
    doneAt: null,
  };
  return [upsert('recall', `${patientId}:${type ?? ''}`, row, data, zone)];
}

/** `1y`, `6m1d`: in months; weeks and days are too fine to matter. */
function monthsOf(interval: string | null): number | null {
  const [, years = '0', months = '0'] = /^(?:(\d+)y)?(?:(\d+)m)?(?:\d+w)?(?:\d+d)?$/.exec(interval ?? '') ?? [];
  const all = Number(years) * 12 + Number(months);
  return all === 0 ? null : all;
}

const CHANNELS: Record<string, string> = {
  Text: 'sms',
  Email: 'email',
  Phone: 'call',
  Mail: 'mail',
  'In Person': 'in_person',
};

export function mapCommlog(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row, 'CommlogNum');
  const patientId = num(row, 'PatNum');
  const when = at(row, 'CommDateTime', zone);
  if (patientId === null || when === null)
    throw new RecordUnreadable(id, 'The entry has no patient, or no time that can be read.');
  const way = text(row, 'SentOrReceived');
  const data = {
    ...{
      patientId,
      at: when,
      direction: way === 'Received' ? ('in' as const) : way === 'Sent' ? ('out' as const) : null,
    },
    ...{ channel: CHANNELS[text(row, 'Mode_') ?? ''] ?? null, needsReply: null, repliedAt: null, kind: null },
  };
  return [upsert('communication', id, row, data, zone)];
}

export function mapPayment(row: Row, { zone }: Mapping): SourceRecord[] {
  const id = idOf(row, 'PayNum');
  const day = date(row, 'PayDate') ?? date(row, 'DateEntry');
  const paidAt = day === null ? null : parseInstant(day, zone);
  const amountMinor = parseMoney(text(row, 'PayAmt') ?? '', null);
  if (typeof paidAt !== 'number' || amountMinor === null)
    throw new RecordUnreadable(id, 'The payment has no date, or no amount that can be read.');
  const data = {
    ...{
      patientId: num(row, 'PatNum'),
      invoiceId: null,
      membershipId: null,
      at: paidAt,
      amountMinor: Math.abs(amountMinor),
    },
    ...{
      currency: null,
      kind: amountMinor < 0 ? ('refund' as const) : ('payment' as const),
      status: 'succeeded' as const,
    },
    ...{ failureCode: null, attempt: null, nextAttemptAt: null },
  };
  return [upsert('payment', id, row, data, zone)];
}

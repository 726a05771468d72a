import type { Appointment, Instant, Patient, Payment } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';

/** The ways in which senders say that a patient did not come. */
export const NO_SHOW_DIALECTS = ['S26', 'SCH-25', 'S15-reason', 'S14-word', 'AIS'] as const;
export type NoShowDialect = (typeof NO_SHOW_DIALECTS)[number];

export interface Dialect {
  noShow: NoShowDialect;
  /** Times are written as its clocks show them, without an offset. */
  zone: string;
  facility: string;
  /** How the sender says its charges are written: MSH-18. */
  charset: string;
  /** Empty for the original mode, `AL` for a commit answer. */
  acceptAck: '' | 'AL' | 'NE' | 'ER';
}

export const USUAL_DIALECT: Dialect = {
  noShow: 'S26',
  zone: 'UTC',
  facility: 'SIMNORTH',
  charset: 'UNICODE UTF-8',
  acceptAck: '',
};

/** Segments of one message, without their head. */
export interface Told {
  type: string;
  segments: string[];
}

const WORDS: Partial<Record<Appointment['status'], string>> = {
  proposed: 'Pending',
  pending: 'Pending',
  booked: 'Booked',
  confirmed: 'Confirmed',
  arrived: 'Arrived',
  in_progress: 'Started',
  completed: 'Complete',
  cancelled: 'Cancelled',
  late_cancelled: 'Cancelled',
  rescheduled: 'Cancelled',
  no_show: 'Noshow',
  waitlist: 'Waitlist',
  void: 'Deleted',
};

/** What a change of the practice is told as; null: this sender does not tell it. */
export function messageOf(
  now: Standing,
  before: Standing | undefined,
  patient: Standing<'patient'> | undefined,
  dialect: Dialect,
): Told | null {
  const tell = writerOf(dialect);
  if (is(now, 'patient')) return patientMessage(tell, now, before !== undefined, dialect);
  if (is(now, 'appointment'))
    return bookingMessage(tell, now, before as Standing<'appointment'> | undefined, patient, dialect);
  if (is(now, 'payment')) return paymentMessage(tell, now, patient, dialect);
  return null;
}

export function headOf(type: string, controlId: string, at: Instant, dialect: Dialect): string {
  const { time } = writerOf(dialect);
  const fields = [
    'MSH',
    '^~\\&',
    'SIMULATOR',
    dialect.facility,
    'KEEPWELL',
    'PRACTICE',
    time(at),
    '',
    type,
    controlId,
    'P',
    '2.5.1',
  ];
  const modes = dialect.acceptAck === '' ? ['', ''] : [dialect.acceptAck, 'NE'];
  return [...fields, '', '', ...modes, '', dialect.charset].join('|');
}

interface Writer {
  text: (value: string | null) => string;
  time: (at: Instant | null) => string;
}

function writerOf({ zone }: Dialect): Writer {
  // Swedish clocks write year, month, day and time in this order.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  return {
    text: (value) => escaped(value ?? ''),
    time: (at) => (at === null ? '' : format.format(at).replaceAll(/\D/g, '').slice(0, 14)),
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\E\\')
    .replaceAll('|', '\\F\\')
    .replaceAll('^', '\\S\\')
    .replaceAll('&', '\\T\\')
    .replaceAll('~', '\\R\\')
    .replaceAll('\r', '\\X0D\\')
    .replaceAll('\n', '\\X0A\\');
}

const cx = (id: string, facility: string) => `${escaped(id)}^^^${facility}^MR`;

function pid({ text, time }: Writer, id: string, patient: Patient | null, facility: string): string {
  const fields = Array.from({ length: 31 }, () => '');
  fields[0] = 'PID';
  fields[1] = '1';
  fields[3] = cx(id, facility);
  if (patient !== null) {
    fields[5] = `${text(patient.familyName)}^${text(patient.givenName)}^^^^^L`;
    fields[7] = patient.birthDate?.replaceAll('-', '') ?? '';
    const mail = patient.email === null ? '""' : `^NET^Internet^${text(patient.email)}`;
    fields[13] = `${patient.phone === null ? '""' : `${text(patient.phone)}^PRN^CP`}~${mail}`;
    fields[15] = text(patient.language);
    fields[29] = time(patient.deceasedAt);
    fields[30] = patient.deceasedAt === null ? 'N' : 'Y';
  }
  return fields.join('|').replace(/\|+$/, '');
}

function patientMessage(tell: Writer, now: Standing<'patient'>, wasThere: boolean, { facility }: Dialect): Told {
  const { mergedInto } = now.data;
  const evn = (event: string) => `EVN|${event}|${tell.time(now.updatedAt)}`;
  if (now.deletedAt !== null)
    return { type: 'ADT^A29^ADT_A21', segments: [evn('A29'), pid(tell, now.id, null, facility)] };
  if (mergedInto !== null) {
    const survivor = pid(tell, mergedInto, null, facility);
    return { type: 'ADT^A40^ADT_A39', segments: [evn('A40'), survivor, `MRG|${cx(now.id, facility)}`] };
  }
  const event = wasThere ? 'A31' : 'A28';
  return { type: `ADT^${event}^ADT_A05`, segments: [evn(event), pid(tell, now.id, now.data, facility)] };
}

function bookingMessage(
  tell: Writer,
  now: Standing<'appointment'>,
  before: Standing<'appointment'> | undefined,
  patient: Standing<'patient'> | undefined,
  { noShow, facility }: Dialect,
): Told {
  const { data } = now;
  let [event, reason, word] = ['S14', '', WORDS[data.status] ?? ''];
  let resource = '';
  if (now.deletedAt !== null || data.deletedAt !== null || data.status === 'void') [event, word] = ['S17', 'Deleted'];
  else if (data.status === 'no_show') {
    if (noShow === 'S26') [event, word] = ['S26', 'Booked'];
    if (noShow === 'S15-reason') [event, reason, word] = ['S15', 'DNA^Did not attend', 'Cancelled'];
    if (noShow === 'S14-word') word = 'Did Not Attend';
    if (noShow === 'AIS') [word, resource] = ['', 'No Show'];
  } else if (word === 'Cancelled') [event, reason] = ['S15', reasonOf(tell, data)];
  else if (before === undefined) event = 'S12';
  else if (before.data.startsAt !== data.startsAt) event = 'S13';
  const sch = Array.from({ length: 26 }, () => '');
  Object.assign(sch, { 0: 'SCH', 2: `${escaped(now.id)}^${facility}`, 6: reason, 25: word });
  sch[11] = `^^^${tell.time(data.startsAt)}^${tell.time(data.endsAt)}`;
  const segments = [sch.join('|'), pid(tell, data.patientId, patient?.data ?? null, facility), 'RGS|1|A'];
  if (data.serviceId !== null) segments.push(`AIS|1|A|${tell.text(data.serviceId)}|||||||${resource}`);
  else if (resource !== '') segments.push(`AIS|1|A||||||||${resource}`);
  if (data.locationId !== null) segments.push(`AIL|1|A|${tell.text(data.locationId)}^^^${facility}`);
  if (data.practitionerId !== null) segments.push(`AIP|1|A|${tell.text(data.practitionerId)}`);
  return { type: `SIU^${event}^SIU_S12`, segments };
}

function reasonOf({ text }: Writer, { cancelledBy, cancelReason }: Appointment): string {
  const code = cancelledBy === 'patient' ? 'PATIENT' : cancelledBy === 'clinic' ? 'CLINIC' : 'OTHER';
  return cancelReason === null ? code : `${code}^${text(cancelReason)}`;
}

const TYPES: Partial<Record<NonNullable<Payment['kind']>, string>> = {
  charge: 'CG',
  payment: 'PY',
  adjustment: 'AJ',
  refund: 'AJ',
};

function paymentMessage(
  tell: Writer,
  now: Standing<'payment'>,
  patient: Standing<'patient'> | undefined,
  { facility }: Dialect,
): Told | null {
  const { patientId, kind, amountMinor, currency, at, status } = now.data;
  const type = kind === null ? undefined : TYPES[kind];
  // A charge feed tells what went through.
  if (patientId === null || type === undefined || status !== 'succeeded') return null;
  const amount = `${(amountMinor / 100).toFixed(2)}${currency === null ? '' : `&${currency}`}`;
  const ft1 = `FT1|1|${tell.text(now.id)}||${tell.time(at)}||${type}|||||${amount}`;
  const evn = `EVN|P03|${tell.time(now.updatedAt)}`;
  return { type: 'DFT^P03^DFT_P03', segments: [evn, pid(tell, patientId, patient?.data ?? null, facility), ft1] };
}

function is<K extends Standing['kind']>(standing: Standing, kind: K): standing is Standing<K> {
  return standing.kind === kind;
}

import { parseMoney, type StatusWords } from '@keepwell/connector-sdk';
import type {
  AppointmentStatus,
  Instant,
  Membership,
  RecordData,
  RecordKind,
  Score,
  SourceRecord,
  Specialty,
  ZoneId,
} from '@keepwell/domain/records';
import { date, flag, id, instant, instantOrNull, many, number, one, text, type Row } from './json.js';

export interface Mapping {
  /** Of the practice, for times without an offset. */
  zone: ZoneId;
  specialty: Specialty | null;
  statuses: StatusWords;
}

/** Records of one row; what of it cannot be understood; or why it is none of ours. */
export interface Mapped {
  records: SourceRecord[];
  unreadable?: { kind: RecordKind; code: string; reason: string };
  ignored?: string;
}

/** Healthie's words; none is an appointment that stands. */
export const STATUSES: Record<string, AppointmentStatus> = {
  booked: 'booked',
  confirmed: 'confirmed',
  occurred: 'completed',
  'no-show': 'no_show',
  're-scheduled': 'rescheduled',
  rescheduled: 'rescheduled',
  cancelled: 'cancelled',
  'late cancellation': 'late_cancelled',
  'checked-in': 'arrived',
};

const none = (ignored: string): Mapped => ({ records: [], ignored });
const wrong = (kind: RecordKind, code: string, reason: string): Mapped => ({
  records: [],
  unreadable: { kind, code, reason },
});

function upsert<K extends RecordKind>(kind: K, row: Row, data: RecordData[K], own = id(row, 'id')): SourceRecord {
  const record = {
    ...{ kind, op: 'upsert' as const, id: own ?? '', versionId: null, data },
    createdAt: instantOrNull(row, 'created_at', null),
    updatedAt: instantOrNull(row, 'updated_at', null),
  };
  // One member of the union for one K: the compiler cannot see it.
  return record as unknown as SourceRecord;
}

const gone = (kind: RecordKind, row: Row, own: string): SourceRecord => ({
  ...{ kind, op: 'delete', id: own, createdAt: null, versionId: null },
  updatedAt: instantOrNull(row, 'deleted_at', null) ?? instantOrNull(row, 'updated_at', null),
});

const isDeleted = (row: Row) => text(row, 'deleted_at') !== null;

export function mapAppointment(row: Row, mapping: Mapping): Mapped {
  const own = id(row, 'id') ?? '';
  if (flag(row, 'is_blocker') === true) return none('a block in the calendar');
  const single = id(one(row, 'user'), 'id');
  const attending = many(row, 'attended_clients');
  const people = single === null ? attending : [null];
  if (isDeleted(row)) {
    const ids = people.map((person) => (person === null ? own : `${own}:${id(one(person, 'user'), 'id')}`));
    return { records: ids.map((each) => gone('appointment', row, each)) };
  }
  if (people.length === 0) return none('an appointment of nobody');
  const startsAt = instant(row, 'date', mapping.zone);
  if (typeof startsAt !== 'number') {
    return wrong('appointment', 'start_missing', `Appointment ${own} has no start that can be read.`);
  }
  return {
    records: people.flatMap((person) => {
      const patientId = person === null ? single : id(one(person, 'user'), 'id');
      if (patientId === null) return [];
      const recordId = person === null ? own : `${own}:${patientId}`;
      return [upsert('appointment', row, appointmentOf(row, person, patientId, startsAt, mapping), recordId)];
    }),
  };
}

function appointmentOf(
  row: Row,
  person: Row | null,
  patientId: string,
  startsAt: Instant,
  mapping: Mapping,
): RecordData['appointment'] {
  const length = number(row, 'length');
  const word = wordOf(row, person);
  const ended = /cancel/i.test(word);
  const own = flag(person, 'cancelled') === true;
  const reason = one(row, 'cancellation_reason');
  const by = text(reason, 'reason_type');
  return {
    ...{ patientId, startsAt, endsAt: length === null ? null : startsAt + length * 60_000 },
    status: mapping.statuses.statusOf(word),
    rawStatus: word,
    practitionerId: id(one(row, 'provider'), 'id'),
    locationId: null,
    serviceId: id(row, 'appointment_type_id'),
    planId: null,
    cancelledAt: !ended
      ? null
      : own
        ? instantOrNull(person, 'cancelled_at', mapping.zone)
        : instantOrNull(row, 'pm_status_changed_at', mapping.zone),
    cancelledBy: !ended ? null : by === 'client' ? 'patient' : by === null || by === 'all' ? 'unknown' : 'clinic',
    // Chosen from the practice's own list; what somebody typed beside it is not read.
    cancelReason: ended ? text(reason, 'label') : null,
    deletedAt: null,
    seriesId: id(one(row, 'recurring_appointment'), 'id'),
    classId: person === null ? null : id(row, 'id'),
    telehealth: telehealthOf(text(row, 'contact_type')),
    ...{ walkIn: null, pendingRequest: null },
  };
}

/** The appointment's own word; in a group, what became of this person of it. */
function wordOf(row: Row, person: Row | null): string {
  const said = text(row, 'pm_status');
  if (flag(person, 'cancelled') === true) return 'Cancelled';
  const occurred = said?.toLowerCase() === 'occurred';
  if (person !== null && occurred && flag(person, 'attended') === false) return 'No-Show';
  if (said !== null) return said;
  return flag(row, 'confirmed') === true && flag(row, 'client_confirmed') !== false ? 'confirmed' : 'booked';
}

function telehealthOf(contact: string | null): boolean | null {
  if (contact === null) return null;
  if (/video|zoom|phone|virtual|tele/i.test(contact)) return true;
  return /in[- ]?person|office/i.test(contact) ? false : null;
}

export function mapPatient(row: Row): Mapped {
  const patient = {
    ...{ givenName: text(row, 'first_name'), familyName: text(row, 'last_name'), birthDate: date(row, 'dob') },
    ...{ email: text(row, 'email'), phone: text(row, 'phone_number'), language: text(row, 'preferred_language_code') },
    ...{ timezone: null, deceasedAt: null, archivedAt: archivedAt(row), movedAwayAt: null, doNotContact: null },
    ...{ hold: null, testRecord: null, locationId: null, practitionerId: id(row, 'dietitian_id'), householdId: null },
    ...{ mergedInto: null, referralSource: null },
  };
  return { records: [upsert('patient', row, patient)] };
}

function archivedAt(row: Row): Instant | null {
  if (flag(row, 'active') !== false) return null;
  return instantOrNull(row, 'archived_at', null) ?? instantOrNull(row, 'updated_at', null) ?? 0;
}

export function mapPractitioner(row: Row): Mapped {
  const name = [text(row, 'first_name'), text(row, 'last_name')].filter((part) => part !== null).join(' ') || null;
  return { records: [upsert('practitioner', row, { name, active: flag(row, 'active'), leftAt: null })] };
}

export function mapService(row: Row, { specialty }: Mapping): Mapped {
  const name = text(row, 'name');
  const kind = flag(row, 'is_group') === true ? ('class' as const) : null;
  return { records: [upsert('service', row, { name, line: name, kind, intervalDays: null, specialty })] };
}

/** Amounts may carry a symbol: `$1,250.00`. */
function minorOf(value: unknown, currency: string | null): number | null {
  if (typeof value === 'number') return parseMoney(value, currency);
  if (typeof value !== 'string') return null;
  return parseMoney(value.replace(/[^\d.,+-]/g, ''), currency);
}

function currencyOf(row: Row | null): string | null {
  const said = text(row, 'currency')?.toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(said) ? said : null;
}

/** What was bought, and the recurring payment that was begun with it: nobody need have paid of it yet. */
export function mapPackage(row: Row): Mapped {
  const patientId = id(one(row, 'user'), 'id');
  const own = id(row, 'id');
  if (patientId === null) return wrong('package', 'patient_missing', `Package ${own} names no patient.`);
  const offering = one(row, 'offering');
  const currency = currencyOf(offering);
  const parts = many(offering, 'offering_includes').map((part) => Number(text(part, 'quantity') ?? NaN));
  const counted = parts.length > 0 && parts.every((part) => Number.isFinite(part));
  const bought = {
    ...{ patientId, name: text(offering, 'name'), line: text(offering, 'name') },
    unitsTotal: counted ? parts.reduce((sum, part) => sum + part, 0) : null,
    ...{ unitsUsed: null, purchasedAt: instantOrNull(row, 'created_at', null), expiresOn: null, status: null },
    ...{ priceMinor: minorOf(offering?.price, currency), currency },
  };
  const recurring = one(row, 'recurring_payment');
  const told = recurring === null ? [] : mapMembership(recurring, patientId).records;
  return { records: [upsert('package', row, bought), ...told] };
}

const INVOICE_STATUS: Record<string, RecordData['invoice']['status']> = {
  paid: 'paid',
  not_yet_paid: 'open',
  unpaid: 'open',
  partial: 'partial',
  partially_paid: 'partial',
};

export function mapInvoice(row: Row): Mapped {
  const patientId = id(row, 'recipient_id');
  if (patientId === null) return wrong('invoice', 'patient_missing', `Invoice ${id(row, 'id')} names no patient.`);
  const currency = currencyOf(row);
  const bill = {
    ...{ patientId, appointmentId: id(row, 'appointment_id'), dueAt: null, currency },
    issuedAt: instantOrNull(row, 'date_to_show', null) ?? instantOrNull(row, 'created_at', null),
    ...{ totalMinor: minorOf(row.price, currency), balanceMinor: minorOf(row.balance_due, currency) },
    status: INVOICE_STATUS[text(row, 'status')?.toLowerCase().replaceAll(' ', '_') ?? ''] ?? null,
  };
  return { records: [upsert('invoice', row, bill)] };
}

const PAYMENT_STATUS: Record<string, RecordData['payment']['status']> = {
  succeeded: 'succeeded',
  failed: 'failed',
  scheduled: 'pending',
};

/** A payment, what of it was given back, and the recurring payment that it belongs to. */
export function mapPayment(row: Row): Mapped {
  const own = id(row, 'id') ?? '';
  const recurring = one(row, 'recurring_payment');
  const told = recurring === null ? [] : mapMembership(recurring, id(row, 'sender_id')).records;
  if (isDeleted(row)) return { records: [...told, gone('payment', row, own), gone('payment', row, `refund/${own}`)] };
  const currency = currencyOf(row);
  const amount = minorOf(row.amount_paid, currency);
  const at = instantOrNull(row, 'created_at', null);
  if (amount === null || at === null) {
    return {
      ...wrong('payment', 'amount_missing', `Payment ${own} has no amount or time that can be read.`),
      records: told,
    };
  }
  const state = text(row, 'state')?.toLowerCase() ?? '';
  const paid = {
    ...{
      patientId: id(row, 'sender_id'),
      invoiceId: id(row, 'requested_payment_id'),
      membershipId: id(recurring, 'id'),
    },
    ...{ at, amountMinor: Math.abs(amount), currency, kind: 'payment' as const, status: PAYMENT_STATUS[state] ?? null },
    failureCode: state === 'failed' ? failureOf(row) : null,
    ...{ attempt: null, nextAttemptAt: null },
  };
  const back = minorOf(row.refund_amount, currency) ?? 0;
  const refundedAt = instantOrNull(row, 'refund_date', null) ?? instantOrNull(row, 'updated_at', null) ?? at;
  const refund = { ...paid, at: refundedAt, amountMinor: Math.abs(back), kind: 'refund' as const, failureCode: null };
  return {
    records: [
      ...told,
      upsert('payment', row, paid),
      ...(back === 0 ? [] : [upsert('payment', row, refund, `refund/${own}`)]),
    ],
  };
}

/** Only what is a code: a sentence of the bank's may name the person. */
function failureOf(row: Row): string {
  const said = text(row, 'failure_reason') ?? '';
  return /^[a-z][a-z_]{2,60}$/.test(said) ? said : 'failed';
}

export function mapMembership(row: Row, payer: string | null): Mapped {
  const patientId = id(row, 'sender_id') ?? payer;
  if (patientId === null) return none('a recurring payment of nobody');
  const cancelledAt = instantOrNull(row, 'canceled_at', null);
  const status: Membership['status'] =
    flag(row, 'is_canceled') === true ? 'cancelled' : flag(row, 'is_paused') === true ? 'paused' : 'active';
  const member = {
    ...{ patientId, name: text(row, 'offering_name'), tier: null, status },
    startedAt: instantOrNull(row, 'start_at', null) ?? instantOrNull(row, 'created_at', null),
    renewsAt: status === 'active' ? instantOrNull(row, 'next_payment_date', null) : null,
    endsAt: status === 'cancelled' ? cancelledAt : null,
    pausedUntil: status === 'paused' ? instantOrNull(row, 'next_restart_payment_date', null) : null,
    cancelRequestedAt: cancelledAt,
    ...{ priceMinor: minorOf(row.amount_to_pay, null), currency: null, cardExpiresOn: null, specialty: null },
  };
  return { records: [upsert('membership', row, member)] };
}

type Instrument = { is: RegExp; name: string; direction: Score['direction'] };

/** Only what measures how somebody does; a weight or a glass of water is not kept. */
const INSTRUMENTS: Instrument[] = [
  { is: /\bPHQ-?9\b/i, name: 'PHQ-9', direction: 'lower_better' },
  { is: /\bGAD-?7\b/i, name: 'GAD-7', direction: 'lower_better' },
  { is: /\bPROMIS\b.*(pain|fatigue|anxiety|depress|sleep)/i, name: 'PROMIS', direction: 'lower_better' },
  { is: /\bPROMIS\b/i, name: 'PROMIS', direction: 'higher_better' },
  { is: /\bMSQ\b|medical symptoms? questionnaire/i, name: 'MSQ', direction: 'lower_better' },
  { is: /\bODI\b|oswestry/i, name: 'ODI', direction: 'lower_better' },
  { is: /\bNDI\b|neck disability/i, name: 'NDI', direction: 'lower_better' },
  { is: /\bDASH\b|quickdash/i, name: 'DASH', direction: 'lower_better' },
  { is: /\bLEFS\b|lower extremity functional/i, name: 'LEFS', direction: 'higher_better' },
  { is: /\bpain\b|\bNPRS\b/i, name: 'pain 0-10', direction: 'lower_better' },
];

const instrumentOf = (words: string | null) => INSTRUMENTS.find(({ is }) => words !== null && is.test(words)) ?? null;

export function mapEntry(row: Row): Mapped {
  const patientId = id(one(row, 'poster'), 'id');
  const category = text(row, 'category');
  const known = instrumentOf(category);
  if (known === null) return none('a measure that is no outcome');
  // The same number comes with its form.
  if (flag(row, 'linked_to_autoscored_form') === true) return none('a score that its form tells');
  if (patientId === null) return none('a score of nobody');
  const score = { patientId, instrument: known.name, domain: category, value: number(row, 'metric_stat') };
  return { records: [upsert('score', row, scoreOf(row, score, known))] };
}

/** A form that scores itself: one score for each section, `form/ID/SECTION`. */
export function mapForm(row: Row): Mapped {
  const own = id(row, 'id') ?? '';
  const patientId = id(row, 'user_id');
  const sections = many(row, 'autoscored_sections').flatMap((section) => {
    const key = text(section, 'section_key') ?? text(section, 'section_title');
    const title = [text(row, 'name'), text(section, 'section_title')].filter((part) => part !== null).join(' ');
    const known = instrumentOf(title);
    return key === null || known === null ? [] : [{ key, known, section }];
  });
  const idOf = (key: string) => `form/${own}/${key}`;
  if (isDeleted(row)) return { records: sections.map(({ key }) => gone('score', row, idOf(key))) };
  if (patientId === null || flag(row, 'finished') !== true || sections.length === 0)
    return none('a form without a score');
  return {
    records: sections.map(({ key, known, section }) => {
      const domain = text(section, 'section_title');
      const score = { patientId, instrument: known.name, domain, value: number(section, 'value') };
      return upsert('score', row, scoreOf(row, score, known), idOf(key));
    }),
  };
}

function scoreOf(
  row: Row,
  score: Pick<Score, 'patientId' | 'instrument' | 'domain' | 'value'>,
  { direction }: Instrument,
): Score {
  return { ...score, direction, takenAt: instantOrNull(row, 'created_at', null), dueAt: null, detectableChange: null };
}

export function mapProgram(row: Row): Mapped {
  const patientId = id(row, 'user_id');
  if (patientId === null) return wrong('program', 'patient_missing', `Program ${id(row, 'id')} names no patient.`);
  const course = one(row, 'course');
  const status = flag(row, 'is_paused') === true ? 'paused' : (text(row, 'course_status')?.toLowerCase() ?? null);
  const program = {
    ...{ patientId, name: text(course, 'name'), startedAt: instantOrNull(row, 'start_at', null) },
    ...{ endsAt: instantOrNull(course, 'end_date', null), coordinator: null, status, handoffAt: null },
  };
  return { records: [upsert('program', row, program)] };
}

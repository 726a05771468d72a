import {
  APPOINTMENT_STATUSES,
  RECORD_KINDS,
  SERVICE_KINDS,
  SPECIALTIES,
  type RecordData,
  type RecordKind,
  type SourceRecord,
} from '@keepwell/domain/records';
import { isTimezone } from './settings.js';

/** Says what is wrong with a value, or null. Never repeats the value: it may be a patient's. */
type Check = (value: unknown) => string | null;

const check =
  (says: string, test: (value: unknown) => boolean): Check =>
  (value) =>
    test(value) ? null : says;
const orNull =
  (inner: Check): Check =>
  (value) =>
    value === null ? null : inner(value);
const oneOf = (...words: readonly string[]): Check =>
  check(`must be one of ${words.join(', ')}`, (value) => typeof value === 'string' && words.includes(value));

const id = check('must be text that is not empty', (value) => typeof value === 'string' && value !== '');
const instant = check('must be whole milliseconds since 1970', Number.isSafeInteger);
const zone = check('must be an IANA time zone', (value) => typeof value === 'string' && isTimezone(value));
const date = check('must be a date, YYYY-MM-DD', isDate);
const count = check('must be a whole number', Number.isSafeInteger);
const text = orNull(id);
const at = orNull(instant);
const on = orNull(date);
const flag = orNull(check('must be true or false', (value) => typeof value === 'boolean'));
const amount = orNull(check('must be whole minor units', Number.isSafeInteger));
const number = orNull(check('must be a number', Number.isFinite));
const currency = orNull(
  check('must be an ISO 4217 code', (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value)),
);
const specialty = orNull(oneOf(...SPECIALTIES));
const phases = orNull(
  check('must be phases of visits and days', (value) => {
    return Array.isArray(value) && value.length > 0 && value.every((phase) => phase?.visits >= 1 && phase?.days > 0);
  }),
);

/** The whole of records.ts as checks; the compiler insists that no field is forgotten. */
const SHAPES: { [K in RecordKind]: { [F in keyof RecordData[K]]: Check } } = {
  patient: {
    givenName: text,
    familyName: text,
    birthDate: on,
    email: text,
    phone: text,
    language: text,
    timezone: orNull(zone),
    deceasedAt: at,
    archivedAt: at,
    movedAwayAt: at,
    doNotContact: flag,
    hold: text,
    testRecord: flag,
    locationId: text,
    practitionerId: text,
    householdId: text,
    mergedInto: text,
    referralSource: text,
  },
  practitioner: { name: text, active: flag, leftAt: at },
  location: {
    name: text,
    timezone: zone,
    openDays: check('must be ISO weekdays, sorted', isWeekdays),
    opensAt: check('must be HH:MM', (value) => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value)),
    closedOn: check('must be dates', (value) => Array.isArray(value) && value.every(isDate)),
  },
  service: {
    name: text,
    line: text,
    kind: orNull(oneOf(...SERVICE_KINDS)),
    intervalDays: number,
    specialty,
  },
  appointment: {
    patientId: id,
    startsAt: instant,
    endsAt: at,
    status: oneOf(...APPOINTMENT_STATUSES),
    rawStatus: text,
    practitionerId: text,
    locationId: text,
    serviceId: text,
    planId: text,
    cancelledAt: at,
    cancelledBy: orNull(oneOf('patient', 'clinic', 'system', 'unknown')),
    cancelReason: text,
    deletedAt: at,
    seriesId: text,
    classId: text,
    telehealth: flag,
    walkIn: flag,
    pendingRequest: flag,
  },
  plan: {
    patientId: id,
    line: text,
    prescribedVisits: orNull(count),
    intervalDays: number,
    phases,
    startedAt: at,
    endsAt: at,
    status: orNull(oneOf('open', 'completed', 'discharged', 'cancelled')),
    closedAt: at,
    closeReason: text,
    specialty,
  },
  recall: { patientId: id, type: text, dueOn: on, intervalMonths: number, disabledUntil: on, doneAt: at },
  package: {
    patientId: id,
    name: text,
    line: text,
    unitsTotal: number,
    unitsUsed: number,
    purchasedAt: at,
    expiresOn: on,
    status: text,
    priceMinor: amount,
    currency,
  },
  membership: {
    patientId: id,
    name: text,
    tier: text,
    status: orNull(oneOf('trialing', 'active', 'past_due', 'paused', 'cancelled', 'expired')),
    startedAt: at,
    renewsAt: at,
    endsAt: at,
    pausedUntil: at,
    cancelRequestedAt: at,
    priceMinor: amount,
    currency,
    cardExpiresOn: on,
    specialty: orNull(oneOf('MB', 'DPC')),
  },
  program: { patientId: id, name: text, startedAt: at, endsAt: at, coordinator: text, status: text, handoffAt: at },
  invoice: {
    patientId: id,
    appointmentId: text,
    issuedAt: at,
    dueAt: at,
    totalMinor: amount,
    balanceMinor: amount,
    currency,
    status: orNull(oneOf('draft', 'open', 'partial', 'paid', 'void', 'uncollectible')),
  },
  payment: {
    patientId: text,
    invoiceId: text,
    membershipId: text,
    at: instant,
    amountMinor: count,
    currency,
    kind: orNull(oneOf('charge', 'payment', 'refund', 'adjustment')),
    status: orNull(oneOf('succeeded', 'failed', 'pending', 'cancelled', 'disputed')),
    failureCode: text,
    attempt: orNull(count),
    nextAttemptAt: at,
  },
  score: {
    patientId: id,
    instrument: text,
    domain: text,
    value: number,
    takenAt: at,
    dueAt: at,
    direction: orNull(oneOf('higher_better', 'lower_better')),
    detectableChange: number,
  },
  consent: {
    patientId: id,
    channel: orNull(oneOf('sms', 'email', 'call', 'any')),
    purpose: orNull(oneOf('service', 'marketing', 'any')),
    state: orNull(oneOf('granted', 'denied')),
    at,
    source: text,
  },
  communication: {
    patientId: id,
    at: instant,
    direction: orNull(oneOf('in', 'out')),
    channel: text,
    needsReply: flag,
    repliedAt: at,
    kind: text,
  },
};

/** The same as lists: every record read passes them. */
const CHECKS = Object.fromEntries(
  RECORD_KINDS.map((kind): [RecordKind, [string, Check][]] => [kind, Object.entries(SHAPES[kind])]),
) as Record<RecordKind, [string, Check][]>;

/** The canonical fields of a kind, in the order of records.ts. */
export function fieldsOf(kind: RecordKind): string[] {
  return Object.keys(SHAPES[kind]);
}

/** Of a kind: the fields that a source may leave unsaid. */
export type Unsaid<K extends RecordKind> = {
  [F in keyof RecordData[K] as null extends RecordData[K][F] ? F : never]: null;
};

/**
 * Every field of a kind that may be null, as null: what a mapping starts from, so that it names only what its source says.
 *
 * @example const data = { ...unsaid('patient'), givenName: row.first_name, familyName: row.last_name };
 */
export function unsaid<K extends RecordKind>(kind: K): Unsaid<K> {
  const open = CHECKS[kind].filter(([, test]) => test(null) === null);
  return Object.fromEntries(open.map(([field]) => [field, null])) as Unsaid<K>;
}

/** Everything about a record that breaks the contract of records.ts; empty when it is sound. Names fields, never values. */
export function recordProblems(record: SourceRecord): string[] {
  if (!RECORD_KINDS.includes(record.kind)) return ['kind is not one of ours'];
  const problems: string[] = [];
  const note = (field: string, problem: string | null) => {
    if (problem !== null) problems.push(`${field} ${problem}`);
  };
  note('id', id(record.id));
  note('createdAt', at(record.createdAt));
  note('updatedAt', at(record.updatedAt));
  note('versionId', text(record.versionId));
  if (record.op === 'delete') return problems;
  const data = record.data as unknown as Record<string, unknown>;
  for (const [field, test] of CHECKS[record.kind]) note(field, test(data[field]));
  const shape = SHAPES[record.kind];
  for (const field of Object.keys(data)) if (!Object.hasOwn(shape, field)) note(field, 'is no field of ours');
  return problems;
}

/** Requirement S3-62: fields that carry something although the connector does not say that it keeps them. */
export function fieldsBeyond(keeps: Partial<Record<RecordKind, string[]>>, record: SourceRecord): string[] {
  if (record.op === 'delete') return [];
  const kept = keeps[record.kind] ?? [];
  return Object.entries(record.data)
    .filter(([field, value]) => value !== null && !kept.includes(field))
    .map(([field]) => field);
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

function isWeekdays(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (day, index) => Number.isInteger(day) && day >= 1 && day <= 7 && (index === 0 || day > value[index - 1]),
    )
  );
}

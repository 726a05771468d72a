import { isTimezone, parseMoney, type StatusWords } from '@keepwell/connector-sdk';
import type {
  AppointmentStatus,
  Plan,
  RecordData,
  RecordKind,
  SourceRecord,
  Specialty,
  ZoneId,
} from '@keepwell/domain/records';
import { date, flag, id, instant, instantOrNull, many, number, one, text, type Row } from './json.js';

/** What a row needs to be understood and does not carry itself. */
export interface Mapping {
  /** Of the location, for dates without a time. */
  zone: ZoneId;
  specialty: Specialty | null;
  statuses: StatusWords;
}

/** A record; or nothing of ours, and why; or a row that should be ours and cannot be understood. */
export type Mapped =
  { record: SourceRecord } | { ignored: string } | { unreadable: { kind: RecordKind; code: string; reason: string } };

/** NexHealth tells states by flags: these words stand for them, joined with `+` where several hold. */
export const STATUSES: Record<string, AppointmentStatus> = {
  cancelled: 'cancelled',
  'cancelled+missed': 'cancelled',
  missed: 'no_show',
  checked_out: 'completed',
  checked_in: 'arrived',
  confirmed: 'confirmed',
  booked: 'booked',
};

const upsert = <K extends RecordKind>(kind: K, row: Row, data: RecordData[K], own = id(row, 'id')): Mapped => {
  if (own === null) return unreadable(kind, 'id_missing', `A ${kind} has no id.`);
  const record = {
    ...{ kind, op: 'upsert' as const, id: own, versionId: null, data },
    createdAt: instantOrNull(row, 'created_at', 'UTC'),
    updatedAt: instantOrNull(row, 'updated_at', 'UTC'),
  };
  // One member of the union for one K: the compiler cannot see it.
  return { record: record as unknown as SourceRecord };
};

const gone = (kind: RecordKind, row: Row, own: string): Mapped => {
  const at = instantOrNull(row, 'deleted_at', 'UTC') ?? instantOrNull(row, 'updated_at', 'UTC');
  return { record: { kind, op: 'delete', id: own, createdAt: null, updatedAt: at, versionId: null } };
};

const unreadable = (kind: RecordKind, code: string, reason: string): Mapped => ({ unreadable: { kind, code, reason } });

export function mapAppointment(row: Row, mapping: Mapping): Mapped {
  const own = id(row, 'id');
  if (flag(row, 'unavailable') === true) return { ignored: 'a block in the diary' };
  const patientId = id(row, 'patient_id');
  if (patientId === null) return { ignored: 'an appointment of no patient' };
  const startsAt = instant(row, 'start_time', 'UTC');
  if (typeof startsAt !== 'number') {
    const says = startsAt === null ? 'has no start' : 'has a start that is no time';
    return unreadable('appointment', 'start_missing', `Appointment ${own ?? 'without id'} ${says}.`);
  }
  const word = wordOf(row);
  const cancelled = flag(row, 'cancelled') === true;
  return upsert('appointment', row, {
    ...{ patientId, startsAt },
    endsAt: instantOrNull(row, 'end_time', 'UTC'),
    status: mapping.statuses.statusOf(word),
    rawStatus: word,
    practitionerId: id(row, 'provider_id'),
    locationId: id(row, 'location_id'),
    serviceId: id(row, 'appointment_type_id'),
    planId: null,
    // Stays on the row when the practice takes a cancellation back: only the flag says whether it holds.
    cancelledAt: cancelled ? instantOrNull(row, 'cancelled_at', 'UTC') : null,
    ...{ cancelledBy: null, cancelReason: null, deletedAt: null, seriesId: null, classId: null },
    ...{ telehealth: null, walkIn: null, pendingRequest: null },
  });
}

/** Never `completed` because the time has passed: only checking out says that they came. */
function wordOf(row: Row): string {
  const is = (field: string) => flag(row, field) === true;
  const missed = is('patient_missed');
  if (is('cancelled')) return missed ? 'cancelled+missed' : 'cancelled';
  if (missed) return 'missed';
  if (is('checked_out') || text(row, 'checked_out_at') !== null) return 'checked_out';
  if (text(row, 'checkin_at') !== null) return 'checked_in';
  return is('confirmed') || is('patient_confirmed') ? 'confirmed' : 'booked';
}

export function mapPatient(row: Row): Mapped {
  const bio = one(row, 'bio');
  if (flag(bio, 'non_patient') === true) return { ignored: 'somebody who pays for others and is no patient' };
  const given = [text(row, 'first_name'), text(row, 'middle_name')].filter((name) => name !== null).join(' ');
  const phones = ['cell_phone_number', 'phone_number', 'home_phone_number', 'work_phone_number'];
  return upsert('patient', row, {
    givenName: given || null,
    familyName: text(row, 'last_name'),
    birthDate: date(bio, 'date_of_birth'),
    email: text(row, 'email'),
    phone: phones.map((field) => text(bio, field)).find((phone) => phone !== null) ?? null,
    language: text(row, 'preferred_language'),
    timezone: null,
    deceasedAt: null,
    // "Inactive" carries no time of its own: known from this version of the row on.
    archivedAt: flag(row, 'inactive') === true ? (instantOrNull(row, 'updated_at', 'UTC') ?? 0) : null,
    ...{ movedAwayAt: null, doNotContact: null, hold: null, testRecord: null, locationId: null },
    practitionerId: id(row, 'provider_id'),
    householdId: id(row, 'guarantor_id'),
    ...{ mergedInto: null, referralSource: null },
  });
}

export function mapPractitioner(row: Row): Mapped {
  const name = text(row, 'display_name') ?? text(row, 'name');
  const inactive = flag(row, 'inactive');
  const leftAt = inactive === true ? instantOrNull(row, 'updated_at', 'UTC') : null;
  return upsert('practitioner', row, { name, active: inactive === null ? null : !inactive, leftAt });
}

export function mapLocation(row: Row): Mapped {
  const zone = zoneOf(row);
  if (zone === null) {
    return unreadable('location', 'timezone_missing', `Location ${id(row, 'id') ?? 'without id'} has no time zone.`);
  }
  const hours = { openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] };
  return upsert('location', row, { name: text(row, 'name'), timezone: zone, ...hours });
}

export function zoneOf(location: Row): ZoneId | null {
  const zone = text(location, 'tz');
  return zone !== null && isTimezone(zone) ? zone : null;
}

export function mapService(row: Row, { specialty }: Mapping): Mapped {
  const name = text(row, 'name');
  return upsert('service', row, { name, line: name, kind: null, intervalDays: null, specialty });
}

const PLAN_STATUS: Record<string, Plan['status']> = {
  proposed: 'open',
  accepted: 'open',
  completed: 'completed',
  rejected: 'cancelled',
};

/** A plan of treatment in a dental system is a list of procedures, not a number of visits a week. */
export function mapPlan(row: Row, mapping: Mapping): Mapped {
  const own = id(row, 'id');
  const patientId = id(row, 'patient_id');
  const said = text(row, 'status');
  if (said === 'not_applicable') return { ignored: 'a treatment plan without a decision' };
  if (patientId === null) return unreadable('plan', 'patient_missing', `Treatment plan ${own} names no patient.`);
  const status = PLAN_STATUS[said ?? ''] ?? null;
  const closed = status === 'completed' || status === 'cancelled';
  return upsert('plan', row, {
    ...{ patientId, line: text(row, 'name'), prescribedVisits: null, intervalDays: null, phases: null },
    ...{ startedAt: null, endsAt: null, status },
    closedAt: closed ? instantOrNull(row, 'updated_at', 'UTC') : null,
    closeReason: said === 'rejected' ? 'rejected' : null,
    specialty: mapping.specialty,
  });
}

/** Months of an interval as the practice's system writes it: number and unit. */
function monthsOf(type: Row | null): number | null {
  const count = number(type, 'interval_num');
  if (count === null || count <= 0) return null;
  switch (text(type, 'interval_unit')?.[0]?.toUpperCase()) {
    case 'Y':
      return count * 12;
    case 'M':
      return count;
    case 'W':
      return (count * 12) / 52;
    default:
      return null;
  }
}

export function mapRecall(row: Row): Mapped {
  const patientId = id(row, 'patient_id');
  if (patientId === null) return unreadable('recall', 'patient_missing', `Recall ${id(row, 'id')} names no patient.`);
  const type = one(row, 'recall_type');
  return upsert('recall', row, {
    ...{ patientId, type: text(type, 'name'), dueOn: date(row, 'date_due'), intervalMonths: monthsOf(type) },
    ...{ disabledUntil: null, doneAt: null },
  });
}

function price(row: Row | null): { minor: number; currency: string | null } | null {
  const said = text(row, 'currency')?.toUpperCase() ?? null;
  const currency = said !== null && /^[A-Z]{3}$/.test(said) ? said : null;
  const amount = row?.amount;
  const minor = typeof amount === 'string' || typeof amount === 'number' ? parseMoney(amount, currency) : null;
  return minor === null ? null : { minor, currency };
}

export function mapPayment(row: Row, mapping: Mapping): Mapped {
  const own = id(row, 'id');
  if (own !== null && text(row, 'deleted_at') !== null) return gone('payment', row, own);
  const paid = price(one(row, 'payment_amount'));
  if (paid === null) return unreadable('payment', 'amount_missing', `Payment ${own} has no amount that can be read.`);
  const at = instant(row, 'paid_at', mapping.zone);
  if (typeof at !== 'number') return unreadable('payment', 'date_missing', `Payment ${own} has no date.`);
  const charge = id(row, 'charge_id');
  return upsert('payment', row, {
    patientId: id(row, 'patient_id') ?? id(row, 'guarantor_id'),
    invoiceId: charge,
    ...{ membershipId: null, at, amountMinor: Math.abs(paid.minor), currency: paid.currency },
    kind: paid.minor < 0 ? 'refund' : 'payment',
    ...{ status: 'succeeded', failureCode: null, attempt: null, nextAttemptAt: null },
  });
}

/** What was done and entered on an account: one line, one bill. What of it is still owed is only known per guarantor. */
export function mapCharge(row: Row, mapping: Mapping): Mapped {
  const own = id(row, 'id');
  if (own !== null && text(row, 'deleted_at') !== null) return gone('invoice', row, own);
  const patientId = id(row, 'patient_id');
  if (patientId === null) return unreadable('invoice', 'patient_missing', `Charge ${own} names no patient.`);
  const fee = price(one(row, 'fee'));
  return upsert('invoice', row, {
    ...{ patientId, appointmentId: null, issuedAt: instantOrNull(row, 'charged_at', mapping.zone), dueAt: null },
    ...{ totalMinor: fee?.minor ?? null, balanceMinor: null, currency: fee?.currency ?? null, status: null },
  });
}

/** What a guarantor owes in all, as one open bill without a date: `balance/ID`. It is no proof of any visit. */
export function mapBalance(row: Row): Mapped {
  const own = id(row, 'id');
  const patientId = id(row, 'guarantor_id');
  if (patientId === null) return { ignored: 'a balance of nobody' };
  const owed = price(one(row, 'guarantor_portion')) ?? price(one(row, 'total_balance'));
  if (owed === null) return unreadable('invoice', 'amount_missing', `Balance ${own} has no amount that can be read.`);
  return upsert(
    'invoice',
    row,
    {
      ...{ patientId, appointmentId: null, issuedAt: null, dueAt: null, totalMinor: null },
      ...{ balanceMinor: owed.minor, currency: owed.currency, status: owed.minor > 0 ? 'open' : 'paid' },
    },
    own === null ? null : `balance/${own}`,
  );
}

/** The locations of an institution: `/locations` nests them. */
export function locationsOf(institutions: Row[]): Row[] {
  return institutions.flatMap((institution) => many(institution, 'locations'));
}

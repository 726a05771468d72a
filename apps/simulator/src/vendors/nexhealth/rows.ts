import type { Instant, RecordData, RecordKind } from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { VendorIds } from '../vendor-ids.js';

export type Row = Record<string, unknown>;

/** What a row says beyond the record: how far a booking is on its way into the practice's own system. */
export interface Beside {
  ids: VendorIds;
  institution: number;
  /** Null while the practice's system has not taken it. */
  foreignId(kind: RecordKind, id: string): string | null;
  zoneOf(locationId: string | null): string;
}

const iso = (at: Instant) => new Date(at).toISOString();
const isoOrNull = (at: Instant | null) => (at === null ? null : iso(at));
const dateOf = (at: Instant, zone: string) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

export function numberOf({ ids }: Beside, kind: RecordKind, id: string | null): number | null {
  return id === null ? null : Number(ids.of(kind, id));
}

export function appointmentRow({ id, data, createdAt, updatedAt }: Standing<'appointment'>, beside: Beside): Row {
  const { status } = data;
  const cancelled = ['cancelled', 'late_cancelled', 'rescheduled'].includes(status);
  const came = status === 'completed';
  const here = came || status === 'arrived' || status === 'in_progress';
  const zone = beside.zoneOf(data.locationId);
  return {
    id: numberOf(beside, 'appointment', id),
    patient_id: numberOf(beside, 'patient', data.patientId),
    provider_id: numberOf(beside, 'practitioner', data.practitionerId),
    provider_name: null,
    start_time: iso(data.startsAt),
    end_time: iso(data.endsAt ?? data.startsAt + 1_800_000),
    confirmed: status === 'confirmed',
    patient_confirmed: false,
    patient_missed: status === 'no_show',
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    note: 'Came with a sore tooth',
    unavailable: false,
    cancelled,
    // Stays when a cancellation is taken back, as at the vendor.
    cancelled_at: isoOrNull(data.cancelledAt),
    timezone: zone,
    timezone_offset: '+00:00',
    institution_id: beside.institution,
    appointment_type_id: numberOf(beside, 'service', data.serviceId) ?? 0,
    checkin_at: here ? iso(data.startsAt) : null,
    checked_out: came,
    checked_out_at: came ? iso(data.endsAt ?? data.startsAt + 1_800_000) : null,
    location_id: numberOf(beside, 'location', data.locationId),
    foreign_id: beside.foreignId('appointment', id),
    foreign_id_type: 'simulated-system',
    last_sync_time: iso(updatedAt),
    operatory_id: null,
    is_guardian: false,
    sooner_if_possible: false,
    referrer: null,
  };
}

/** A block in the diary: listed among the appointments, and none. */
export function blockRow(number: number, startsAt: Instant, updatedAt: Instant, beside: Beside): Row {
  return {
    ...{ id: number, patient_id: null, provider_id: null, start_time: iso(startsAt) },
    ...{ end_time: iso(startsAt + 3_600_000), unavailable: true, cancelled: false, patient_missed: false },
    ...{ created_at: iso(updatedAt), updated_at: iso(updatedAt), timezone: beside.zoneOf(null), note: 'Lunch' },
    ...{ institution_id: beside.institution, foreign_id_type: 'simulated-system', timezone_offset: '+00:00' },
  };
}

export function patientRow({ id, data, createdAt, updatedAt }: Standing<'patient'>, beside: Beside): Row {
  const phone = data.phone?.replace(/^\+1/, '') ?? '';
  return {
    id: numberOf(beside, 'patient', id),
    email: data.email,
    first_name: data.givenName ?? '',
    middle_name: null,
    last_name: data.familyName ?? '',
    name: [data.givenName, data.familyName].filter(Boolean).join(' '),
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    institution_id: beside.institution,
    foreign_id: beside.foreignId('patient', id),
    foreign_id_type: 'simulated-system',
    bio: {
      ...{ city: 'Springfield', gender: 'Female', new_patient: false, non_patient: false, phone_number: '' },
      ...{ cell_phone_number: data.phone === null ? '' : phone, street_address: '1 Main Street' },
      ...(data.birthDate === null ? {} : { date_of_birth: data.birthDate }),
    },
    inactive: data.archivedAt !== null,
    last_sync_time: iso(updatedAt),
    guarantor_id: numberOf(beside, 'patient', data.householdId),
    billing_type: null,
    chart_id: null,
    preferred_language: data.language,
    provider_id: numberOf(beside, 'practitioner', data.practitionerId),
  };
}

export function providerRow({ id, data, createdAt, updatedAt }: Standing<'practitioner'>, beside: Beside): Row {
  const [first = '', ...rest] = (data.name ?? '').split(' ');
  return {
    id: numberOf(beside, 'practitioner', id),
    email: null,
    ...{ first_name: first, middle_name: null, last_name: rest.join(' '), name: data.name ?? '' },
    display_name: data.name,
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
    ...{ institution_id: beside.institution, foreign_id: null, foreign_id_type: 'simulated-system', bio: {} },
    inactive: data.active === false,
    // Carried by the vendor, and none of our business: must never come out on our side.
    ...{ npi: null, tin: '000000000', state_license: 'R000000', specialty_code: null },
    ...{ locations: [], availabilities: [] },
  };
}

export function locationRow({ id, data, createdAt, updatedAt }: Standing<'location'>, beside: Beside): Row {
  return {
    id: numberOf(beside, 'location', id),
    ...{ name: data.name ?? 'Practice', institution_id: beside.institution, tz: data.timezone, inactive: false },
    ...{
      map_by_operatory: false,
      created_at: iso(createdAt),
      updated_at: iso(updatedAt),
      last_sync_time: iso(updatedAt),
    },
  };
}

export function typeRow({ id, data }: Standing<'service'>, beside: Beside): Row {
  const number = numberOf(beside, 'service', id);
  const parent = { parent_type: 'Institution', parent_id: beside.institution };
  return { id: number, name: data.name ?? 'Visit', ...parent, minutes: 30, bookable_online: true };
}

export function recallRow({ id, data, createdAt, updatedAt }: Standing<'recall'>, beside: Beside): Row {
  const type = { description: '', interval_num: Math.round(data.intervalMonths ?? 6), interval_unit: 'M' };
  return {
    id: numberOf(beside, 'recall', id),
    ...{
      appointment_id: null,
      date_due: data.dueOn,
      foreign_id: '1',
      foreign_id_type: 'simulated-system',
      recall_id: 1,
    },
    recall_type: data.type === null ? undefined : { id: 1, name: data.type, ...type },
    patient_id: numberOf(beside, 'patient', data.patientId),
    created_at: iso(createdAt),
    updated_at: iso(updatedAt),
  };
}

const PLAN_STATUS = { open: 'accepted', completed: 'completed', discharged: 'completed', cancelled: 'rejected' };

export function planRow({ id, data, updatedAt }: Standing<'plan'>, beside: Beside): Row {
  return {
    id: numberOf(beside, 'plan', id),
    name: data.line,
    patient_id: numberOf(beside, 'patient', data.patientId),
    updated_at: iso(updatedAt),
    status: data.status === null ? null : PLAN_STATUS[data.status],
    procedures: [],
  };
}

const price = (minor: number, currency: string | null) => ({
  amount: (minor / 100).toFixed(2),
  currency: currency ?? 'USD',
});

export function chargeRow({ id, data, updatedAt, deletedAt }: Standing<'invoice'>, beside: Beside): Row {
  const zone = beside.zoneOf(null);
  return {
    id: numberOf(beside, 'invoice', id),
    ...{ foreign_id: '1', location_id: null, guarantor_id: null, provider_id: null, procedure_id: null },
    ...{ procedure_code: 'D0120', description: 'Periodic exam', claim_payouts: [] },
    patient_id: numberOf(beside, 'patient', data.patientId),
    updated_at: iso(updatedAt),
    fee: price(data.totalMinor ?? 0, data.currency),
    charged_at: data.issuedAt === null ? null : dateOf(data.issuedAt, zone),
    deleted_at: isoOrNull(deletedAt),
  };
}

export function balanceRow({ id, data, updatedAt }: Standing<'invoice'>, beside: Beside): Row {
  const owed = price(data.balanceMinor ?? 0, data.currency);
  return {
    ...{ id: numberOf(beside, 'invoice', id), foreign_id: '1', location_id: null, updated_at: iso(updatedAt) },
    guarantor_id: numberOf(beside, 'patient', data.patientId),
    ...{ total_balance: owed, guarantor_portion: owed },
  };
}

export function paymentRow({ id, data, updatedAt, deletedAt }: Standing<'payment'>, beside: Beside): Row {
  const sign = data.kind === 'refund' ? -1 : 1;
  return {
    id: numberOf(beside, 'payment', id),
    ...{ foreign_id: '1', location_id: null, guarantor_id: null, provider_id: null, description: null },
    patient_id: numberOf(beside, 'patient', data.patientId),
    updated_at: iso(updatedAt),
    deleted_at: isoOrNull(deletedAt),
    payment_amount: price(sign * data.amountMinor, data.currency),
    paid_at: dateOf(data.at, beside.zoneOf(null)),
    ...{ transaction_id: null, charge_id: numberOf(beside, 'invoice', data.invoiceId), claim_id: null },
    ...{ payment_plan_id: null, insurance_plan_id: null, payment_type_id: null },
  };
}

/** What the vendor is asked to book, as one of our records. */
export function bookedFrom(
  appt: Row,
  back: (kind: RecordKind, given: unknown) => string | null,
  locationId: string | null,
): RecordData['appointment'] | null {
  const startsAt = Date.parse(String(appt.start_time));
  const patientId = back('patient', appt.patient_id);
  const practitionerId = back('practitioner', appt.provider_id);
  if (Number.isNaN(startsAt) || patientId === null || practitionerId === null) return null;
  const endsAt = Date.parse(String(appt.end_time));
  return {
    ...{ patientId, startsAt, endsAt: Number.isNaN(endsAt) ? null : endsAt, status: 'booked', rawStatus: null },
    ...{ practitionerId, locationId, serviceId: back('service', appt.appointment_type_id), planId: null },
    ...{ cancelledAt: null, cancelledBy: null, cancelReason: null, deletedAt: null, seriesId: null, classId: null },
    ...{ telehealth: null, walkIn: null, pendingRequest: null },
  };
}

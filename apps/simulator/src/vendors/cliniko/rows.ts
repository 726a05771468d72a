import type {
  Appointment,
  Communication,
  Consent,
  Instant,
  Invoice,
  Location,
  Patient,
  Plan,
  Practitioner,
  Recall,
  Service,
} from '@keepwell/domain/records';
import type { Standing } from '../../living/living-practice.js';
import type { ClinikoRow, Fact } from './queries.js';

/** UTC to the second: finer it does not tell. */
export function stamp(at: Instant | null): string | null {
  return at === null ? null : new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** Links and ids as this vendor writes them. */
export interface Names {
  /** The vendor's id of a record in one of its lists, e.g. `patients`. */
  id: (list: string, id: string) => string;
  /** `https://…/v1/patients/1` */
  url: (path: string) => string;
}

const link = (names: Names, list: string, id: string) => ({
  links: { self: names.url(`${list}/${names.id(list, id)}`) },
});

function row(id: string, json: Record<string, unknown>, more: Record<string, Fact> = {}): ClinikoRow {
  const facts: Record<string, Fact> = { id };
  for (const [name, value] of Object.entries(json)) {
    if (value === null || typeof value !== 'object') facts[name] = (value ?? null) as Fact;
  }
  return { id, json: { id, ...json }, facts: { ...facts, ...more } };
}

function written({ createdAt, updatedAt }: Pick<Standing, 'createdAt' | 'updatedAt'>) {
  return { created_at: stamp(createdAt), updated_at: stamp(updatedAt) };
}

export function businessRow(names: Names, it: Standing<'location'>): ClinikoRow {
  const data: Location = it.data;
  const id = names.id('businesses', it.id);
  return row(id, {
    ...written(it),
    business_name: data.name,
    display_name: data.name,
    label: data.name,
    time_zone: data.timezone,
    time_zone_identifier: data.timezone,
    archived_at: null,
    deleted_at: stamp(it.deletedAt),
    show_in_online_bookings: true,
    links: { self: names.url(`businesses/${id}`) },
  });
}

export function practitionerRow(names: Names, it: Standing<'practitioner'>): ClinikoRow {
  const data: Practitioner = it.data;
  const id = names.id('practitioners', it.id);
  const [first = '', ...rest] = (data.name ?? '').split(' ');
  return row(id, {
    ...written(it),
    active: data.active ?? true,
    first_name: first,
    last_name: rest.join(' '),
    display_name: data.name,
    label: data.name,
    title: null,
    links: { self: names.url(`practitioners/${id}`) },
  });
}

export function appointmentTypeRow(names: Names, it: Standing<'service'>): ClinikoRow {
  const data: Service = it.data;
  const id = names.id('appointment_types', it.id);
  return row(id, {
    ...written(it),
    name: data.name ?? '',
    category: data.line,
    color: '#4e9bd1',
    duration_in_minutes: 30,
    max_attendees: data.kind === 'class' ? 12 : 1,
    telehealth_enabled: true,
    archived_at: null,
    description: null,
    links: { self: names.url(`appointment_types/${id}`) },
  });
}

export function patientRow(
  names: Names,
  it: Standing<'patient'>,
  consents: readonly Standing<'consent'>[],
): ClinikoRow {
  const data: Patient = it.data;
  const id = names.id('patients', it.id);
  const merged = data.mergedInto !== null;
  const updatedAt = consents.reduce((newest, consent) => Math.max(newest, consent.updatedAt), it.updatedAt);
  return row(id, {
    ...written({ ...it, updatedAt }),
    first_name: data.givenName ?? '',
    last_name: data.familyName ?? '',
    preferred_first_name: null,
    date_of_birth: data.birthDate,
    email: data.email,
    patient_phone_numbers:
      data.phone === null ? [] : [{ phone_type: 'Mobile', number: data.phone, normalized_number: data.phone }],
    time_zone: data.timezone,
    reminder_type: 'SMS & Email',
    accepted_email_marketing: accepted(consents, 'email', 'marketing'),
    accepted_sms_marketing: accepted(consents, 'sms', 'marketing'),
    accepted_privacy_policy: accepted(consents, 'any', 'any'),
    referral_source: data.referralSource,
    // What a reader has no business with is there all the same.
    medicare: '2950 00000 1',
    notes: 'Prefers the room by the window.',
    gender_identity: null,
    archived_at: stamp(data.archivedAt ?? (merged ? it.updatedAt : null)),
    deleted_at: stamp(it.deletedAt),
    merged_at: merged ? stamp(it.updatedAt) : null,
    ...(data.mergedInto === null ? {} : { merged_with_patient: link(names, 'patients', data.mergedInto) }),
    links: { self: names.url(`patients/${id}`) },
  });
}

/** True, false, or null where nobody ever asked. */
function accepted(
  consents: readonly Standing<'consent'>[],
  channel: Consent['channel'],
  purpose: Consent['purpose'],
): boolean | null {
  const known = consents.filter(
    ({ data, deletedAt }) => deletedAt === null && data.channel === channel && data.purpose === purpose,
  );
  const state = known.at(-1)?.data.state ?? null;
  return state === null ? null : state === 'granted';
}

export function caseRow(names: Names, it: Standing<'plan'>, localDate: (at: Instant) => string): ClinikoRow {
  const data: Plan = it.data;
  const id = names.id('patient_cases', it.id);
  const dateOf = (at: Instant | null) => (at === null ? null : localDate(at));
  return row(
    id,
    {
      ...written(it),
      name: data.line ?? 'Case',
      max_sessions: data.prescribedVisits,
      issue_date: dateOf(data.startedAt),
      expiry_date: dateOf(data.endsAt),
      closed: data.status !== null && data.status !== 'open',
      closed_at: stamp(data.closedAt),
      archived_at: null,
      referral: false,
      referral_type: null,
      max_invoiceable_amount: null,
      notes: 'Written by the practitioner.',
      patient: link(names, 'patients', data.patientId),
      links: { self: names.url(`patient_cases/${id}`) },
    },
    { patient_id: names.id('patients', data.patientId) },
  );
}

const CANCELLED = ['cancelled', 'late_cancelled', 'rescheduled'];
const HERE = ['arrived', 'in_progress', 'completed'];
const REASONS: Record<string, [number, string]> = {
  work: [60, 'Work'],
  sick: [30, 'Sick'],
  away: [40, 'Away'],
};

/** What both forms of a visit say of how it ended. */
function ending(it: Standing<'appointment'>) {
  const cancelled = CANCELLED.includes(it.data.status);
  const [code, description] = REASONS[it.data.cancelReason?.toLowerCase() ?? ''] ?? [50, 'Other'];
  return {
    cancelled_at: cancelled ? stamp(it.data.cancelledAt ?? it.updatedAt) : null,
    cancellation_reason: cancelled ? code : null,
    cancellation_reason_description: cancelled ? description : null,
    cancellation_note: null,
    archived_at: null,
    deleted_at: stamp(it.deletedAt),
  };
}

export function individualRow(names: Names, it: Standing<'appointment'>): ClinikoRow {
  const data: Appointment = it.data;
  const id = names.id('individual_appointments', it.id);
  const ids = bookedWith(names, data);
  return row(
    id,
    {
      ...written(it),
      starts_at: stamp(data.startsAt),
      ends_at: stamp(data.endsAt ?? data.startsAt + 30 * 60_000),
      ...ending(it),
      did_not_arrive: data.status === 'no_show',
      patient_arrived: HERE.includes(data.status),
      invoice_status: null,
      treatment_note_status: null,
      notes: null,
      patient_name: 'As on file',
      telehealth_url: data.telehealth === true ? 'https://telehealth.example.com/staff/1' : null,
      patient: link(names, 'patients', data.patientId),
      ...ids.json,
      ...(data.planId === null ? {} : { patient_case: link(names, 'patient_cases', data.planId) }),
      links: { self: names.url(`individual_appointments/${id}`) },
    },
    { ...ids.facts, patient_id: names.id('patients', data.patientId) },
  );
}

function bookedWith(names: Names, data: Appointment): { json: Record<string, unknown>; facts: Record<string, Fact> } {
  const json: Record<string, unknown> = {};
  const facts: Record<string, Fact> = {};
  for (const [field, list, id] of [
    ['practitioner', 'practitioners', data.practitionerId],
    ['business', 'businesses', data.locationId],
    ['appointment_type', 'appointment_types', data.serviceId],
  ] as const) {
    if (id === null) continue;
    json[field] = link(names, list, id);
    facts[`${field}_id`] = names.id(list, id);
  }
  return { json, facts };
}

/** Who takes part in a group is known by their attendee alone: their arrival and their cancelling, too. */
export function attendeeRow(names: Names, it: Standing<'appointment'>): ClinikoRow {
  const data: Appointment = it.data;
  const group = data.classId ?? '';
  const id = names.id('attendees', it.id);
  return row(
    id,
    {
      ...written(it),
      arrived: HERE.includes(data.status) ? true : data.status === 'no_show' ? false : null,
      ...ending(it),
      cancellation_url: null,
      invoice_status: null,
      treatment_note_status: null,
      notes: null,
      telehealth_url: null,
      booking: { links: { self: names.url(`bookings/${names.id('group_appointments', group)}`) } },
      patient: link(names, 'patients', data.patientId),
      ...(data.planId === null ? {} : { patient_case: link(names, 'patient_cases', data.planId) }),
      links: { self: names.url(`attendees/${id}`) },
    },
    { booking_id: names.id('group_appointments', group), patient_id: names.id('patients', data.patientId) },
  );
}

/** The group itself, told from those who take part in it. */
export function groupRow(
  names: Names,
  classId: string,
  members: readonly Standing<'appointment'>[],
): ClinikoRow | null {
  const newest = members.reduce<Standing<'appointment'> | null>(
    (a, b) => (a === null || b.change > a.change ? b : a),
    null,
  );
  if (newest === null) return null;
  const { data } = newest;
  const id = names.id('group_appointments', classId);
  const ids = bookedWith(names, data);
  return row(
    id,
    {
      created_at: stamp(Math.min(...members.map(({ createdAt }) => createdAt))),
      updated_at: stamp(Math.max(...members.map(({ updatedAt }) => updatedAt))),
      starts_at: stamp(data.startsAt),
      ends_at: stamp(data.endsAt ?? data.startsAt + 60 * 60_000),
      archived_at: null,
      deleted_at: null,
      max_attendees: 12,
      notes: null,
      patient_ids: members.map((member) => names.id('patients', member.data.patientId)),
      ...ids.json,
      links: { self: names.url(`group_appointments/${id}`) },
    },
    ids.facts,
  );
}

const INVOICE: Record<NonNullable<Invoice['status']>, [number, string]> = {
  draft: [10, 'Open'],
  open: [10, 'Open'],
  partial: [10, 'Open'],
  paid: [20, 'Paid'],
  void: [30, 'Closed'],
  uncollectible: [30, 'Closed'],
};

export function invoiceRow(
  names: Names,
  it: Standing<'invoice'>,
  number: number,
  localDate: (at: Instant) => string,
): ClinikoRow {
  const data: Invoice = it.data;
  const id = names.id('invoices', it.id);
  const [status, description] = INVOICE[data.status ?? 'open'];
  const amount = data.totalMinor === null ? null : (data.totalMinor / 100).toFixed(2);
  return row(
    id,
    {
      ...written(it),
      number,
      issue_date: localDate(data.issuedAt ?? it.createdAt),
      status,
      status_description: description,
      total_amount: amount,
      net_amount: amount,
      tax_amount: '0.0',
      discounted_amount: '0.0',
      closed_at: null,
      archived_at: null,
      deleted_at: stamp(it.deletedAt),
      online_payment_url: null,
      patient: link(names, 'patients', data.patientId),
      ...(data.appointmentId === null
        ? {}
        : { appointment: link(names, 'individual_appointments', data.appointmentId) }),
      links: { self: names.url(`invoices/${id}`) },
    },
    { patient_id: names.id('patients', data.patientId) },
  );
}

export function recallRow(names: Names, it: Standing<'recall'>): ClinikoRow {
  const data: Recall = it.data;
  const id = names.id('recalls', it.id);
  return row(
    id,
    {
      ...written(it),
      recall_at: data.dueOn,
      recalled_at: stamp(data.doneAt),
      deleted_at: stamp(it.deletedAt),
      patient: link(names, 'patients', data.patientId),
      recall_type: { links: { self: names.url(`recall_types/${names.id('recall_types', data.type ?? 'recall')}`) } },
      links: { self: names.url(`recalls/${id}`) },
    },
    { patient_id: names.id('patients', data.patientId) },
  );
}

const TYPES: Record<string, [number, string]> = {
  sms: [1, 'SMS'],
  email: [2, 'Email'],
  call: [3, 'Phone call'],
  phone: [3, 'Phone call'],
};

export interface Memo {
  content: string | null;
  from: string | null;
  to: string | null;
  confidential: boolean;
}

export function communicationRow(names: Names, it: Standing<'communication'>, memo: Memo | undefined): ClinikoRow {
  const data: Communication = it.data;
  const id = names.id('communications', it.id);
  const [code, type] = TYPES[data.channel ?? ''] ?? [4, 'Other'];
  return row(
    id,
    {
      ...written({ createdAt: data.at, updatedAt: it.updatedAt }),
      category_code: 12,
      category: 'Memo',
      type_code: code,
      type,
      direction_code: data.direction === 'in' ? 2 : 1,
      direction_description: data.direction === 'in' ? 'Received' : 'Sent',
      content: memo?.content ?? 'What was said stays here.',
      from: memo?.from ?? null,
      to: memo?.to ?? null,
      confidential: memo?.confidential ?? false,
      archived_at: null,
      patient: link(names, 'patients', data.patientId),
      links: { self: names.url(`communications/${id}`) },
    },
    { patient_id: names.id('patients', data.patientId) },
  );
}

import type { Instant, PlanPhase, RecordData, RecordKind } from '@keepwell/domain/records';
import type { Version } from '../world.js';

/** One file of the CSV folder: its name, its columns in order, and where each cell comes from (docs/csv-format.md). */
export interface CsvFile<K extends RecordKind = RecordKind> {
  kind: K;
  name: string;
  columns: Record<string, (data: RecordData[K], row: RowClock) => Cell>;
}

export interface RowClock {
  id: string;
  createdAt: Instant;
  updatedAt: Instant;
}

type Cell = string | null;

const text = (value: string | null): Cell => value;
const flag = (value: boolean | null): Cell => (value === null ? null : String(value));
const number = (value: number | null): Cell => (value === null ? null : String(value));
const instant = (value: Instant | null): Cell =>
  value === null ? null : new Date(value).toISOString().replace('.000Z', 'Z');
/** Minor units to a decimal; the simulated currencies have two places. */
const money = (minor: number | null): Cell => (minor === null ? null : (minor / 100).toFixed(2));
const phases = (list: PlanPhase[] | null): Cell =>
  list === null ? null : list.map(({ visits, days }) => `${visits}@${days}`).join(' ');

/** Columns of the same name as the field, written by `write`. */
function file<K extends RecordKind>(kind: K, name: string, columns: CsvFile<K>['columns']): CsvFile<K> {
  return {
    kind,
    name,
    columns: {
      id: (_, row) => row.id,
      ...columns,
      created_at: (_, row) => instant(row.createdAt),
      updated_at: (_, row) => instant(row.updatedAt),
    },
  };
}

const FILES = {
  location: file('location', 'locations.csv', {
    timezone: (it) => it.timezone,
    name: (it) => text(it.name),
    open_days: (it) => it.openDays.join(' '),
    opens_at: (it) => it.opensAt,
    closed_on: (it) => it.closedOn.join(' '),
  }),
  practitioner: file('practitioner', 'practitioners.csv', {
    name: (it) => text(it.name),
    active: (it) => flag(it.active),
    left_at: (it) => instant(it.leftAt),
  }),
  service: file('service', 'services.csv', {
    name: (it) => text(it.name),
    line: (it) => text(it.line),
    kind: (it) => text(it.kind),
    interval_days: (it) => number(it.intervalDays),
    specialty: (it) => text(it.specialty),
  }),
  patient: file('patient', 'patients.csv', {
    given_name: (it) => text(it.givenName),
    family_name: (it) => text(it.familyName),
    birth_date: (it) => text(it.birthDate),
    email: (it) => text(it.email),
    phone: (it) => text(it.phone),
    language: (it) => text(it.language),
    timezone: (it) => text(it.timezone),
    deceased_at: (it) => instant(it.deceasedAt),
    archived_at: (it) => instant(it.archivedAt),
    moved_away_at: (it) => instant(it.movedAwayAt),
    do_not_contact: (it) => flag(it.doNotContact),
    hold: (it) => text(it.hold),
    test_record: (it) => flag(it.testRecord),
    location_id: (it) => text(it.locationId),
    practitioner_id: (it) => text(it.practitionerId),
    household_id: (it) => text(it.householdId),
    merged_into: (it) => text(it.mergedInto),
    referral_source: (it) => text(it.referralSource),
  }),
  plan: file('plan', 'plans.csv', {
    patient_id: (it) => it.patientId,
    line: (it) => text(it.line),
    prescribed_visits: (it) => number(it.prescribedVisits),
    interval_days: (it) => number(it.intervalDays),
    phases: (it) => phases(it.phases),
    started_at: (it) => instant(it.startedAt),
    ends_at: (it) => instant(it.endsAt),
    status: (it) => text(it.status),
    closed_at: (it) => instant(it.closedAt),
    close_reason: (it) => text(it.closeReason),
    specialty: (it) => text(it.specialty),
  }),
  appointment: file('appointment', 'appointments.csv', {
    patient_id: (it) => it.patientId,
    starts_at: (it) => instant(it.startsAt),
    ends_at: (it) => instant(it.endsAt),
    status: (it) => it.status,
    practitioner_id: (it) => text(it.practitionerId),
    location_id: (it) => text(it.locationId),
    service_id: (it) => text(it.serviceId),
    plan_id: (it) => text(it.planId),
    cancelled_at: (it) => instant(it.cancelledAt),
    cancelled_by: (it) => text(it.cancelledBy),
    cancel_reason: (it) => text(it.cancelReason),
    deleted_at: (it) => instant(it.deletedAt),
    series_id: (it) => text(it.seriesId),
    class_id: (it) => text(it.classId),
    telehealth: (it) => flag(it.telehealth),
    walk_in: (it) => flag(it.walkIn),
    pending_request: (it) => flag(it.pendingRequest),
  }),
  recall: file('recall', 'recalls.csv', {
    patient_id: (it) => it.patientId,
    type: (it) => text(it.type),
    due_on: (it) => text(it.dueOn),
    interval_months: (it) => number(it.intervalMonths),
    disabled_until: (it) => text(it.disabledUntil),
    done_at: (it) => instant(it.doneAt),
  }),
  package: file('package', 'packages.csv', {
    patient_id: (it) => it.patientId,
    name: (it) => text(it.name),
    line: (it) => text(it.line),
    units_total: (it) => number(it.unitsTotal),
    units_used: (it) => number(it.unitsUsed),
    purchased_at: (it) => instant(it.purchasedAt),
    expires_on: (it) => text(it.expiresOn),
    status: (it) => text(it.status),
    price: (it) => money(it.priceMinor),
    currency: (it) => text(it.currency),
  }),
  membership: file('membership', 'memberships.csv', {
    patient_id: (it) => it.patientId,
    name: (it) => text(it.name),
    tier: (it) => text(it.tier),
    status: (it) => text(it.status),
    started_at: (it) => instant(it.startedAt),
    renews_at: (it) => instant(it.renewsAt),
    ends_at: (it) => instant(it.endsAt),
    paused_until: (it) => instant(it.pausedUntil),
    cancel_requested_at: (it) => instant(it.cancelRequestedAt),
    price: (it) => money(it.priceMinor),
    currency: (it) => text(it.currency),
    card_expires_on: (it) => text(it.cardExpiresOn),
    specialty: (it) => text(it.specialty),
  }),
  program: file('program', 'programs.csv', {
    patient_id: (it) => it.patientId,
    name: (it) => text(it.name),
    started_at: (it) => instant(it.startedAt),
    ends_at: (it) => instant(it.endsAt),
    coordinator: (it) => text(it.coordinator),
    status: (it) => text(it.status),
    handoff_at: (it) => instant(it.handoffAt),
  }),
  invoice: file('invoice', 'invoices.csv', {
    patient_id: (it) => it.patientId,
    appointment_id: (it) => text(it.appointmentId),
    issued_at: (it) => instant(it.issuedAt),
    due_at: (it) => instant(it.dueAt),
    total: (it) => money(it.totalMinor),
    balance: (it) => money(it.balanceMinor),
    currency: (it) => text(it.currency),
    status: (it) => text(it.status),
  }),
  payment: file('payment', 'payments.csv', {
    patient_id: (it) => text(it.patientId),
    invoice_id: (it) => text(it.invoiceId),
    membership_id: (it) => text(it.membershipId),
    at: (it) => instant(it.at),
    amount: (it) => money(it.amountMinor),
    currency: (it) => text(it.currency),
    kind: (it) => text(it.kind),
    status: (it) => text(it.status),
    failure_code: (it) => text(it.failureCode),
    attempt: (it) => number(it.attempt),
    next_attempt_at: (it) => instant(it.nextAttemptAt),
  }),
  score: file('score', 'scores.csv', {
    patient_id: (it) => it.patientId,
    instrument: (it) => text(it.instrument),
    domain: (it) => text(it.domain),
    value: (it) => number(it.value),
    taken_at: (it) => instant(it.takenAt),
    due_at: (it) => instant(it.dueAt),
    direction: (it) => text(it.direction),
    detectable_change: (it) => number(it.detectableChange),
  }),
  consent: file('consent', 'consents.csv', {
    patient_id: (it) => it.patientId,
    channel: (it) => text(it.channel),
    purpose: (it) => text(it.purpose),
    state: (it) => text(it.state),
    at: (it) => instant(it.at),
    source: (it) => text(it.source),
  }),
  communication: file('communication', 'communications.csv', {
    patient_id: (it) => it.patientId,
    at: (it) => instant(it.at),
    direction: (it) => text(it.direction),
    channel: (it) => text(it.channel),
    needs_reply: (it) => flag(it.needsReply),
    replied_at: (it) => instant(it.repliedAt),
    kind: (it) => text(it.kind),
    body: () => null,
  }),
} satisfies { [K in RecordKind]: CsvFile<K> };

export function csvFileOf<K extends RecordKind>(kind: K): CsvFile<K> {
  return FILES[kind] as unknown as CsvFile<K>;
}

export function cellsOf<K extends RecordKind>(
  csvFile: CsvFile<K>,
  id: string,
  createdAt: Instant,
  version: Version<K>,
): string[] {
  const row: RowClock = { id, createdAt, updatedAt: version.at };
  return Object.values(csvFile.columns).map((cell) => cell(version.data, row) ?? '');
}

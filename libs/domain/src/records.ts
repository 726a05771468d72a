/**
 * Our words for what other systems tell us.
 *
 * A connector hands over *source records*: one canonical shape per kind, the source's own id, and the source's own
 * clocks. Field names follow FHIR where FHIR has one, else the columns of the CSV exchange format (docs/csv-format.md).
 * `null` means "the source did not say"; it never stands for false, zero or empty.
 */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** A calendar date without a zone, `YYYY-MM-DD`. */
export type LocalDate = string;
/** IANA zone name, for example `Europe/London`. */
export type ZoneId = string;

export const APPOINTMENT_STATUSES = [
  'proposed',
  'pending',
  'booked',
  'confirmed',
  'arrived',
  'in_progress',
  'completed',
  'cancelled',
  'late_cancelled',
  'no_show',
  'rescheduled',
  'waitlist',
  'void',
  'unknown',
] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/** Physio/chiro, dental, medspa, cash-pay program, membership, direct primary care. */
export const SPECIALTIES = ['PT', 'DE', 'MS', 'PR', 'MB', 'DPC'] as const;
export type Specialty = (typeof SPECIALTIES)[number];

/** The same word, as one piece of memory for everybody: what was read from a store is compared faster as this. */
export function sameSpecialty(specialty: Specialty | null): Specialty | null {
  switch (specialty) {
    case 'PT':
      return 'PT';
    case 'DE':
      return 'DE';
    case 'MS':
      return 'MS';
    case 'PR':
      return 'PR';
    case 'MB':
      return 'MB';
    case 'DPC':
      return 'DPC';
    case null:
      return null;
  }
}

export const SERVICE_KINDS = ['consult', 'treatment', 'review', 'recall', 'class', 'touchpoint', 'other'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

export interface Patient {
  givenName: string | null;
  familyName: string | null;
  birthDate: LocalDate | null;
  email: string | null;
  phone: string | null;
  language: string | null;
  timezone: ZoneId | null;
  deceasedAt: Instant | null;
  archivedAt: Instant | null;
  movedAwayAt: Instant | null;
  doNotContact: boolean | null;
  /** `collections` and `dispute` are money holds; any other text is a clinical, complaint or legal hold. */
  hold: string | null;
  testRecord: boolean | null;
  locationId: string | null;
  practitionerId: string | null;
  householdId: string | null;
  /** Source id of the record that replaces this one. */
  mergedInto: string | null;
  referralSource: string | null;
}

export interface Practitioner {
  name: string | null;
  active: boolean | null;
  leftAt: Instant | null;
}

export interface Location {
  name: string | null;
  timezone: ZoneId;
  /** ISO weekdays 1 (Monday) to 7, sorted. */
  openDays: number[];
  /** Local opening time, `HH:MM`. */
  opensAt: string;
  closedOn: LocalDate[];
}

export interface Service {
  name: string | null;
  /** Service line, as the practice writes it; lines compare trimmed and case-insensitively. */
  line: string | null;
  kind: ServiceKind | null;
  intervalDays: number | null;
  specialty: Specialty | null;
}

export interface Appointment {
  patientId: string;
  startsAt: Instant;
  endsAt: Instant | null;
  status: AppointmentStatus;
  /** The source's own word for the status, kept for mapping and for people who know that system. */
  rawStatus: string | null;
  practitionerId: string | null;
  locationId: string | null;
  serviceId: string | null;
  planId: string | null;
  cancelledAt: Instant | null;
  cancelledBy: 'patient' | 'clinic' | 'system' | 'unknown' | null;
  cancelReason: string | null;
  deletedAt: Instant | null;
  seriesId: string | null;
  classId: string | null;
  telehealth: boolean | null;
  walkIn: boolean | null;
  pendingRequest: boolean | null;
}

/** `visits` visits at `days` days apart; `visits` of the last phase is open-ended. */
export interface PlanPhase {
  visits: number;
  days: number;
}

export interface Plan {
  patientId: string;
  line: string | null;
  prescribedVisits: number | null;
  intervalDays: number | null;
  phases: PlanPhase[] | null;
  startedAt: Instant | null;
  endsAt: Instant | null;
  status: 'open' | 'completed' | 'discharged' | 'cancelled' | null;
  closedAt: Instant | null;
  closeReason: string | null;
  specialty: Specialty | null;
}

export interface Recall {
  patientId: string;
  type: string | null;
  dueOn: LocalDate | null;
  intervalMonths: number | null;
  disabledUntil: LocalDate | null;
  doneAt: Instant | null;
}

export interface Package {
  patientId: string;
  name: string | null;
  line: string | null;
  unitsTotal: number | null;
  unitsUsed: number | null;
  purchasedAt: Instant | null;
  expiresOn: LocalDate | null;
  status: string | null;
  /** Minor units of `currency` (two decimals when the currency is unknown). */
  priceMinor: number | null;
  currency: string | null;
}

export interface Membership {
  patientId: string;
  name: string | null;
  tier: string | null;
  status: 'trialing' | 'active' | 'past_due' | 'paused' | 'cancelled' | 'expired' | null;
  startedAt: Instant | null;
  renewsAt: Instant | null;
  endsAt: Instant | null;
  pausedUntil: Instant | null;
  cancelRequestedAt: Instant | null;
  priceMinor: number | null;
  currency: string | null;
  cardExpiresOn: LocalDate | null;
  specialty: 'MB' | 'DPC' | null;
}

export interface Program {
  patientId: string;
  name: string | null;
  startedAt: Instant | null;
  endsAt: Instant | null;
  coordinator: string | null;
  status: string | null;
  handoffAt: Instant | null;
}

/** How the id of a payer begins. */
const PAYER = 'payer:';

/**
 * For `patientId`, where a source knows who pays and not who is treated: no patient is looked for under it. Nobody's until a
 * person has said whose the payments of this payer are.
 */
export function payerId(id: string): string {
  return `${PAYER}${id}`;
}

export function isPayerId(patientId: string): boolean {
  return patientId.startsWith(PAYER);
}

export interface Invoice {
  patientId: string;
  appointmentId: string | null;
  issuedAt: Instant | null;
  dueAt: Instant | null;
  totalMinor: number | null;
  balanceMinor: number | null;
  currency: string | null;
  status: 'draft' | 'open' | 'partial' | 'paid' | 'void' | 'uncollectible' | null;
}

export interface Payment {
  patientId: string | null;
  invoiceId: string | null;
  membershipId: string | null;
  at: Instant;
  amountMinor: number;
  currency: string | null;
  kind: 'charge' | 'payment' | 'refund' | 'adjustment' | null;
  status: 'succeeded' | 'failed' | 'pending' | 'cancelled' | 'disputed' | null;
  failureCode: string | null;
  attempt: number | null;
  nextAttemptAt: Instant | null;
}

export interface Score {
  patientId: string;
  instrument: string | null;
  domain: string | null;
  value: number | null;
  takenAt: Instant | null;
  dueAt: Instant | null;
  direction: 'higher_better' | 'lower_better' | null;
  detectableChange: number | null;
}

export interface Consent {
  patientId: string;
  channel: 'sms' | 'email' | 'call' | 'any' | null;
  purpose: 'service' | 'marketing' | 'any' | null;
  state: 'granted' | 'denied' | null;
  at: Instant | null;
  source: string | null;
}

export interface Communication {
  patientId: string;
  at: Instant;
  direction: 'in' | 'out' | null;
  channel: string | null;
  needsReply: boolean | null;
  repliedAt: Instant | null;
  /** `complaint`, `cancel_request`, `pause_request`, `downgrade_request`, else free. The body stays at the edge. */
  kind: string | null;
}

export interface RecordData {
  patient: Patient;
  practitioner: Practitioner;
  location: Location;
  service: Service;
  appointment: Appointment;
  plan: Plan;
  recall: Recall;
  package: Package;
  membership: Membership;
  program: Program;
  invoice: Invoice;
  payment: Payment;
  score: Score;
  consent: Consent;
  communication: Communication;
}

export type RecordKind = keyof RecordData;

/** Every kind, in the order in which one kind may name another: a store that applies them in this order finds what they refer to. */
export const RECORD_KINDS = [
  'location',
  'practitioner',
  'service',
  'patient',
  'plan',
  'appointment',
  'recall',
  'package',
  'membership',
  'program',
  'invoice',
  'payment',
  'score',
  'consent',
  'communication',
] as const satisfies readonly RecordKind[];

/** Kinds whose rows belong to one patient. */
export const PATIENT_RECORD_KINDS = RECORD_KINDS.filter(
  (kind) => kind !== 'location' && kind !== 'practitioner' && kind !== 'service' && kind !== 'patient',
);

interface SourceRecordEnvelope<K extends RecordKind> {
  kind: K;
  /** The source's own id, as text. */
  id: string;
  /** When the source says the record was made. */
  createdAt: Instant | null;
  /** When the source says this version of the record was written. */
  updatedAt: Instant | null;
  /** The source's version id where it has one; only compared for equality. */
  versionId: string | null;
}

export interface SourceUpsert<K extends RecordKind = RecordKind> extends SourceRecordEnvelope<K> {
  op: 'upsert';
  data: RecordData[K];
}

/** The source says (explicitly) that the record is gone. */
export interface SourceDelete<K extends RecordKind = RecordKind> extends SourceRecordEnvelope<K> {
  op: 'delete';
}

/** What a connector hands over, one per record and version. Merges travel as `Patient.mergedInto`. */
export type SourceRecord = { [K in RecordKind]: SourceUpsert<K> | SourceDelete<K> }[RecordKind];

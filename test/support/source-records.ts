import type { Instant, RecordData, RecordKind, SourceRecord, SourceUpsert } from '@keepwell/domain/records';

/** Records as a connector hands them over; state only what matters to the test. Instants may be ISO texts. */
export const at = (text: string): Instant => {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new Error(`${text} is no instant`);
  return instant;
};

const EMPTY: RecordData = {
  patient: {
    ...{
      givenName: 'Sam',
      familyName: 'Field',
      birthDate: null,
      email: null,
      phone: '+44 1632 960001',
      language: null,
    },
    ...{ timezone: null, deceasedAt: null, archivedAt: null, movedAwayAt: null, doNotContact: null, hold: null },
    ...{ testRecord: null, locationId: null, practitionerId: null, householdId: null, mergedInto: null },
    referralSource: null,
  },
  practitioner: { name: 'J. Lee', active: true, leftAt: null },
  location: {
    name: 'Main street',
    timezone: 'Europe/London',
    openDays: [1, 2, 3, 4, 5],
    opensAt: '09:00',
    closedOn: [],
  },
  service: { name: 'Physio', line: 'knee', kind: 'treatment', intervalDays: 7, specialty: 'PT' },
  appointment: {
    ...{ patientId: '', startsAt: 0, endsAt: null, status: 'booked', rawStatus: null, practitionerId: null },
    ...{ locationId: null, serviceId: null, planId: null, cancelledAt: null, cancelledBy: null, cancelReason: null },
    ...{ deletedAt: null, seriesId: null, classId: null, telehealth: null, walkIn: null, pendingRequest: null },
  },
  plan: {
    ...{
      patientId: '',
      line: 'knee',
      prescribedVisits: 10,
      intervalDays: 7,
      phases: null,
      startedAt: null,
      endsAt: null,
    },
    ...{ status: 'open', closedAt: null, closeReason: null, specialty: 'PT' },
  },
  recall: { patientId: '', type: null, dueOn: null, intervalMonths: null, disabledUntil: null, doneAt: null },
  package: {
    ...{ patientId: '', name: null, line: null, unitsTotal: null, unitsUsed: null, purchasedAt: null, expiresOn: null },
    ...{ status: null, priceMinor: null, currency: null },
  },
  membership: {
    ...{ patientId: '', name: null, tier: null, status: null, startedAt: null, renewsAt: null, endsAt: null },
    ...{
      pausedUntil: null,
      cancelRequestedAt: null,
      priceMinor: null,
      currency: null,
      cardExpiresOn: null,
      specialty: null,
    },
  },
  program: {
    ...{ patientId: '', name: null, startedAt: null, endsAt: null, coordinator: null, status: null, handoffAt: null },
  },
  invoice: {
    ...{ patientId: '', appointmentId: null, issuedAt: null, dueAt: null, totalMinor: null, balanceMinor: null },
    ...{ currency: null, status: null },
  },
  payment: {
    ...{ patientId: null, invoiceId: null, membershipId: null, at: 0, amountMinor: 0, currency: null, kind: null },
    ...{ status: null, failureCode: null, attempt: null, nextAttemptAt: null },
  },
  score: {
    ...{ patientId: '', instrument: null, domain: null, value: null, takenAt: null, dueAt: null, direction: null },
    detectableChange: null,
  },
  consent: { patientId: '', channel: null, purpose: null, state: null, at: null, source: null },
  communication: {
    patientId: '',
    at: 0,
    direction: null,
    channel: null,
    needsReply: null,
    repliedAt: null,
    kind: null,
  },
};

type Text<T> = { [F in keyof T]?: T[F] | (NonNullable<T[F]> extends Instant ? string : never) };

export interface Clocks {
  created?: string | Instant | null;
  updated?: string | Instant | null;
}

/** One version of a record. Without `updated` the source keeps no clock. */
export function record<K extends RecordKind>(
  kind: K,
  id: string,
  data: Text<RecordData[K]> = {},
  { created = null, updated = null }: Clocks = {},
): SourceRecord {
  const upsert: SourceUpsert = {
    ...{ kind, op: 'upsert', id, createdAt: instant(created), updatedAt: instant(updated), versionId: null },
    data: { ...EMPTY[kind], ...withInstants(data) } as RecordData[RecordKind],
  };
  return upsert as SourceRecord;
}

/** The source says that the record is gone. */
export function gone(kind: RecordKind, id: string, updated: string | Instant): SourceRecord {
  return { kind, op: 'delete', id, createdAt: null, updatedAt: instant(updated), versionId: null } as SourceRecord;
}

function instant(value: string | Instant | null): Instant | null {
  return typeof value === 'string' ? at(value) : value;
}

/** Fields whose name ends in `At`, and `at`, hold instants: texts are read. */
function withInstants(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === 'string' && (name === 'at' || name.endsWith('At')) ? at(value) : value,
    ]),
  );
}

import type { RecordData, RecordKind, SourceDelete, SourceUpsert } from '@keepwell/domain/records';

/** Sound records with nothing in them but what a test states. */
const EMPTY: { [K in RecordKind]: RecordData[K] } = {
  location: { name: null, timezone: 'Europe/London', openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] },
  practitioner: { name: null, active: null, leftAt: null },
  service: { name: null, line: null, kind: null, intervalDays: null, specialty: null },
  patient: {
    givenName: null,
    familyName: null,
    birthDate: null,
    email: null,
    phone: null,
    language: null,
    timezone: null,
    deceasedAt: null,
    archivedAt: null,
    movedAwayAt: null,
    doNotContact: null,
    hold: null,
    testRecord: null,
    locationId: null,
    practitionerId: null,
    householdId: null,
    mergedInto: null,
    referralSource: null,
  },
  appointment: {
    patientId: 'P1',
    startsAt: Date.UTC(2026, 2, 3, 10),
    endsAt: null,
    status: 'booked',
    rawStatus: null,
    practitionerId: null,
    locationId: null,
    serviceId: null,
    planId: null,
    cancelledAt: null,
    cancelledBy: null,
    cancelReason: null,
    deletedAt: null,
    seriesId: null,
    classId: null,
    telehealth: null,
    walkIn: null,
    pendingRequest: null,
  },
  plan: {
    patientId: 'P1',
    line: null,
    prescribedVisits: null,
    intervalDays: null,
    phases: null,
    startedAt: null,
    endsAt: null,
    status: null,
    closedAt: null,
    closeReason: null,
    specialty: null,
  },
  recall: { patientId: 'P1', type: null, dueOn: null, intervalMonths: null, disabledUntil: null, doneAt: null },
  package: {
    patientId: 'P1',
    name: null,
    line: null,
    unitsTotal: null,
    unitsUsed: null,
    purchasedAt: null,
    expiresOn: null,
    status: null,
    priceMinor: null,
    currency: null,
  },
  membership: {
    patientId: 'P1',
    name: null,
    tier: null,
    status: null,
    startedAt: null,
    renewsAt: null,
    endsAt: null,
    pausedUntil: null,
    cancelRequestedAt: null,
    priceMinor: null,
    currency: null,
    cardExpiresOn: null,
    specialty: null,
  },
  program: {
    patientId: 'P1',
    name: null,
    startedAt: null,
    endsAt: null,
    coordinator: null,
    status: null,
    handoffAt: null,
  },
  invoice: {
    patientId: 'P1',
    appointmentId: null,
    issuedAt: null,
    dueAt: null,
    totalMinor: null,
    balanceMinor: null,
    currency: null,
    status: null,
  },
  payment: {
    patientId: 'P1',
    invoiceId: null,
    membershipId: null,
    at: Date.UTC(2026, 2, 3, 11),
    amountMinor: 5000,
    currency: null,
    kind: null,
    status: null,
    failureCode: null,
    attempt: null,
    nextAttemptAt: null,
  },
  score: {
    patientId: 'P1',
    instrument: null,
    domain: null,
    value: null,
    takenAt: null,
    dueAt: null,
    direction: null,
    detectableChange: null,
  },
  consent: { patientId: 'P1', channel: null, purpose: null, state: null, at: null, source: null },
  communication: {
    patientId: 'P1',
    at: Date.UTC(2026, 2, 3, 12),
    direction: null,
    channel: null,
    needsReply: null,
    repliedAt: null,
    kind: null,
  },
};

interface Clocks {
  createdAt?: number | null;
  updatedAt?: number | null;
  versionId?: string | null;
}

/** A record as a connector hands it over. */
export function aRecord<K extends RecordKind>(
  kind: K,
  id: string,
  data: Partial<RecordData[K]> = {},
  { createdAt = null, updatedAt = null, versionId = null }: Clocks = {},
): SourceUpsert<K> {
  return { kind, op: 'upsert', id, createdAt, updatedAt, versionId, data: { ...EMPTY[kind], ...data } };
}

/** The source's word that a record is gone. */
export function aDeletion<K extends RecordKind>(kind: K, id: string, updatedAt: number | null = null): SourceDelete<K> {
  return { kind, op: 'delete', id, createdAt: null, updatedAt, versionId: null };
}

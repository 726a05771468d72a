import type { Appointment, Patient, Plan, RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';

export const ZONE = 'America/Los_Angeles';
export const ASOF = Date.parse('2026-03-03T18:00:00Z');
const DAY = 86_400_000;

export function upsert<K extends RecordKind>(kind: K, id: string, data: RecordData[K]): SourceRecord {
  return { op: 'upsert', kind, id, createdAt: null, updatedAt: null, versionId: null, data } as SourceRecord;
}

const NOBODY: Patient = {
  ...{ givenName: null, familyName: null, birthDate: null, email: null, phone: null, language: null, timezone: null },
  ...{ deceasedAt: null, archivedAt: null, movedAwayAt: null, doNotContact: null, hold: null, testRecord: null },
  ...{ locationId: 'main', practitionerId: 'jo', householdId: null, mergedInto: null, referralSource: null },
};

export const VISIT: Appointment = {
  ...{ patientId: 'ada', startsAt: ASOF, endsAt: null, status: 'booked', rawStatus: null, practitionerId: 'jo' },
  ...{ locationId: 'main', serviceId: 'exam', planId: null, cancelledAt: null, cancelledBy: null },
  ...{ cancelReason: null, deletedAt: null, seriesId: null, classId: null, telehealth: null, walkIn: null },
  pendingRequest: null,
};

const person = (id: string, givenName: string, more: Partial<Patient> = {}) =>
  upsert('patient', id, {
    ...{ ...NOBODY, givenName, familyName: 'Yarrowby', birthDate: '1980-02-29', email: `${id}@example.com` },
    ...{ phone: '(541)555-0101', ...more },
  });
const visit = (id: string, more: Partial<Appointment>) =>
  upsert('appointment', id, { ...VISIT, endsAt: (more.startsAt ?? ASOF) + 1_800_000, ...more });

export const plan = (id: string, more: Partial<Plan>) =>
  upsert('plan', id, {
    ...{ patientId: 'ada', line: 'dental', prescribedVisits: null, intervalDays: null, phases: null },
    ...{ startedAt: ASOF - 30 * DAY, endsAt: null, status: 'open', closedAt: null, closeReason: null, specialty: 'DE' },
    ...more,
  });

export function somePractice(): SourceRecord[] {
  return [
    upsert('location', 'main', {
      ...{ name: 'Southside Dental', timezone: ZONE, openDays: [1, 2, 3, 4, 5], opensAt: '08:00', closedOn: [] },
    }),
    upsert('practitioner', 'jo', { name: 'Jo Marsh', active: true, leftAt: null }),
    upsert('practitioner', 'kim', { name: 'Kim Quill', active: false, leftAt: null }),
    upsert('service', 'exam', { name: 'Examination', line: 'exam', kind: null, intervalDays: null, specialty: 'DE' }),
    person('ada', 'Ada'),
    person('bela', 'Bela', { archivedAt: ASOF - 100 * DAY }),
    person('cato', 'Cato'),
    upsert('consent', 'texts', {
      ...{ patientId: 'ada', channel: 'sms', purpose: 'service', state: 'denied', at: null, source: null },
    }),
    visit('came', { startsAt: ASOF - 9 * DAY, status: 'completed' }),
    visit('missed', { startsAt: ASOF - 2 * DAY, status: 'no_show', patientId: 'cato' }),
    visit('off', { startsAt: ASOF + DAY, status: 'cancelled', cancelledAt: ASOF - DAY }),
    plan('crown', {}),
    plan('filling', { patientId: 'cato', startedAt: ASOF - 90 * DAY }),
    upsert('recall', 'check', {
      ...{
        patientId: 'cato',
        type: 'Prophy',
        dueOn: '2026-04-01',
        intervalMonths: 6,
        disabledUntil: null,
        doneAt: null,
      },
    }),
    upsert('payment', 'paid', {
      ...{ patientId: 'ada', invoiceId: null, membershipId: null, at: ASOF - 9 * DAY, amountMinor: 9550 },
      ...{
        currency: 'USD',
        kind: 'payment',
        status: 'succeeded',
        failureCode: null,
        attempt: null,
        nextAttemptAt: null,
      },
    }),
    upsert('communication', 'call', {
      ...{ patientId: 'ada', at: ASOF - DAY, direction: 'in', channel: 'call', needsReply: null, repliedAt: null },
      kind: null,
    }),
  ];
}

import type { Appointment, Patient, RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';

export const ZONE = 'Australia/Sydney';
export const ASOF = Date.parse('2026-03-10T00:00:00Z');
const DAY = 86_400_000;

export function upsert<K extends RecordKind>(kind: K, id: string, data: RecordData[K]): SourceRecord {
  return { op: 'upsert', kind, id, createdAt: null, updatedAt: null, versionId: null, data } as SourceRecord;
}

const NOBODY: Patient = {
  ...{ givenName: null, familyName: null, birthDate: null, email: null, phone: null, language: null, timezone: null },
  ...{ deceasedAt: null, archivedAt: null, movedAwayAt: null, doNotContact: null, hold: null, testRecord: null },
  ...{ locationId: null, practitionerId: null, householdId: null, mergedInto: null, referralSource: null },
};

export const VISIT: Appointment = {
  ...{ patientId: 'ada', startsAt: ASOF, endsAt: null, status: 'booked', rawStatus: null, practitionerId: 'jo' },
  ...{ locationId: 'main', serviceId: 'physio', planId: null, cancelledAt: null, cancelledBy: null },
  ...{ cancelReason: null, deletedAt: null, seriesId: null, classId: null, telehealth: null, walkIn: null },
  pendingRequest: null,
};

const person = (id: string, givenName: string, more: Partial<Patient> = {}) =>
  upsert('patient', id, {
    ...{ ...NOBODY, givenName, familyName: 'Yarrowby', birthDate: '1980-02-29', email: `${id}@example.com` },
    ...{ phone: '+61491570006', ...more },
  });
const visit = (id: string, more: Partial<Appointment>) =>
  upsert('appointment', id, { ...VISIT, endsAt: (more.startsAt ?? ASOF) + 1_800_000, ...more });

/** Four patients, one of them twice; what became of each appointment is another thing. */
export function somePractice(): SourceRecord[] {
  return [
    upsert('location', 'main', {
      ...{ name: 'Harbour Physio', timezone: ZONE, openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] },
    }),
    upsert('practitioner', 'jo', { name: 'Jo Marsh', active: true, leftAt: null }),
    upsert('practitioner', 'kim', { name: 'Kim Quill', active: false, leftAt: null }),
    upsert('service', 'physio', {
      name: 'Physio',
      line: 'Physiotherapy',
      kind: null,
      intervalDays: null,
      specialty: null,
    }),
    upsert('service', 'class', {
      name: 'Back class',
      line: 'Classes',
      kind: 'class',
      intervalDays: null,
      specialty: null,
    }),
    person('ada', 'Ada'),
    person('bela', 'Bela', { archivedAt: ASOF - 100 * DAY }),
    person('cato', 'Cato', { referralSource: 'friend' }),
    person('ada2', 'Ada', { mergedInto: 'ada' }),
    upsert('consent', 'yes', {
      ...{ patientId: 'ada', channel: 'email', purpose: 'marketing', state: 'granted', at: null, source: null },
    }),
    upsert('consent', 'no', {
      ...{ patientId: 'ada', channel: 'sms', purpose: 'marketing', state: 'denied', at: null, source: null },
    }),
    upsert('plan', 'knee', {
      ...{ patientId: 'ada', line: 'Left knee', prescribedVisits: 8, intervalDays: null, phases: null },
      ...{
        startedAt: ASOF - 20 * DAY,
        endsAt: null,
        status: 'open',
        closedAt: null,
        closeReason: null,
        specialty: null,
      },
    }),
    visit('came', { startsAt: ASOF - 9 * DAY, status: 'completed', planId: 'knee' }),
    visit('missed', { startsAt: ASOF - 2 * DAY, status: 'no_show' }),
    visit('off', { startsAt: ASOF + DAY, status: 'cancelled', cancelledAt: ASOF - DAY, cancelReason: 'work' }),
    visit('group1', { startsAt: ASOF - DAY, status: 'completed', serviceId: 'class', classId: 'backs' }),
    visit('group2', {
      startsAt: ASOF - DAY,
      status: 'cancelled',
      serviceId: 'class',
      classId: 'backs',
      patientId: 'cato',
    }),
    upsert('recall', 'check', {
      ...{
        patientId: 'cato',
        type: 'review',
        dueOn: '2026-04-01',
        intervalMonths: 6,
        disabledUntil: null,
        doneAt: null,
      },
    }),
    upsert('invoice', 'bill', {
      ...{ patientId: 'ada', appointmentId: 'came', issuedAt: ASOF - 9 * DAY, dueAt: null, totalMinor: 9500 },
      ...{ balanceMinor: 0, currency: 'AUD', status: 'paid' },
    }),
    upsert('communication', 'call', {
      ...{ patientId: 'ada', at: ASOF - DAY, direction: 'in', channel: 'call', needsReply: null, repliedAt: null },
      kind: null,
    }),
  ];
}

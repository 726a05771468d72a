import { openTestContext, type OpenedContext, type VendorWorld } from '@keepwell/connector-sdk/testing';
import type { Appointment, Patient, RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';
import { serveMindbody, startClock, type MindbodyMoods, type MindbodyServer } from '@keepwell/simulator';
import { mindbody } from '../src/connector.js';

export const ZONE = 'America/New_York';
export const NOW = Date.parse('2026-03-10T15:00:00Z');
export const DAY = 86_400_000;

const servers: MindbodyServer[] = [];

/** The diary of its connection is read each time, and not far back. */
export async function aStudio(moods: MindbodyMoods = {}): Promise<MindbodyServer> {
  const server = await serveMindbody({ zone: ZONE, clock: startClock({ from: NOW, speed: 0 }), moods });
  Object.assign(server.world.settings, { sweep_minutes: 0, history_months: 2 });
  servers.push(server);
  return server;
}

export async function closeStudios(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => server.close().catch(() => undefined)));
}

export function openIn(world: VendorWorld, settings: Record<string, unknown> = {}): OpenedContext {
  return openTestContext(mindbody, {
    settings: { ...world.settings, ...settings },
    exceptions: [world.origin],
    timezone: ZONE,
    now: () => world.now(),
  });
}

export function upsert<K extends RecordKind>(kind: K, id: string, data: RecordData[K]): SourceRecord {
  return { op: 'upsert', kind, id, createdAt: null, updatedAt: null, versionId: null, data } as SourceRecord;
}

const NOBODY: Patient = {
  ...{
    givenName: null,
    familyName: 'Yarrowby',
    birthDate: '1980-02-29',
    email: null,
    phone: '+12125550143',
    language: null,
  },
  ...{ timezone: null, deceasedAt: null, archivedAt: null, movedAwayAt: null, doNotContact: null, hold: null },
  ...{
    testRecord: null,
    locationId: null,
    practitionerId: null,
    householdId: null,
    mergedInto: null,
    referralSource: null,
  },
};
const VISIT: Appointment = {
  ...{ patientId: 'ada', startsAt: NOW, endsAt: null, status: 'booked', rawStatus: null, practitionerId: 'jo' },
  ...{ locationId: 'main', serviceId: 'facial', planId: null, cancelledAt: null, cancelledBy: null },
  ...{ cancelReason: null, deletedAt: null, seriesId: null, classId: null, telehealth: null, walkIn: null },
  pendingRequest: null,
};

export const person = (id: string, more: Partial<Patient> = {}) =>
  upsert('patient', id, { ...NOBODY, givenName: id, email: `${id}@example.com`, ...more });
export const visit = (id: string, more: Partial<Appointment>) =>
  upsert('appointment', id, { ...VISIT, endsAt: (more.startsAt ?? NOW) + 1_800_000, ...more });

/** Two people, a place, a member of staff and what they do. */
export function people(): SourceRecord[] {
  return [
    upsert('location', 'main', {
      ...{ name: 'Main Street', timezone: ZONE, openDays: [1, 2, 3, 4, 5], opensAt: '09:00', closedOn: [] },
    }),
    upsert('practitioner', 'jo', { name: 'Jo Marsh', active: true, leftAt: null }),
    upsert('service', 'facial', { name: 'Facial', line: 'Skin', kind: null, intervalDays: null, specialty: null }),
    person('ada'),
    person('bo', { archivedAt: NOW - 100 * DAY }),
  ];
}

/** A class, and who is in it. */
export function inClass(classId: string, startsAt: number, statuses: Appointment['status'][]): SourceRecord[] {
  return statuses.map((status, n) =>
    visit(`${classId}-${n}`, { startsAt, classId, status, patientId: n % 2 === 0 ? 'ada' : 'bo' }),
  );
}

export function someStudio(): SourceRecord[] {
  const pays = { invoiceId: null, membershipId: null, currency: 'USD', attempt: null, nextAttemptAt: null };
  return [
    ...people(),
    visit('v1', { startsAt: NOW - 20 * DAY, status: 'completed' }),
    visit('v2', { startsAt: NOW - 10 * DAY, status: 'no_show' }),
    visit('v3', { startsAt: NOW - 5 * DAY, status: 'late_cancelled' }),
    visit('v4', { startsAt: NOW + 5 * DAY, patientId: 'bo' }),
    ...inClass('c1', NOW - 2 * DAY, ['arrived', 'no_show']),
    ...inClass('c2', NOW + 2 * DAY, ['booked']),
    upsert('membership', 'm0', {
      ...{ patientId: 'bo', name: 'Glow', tier: null, status: 'paused', startedAt: NOW - 90 * DAY, renewsAt: null },
      ...{ endsAt: null, pausedUntil: null, cancelRequestedAt: null, priceMinor: 9_900, currency: 'USD' },
      ...{ cardExpiresOn: null, specialty: null },
    }),
    upsert('membership', 'm1', {
      ...{ patientId: 'ada', name: 'Glow', tier: null, status: 'active', startedAt: NOW - 60 * DAY, renewsAt: null },
      ...{ endsAt: NOW + 30 * DAY, pausedUntil: null, cancelRequestedAt: null, priceMinor: null, currency: null },
      ...{ cardExpiresOn: null, specialty: null },
    }),
    upsert('package', 's1', {
      ...{
        patientId: 'ada',
        name: 'Six facials',
        line: null,
        unitsTotal: 6,
        unitsUsed: 2,
        purchasedAt: NOW - 40 * DAY,
      },
      ...{ expiresOn: '2026-09-01', status: null, priceMinor: null, currency: null },
    }),
    upsert('payment', 'p1', {
      ...{
        ...pays,
        patientId: 'ada',
        at: NOW - 40 * DAY,
        amountMinor: 45_050,
        kind: 'payment',
        status: 'succeeded',
        failureCode: null,
      },
    }),
    upsert('payment', 'p2', {
      ...{
        ...pays,
        patientId: 'ada',
        at: NOW - 2 * DAY,
        amountMinor: 9_900,
        kind: 'payment',
        status: 'failed',
        failureCode: null,
      },
    }),
  ];
}

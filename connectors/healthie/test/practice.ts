import type { RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import { serveHealthie, startClock, type HealthieMoods, type HealthieServer } from '@keepwell/simulator';
import { healthie } from '../src/connector.js';

const nothing = <T extends string>(...fields: T[]) =>
  Object.fromEntries(fields.map((field) => [field, null])) as Record<T, null>;

const EMPTY: Partial<Record<RecordKind, object>> = {
  practitioner: nothing('name', 'active', 'leftAt'),
  service: nothing('name', 'line', 'kind', 'intervalDays', 'specialty'),
  patient: nothing(
    ...(['givenName', 'familyName', 'birthDate', 'email', 'phone', 'language', 'timezone', 'deceasedAt'] as const),
    ...(['archivedAt', 'movedAwayAt', 'doNotContact', 'hold', 'testRecord', 'locationId', 'practitionerId'] as const),
    ...(['householdId', 'mergedInto', 'referralSource'] as const),
  ),
  plan: nothing(
    ...(['line', 'prescribedVisits', 'intervalDays', 'phases', 'startedAt', 'endsAt', 'status', 'closedAt'] as const),
    ...(['closeReason', 'specialty'] as const),
  ),
  appointment: nothing(
    ...(['endsAt', 'rawStatus', 'practitionerId', 'locationId', 'serviceId', 'planId', 'cancelledAt'] as const),
    ...(['cancelledBy', 'cancelReason', 'deletedAt', 'seriesId', 'classId', 'telehealth', 'walkIn'] as const),
    'pendingRequest',
  ),
  recall: nothing('type', 'dueOn', 'intervalMonths', 'disabledUntil', 'doneAt'),
  invoice: nothing('appointmentId', 'issuedAt', 'dueAt', 'totalMinor', 'balanceMinor', 'currency', 'status'),
  payment: nothing(
    ...(['invoiceId', 'membershipId', 'currency', 'kind', 'status', 'failureCode', 'attempt'] as const),
    'nextAttemptAt',
  ),
  package: nothing(
    ...(['name', 'line', 'unitsTotal', 'unitsUsed', 'purchasedAt', 'expiresOn', 'status', 'priceMinor'] as const),
    'currency',
  ),
  program: nothing('name', 'startedAt', 'endsAt', 'coordinator', 'status', 'handoffAt'),
  membership: nothing(
    ...(['name', 'tier', 'status', 'startedAt', 'renewsAt', 'endsAt', 'pausedUntil', 'cancelRequestedAt'] as const),
    ...(['priceMinor', 'currency', 'cardExpiresOn', 'specialty'] as const),
  ),
  score: nothing('instrument', 'domain', 'value', 'takenAt', 'dueAt', 'direction', 'detectableChange'),
};

/** A Tuesday noon in New York. */
export const NOW = Date.parse('2026-03-10T16:00:00Z');
export const at = (text: string) => Date.parse(text);

export function record<K extends RecordKind>(kind: K, id: string, data: Partial<RecordData[K]>): SourceRecord {
  const whole = { ...EMPTY[kind], ...data };
  return {
    kind,
    op: 'upsert',
    id,
    createdAt: null,
    updatedAt: null,
    versionId: null,
    data: whole,
  } as unknown as SourceRecord;
}

export const appointment = (id: string, data: Partial<RecordData['appointment']> = {}) =>
  record('appointment', id, {
    ...{ patientId: 'ada', startsAt: at('2026-03-12T14:00:00Z'), endsAt: at('2026-03-12T14:30:00Z'), status: 'booked' },
    ...{ practitionerId: 'lee', serviceId: 'review', ...data },
  });

const past = { startsAt: at('2026-03-03T14:00:00Z'), endsAt: at('2026-03-03T14:45:00Z') };
const group = { classId: 'g1', startsAt: at('2026-03-13T18:00:00Z'), endsAt: at('2026-03-13T19:00:00Z') };
const money = { currency: 'USD' };

/** A practice with something in every list; names and numbers are invented. */
export const PRACTICE: SourceRecord[] = [
  record('practitioner', 'lee', { name: 'Jo Lee', active: true }),
  record('service', 'review', { name: 'Review' }),
  ...['ada', 'bob', 'cyd', 'dee'].map((id) =>
    record('patient', id, { givenName: 'Fixture', familyName: id, phone: '+12025550143', birthDate: '1980-02-29' }),
  ),
  record('patient', 'eve', { givenName: 'Fixture', familyName: 'eve', archivedAt: at('2026-02-01T00:00:00Z') }),
  appointment('a1'),
  appointment('a2', {
    status: 'cancelled',
    cancelledAt: at('2026-03-09T10:00:00Z'),
    cancelReason: 'Ill',
    cancelledBy: 'patient',
  }),
  appointment('a3', { status: 'no_show', ...past }),
  appointment('a4', { status: 'completed', ...past, patientId: 'bob' }),
  appointment('g1-ada', group),
  appointment('g1-bob', { ...group, patientId: 'bob', status: 'cancelled', cancelledAt: at('2026-03-08T10:00:00Z') }),
  record('package', 'k1', { patientId: 'ada', name: 'Ten visits', unitsTotal: 10, priceMinor: 125000, ...money }),
  record('program', 'o1', {
    patientId: 'ada',
    name: 'Six months',
    startedAt: at('2026-01-05T00:00:00Z'),
    status: 'in_progress',
  }),
  record('membership', 'm1', { patientId: 'ada', name: 'Monthly', status: 'active', priceMinor: 9900 }),
  record('invoice', 'i1', { patientId: 'ada', totalMinor: 9900, balanceMinor: 0, status: 'paid', ...money }),
  record('payment', 'p1', {
    ...{ patientId: 'ada', amountMinor: 125000, at: at('2026-03-02T05:00:00Z'), kind: 'payment', status: 'succeeded' },
    ...{ membershipId: 'm1', invoiceId: 'i1', ...money },
  }),
  record('payment', 'p2', {
    ...{
      patientId: 'bob',
      amountMinor: 5000,
      at: at('2026-03-03T05:00:00Z'),
      kind: 'payment',
      status: 'failed',
      ...money,
    },
  }),
  record('score', 's1', {
    patientId: 'ada',
    instrument: 'PHQ-9',
    domain: 'PHQ-9',
    value: 11,
    takenAt: at('2026-03-01T10:00:00Z'),
  }),
  record('score', 's2', {
    patientId: 'ada',
    instrument: 'Weight',
    domain: 'Weight',
    value: 80,
    takenAt: at('2026-03-01T10:00:00Z'),
  }),
  record('score', 'form/f1/s1', {
    patientId: 'bob',
    instrument: 'GAD-7',
    domain: 'Total',
    value: 9,
    takenAt: at('2026-03-01T10:00:00Z'),
  }),
];

export type World = HealthieServer['world'];

const servers = new Map<World, HealthieServer>();

/** The server behind a world: what really stands there, and its moods. */
export function behind(world: object): HealthieServer {
  const server = servers.get(world as World);
  if (server === undefined) throw new RangeError('Not a world of this test');
  return server;
}

export async function closeWorlds(): Promise<void> {
  const all = [...servers.values()];
  servers.clear();
  await Promise.all(all.map((server) => server.close()));
}

/** Stands still unless it is moved: what is read twice is the same. */
export async function aWorld(records: SourceRecord[] = PRACTICE, moods: HealthieMoods = {}): Promise<World> {
  const server = await serveHealthie({ clock: startClock({ from: NOW, speed: 0 }), moods });
  const { world } = server;
  // The kit closes the worlds that it opened.
  world.close = () => (servers.delete(world) ? server.close() : Promise.resolve());
  servers.set(world, server);
  world.put(records);
  world.advance(60_000);
  return world;
}

export interface Opened extends Omit<OpenedContext, 'close'> {
  close: () => Promise<void>;
}

export function openIn(world: World, settings: Record<string, unknown> = {}): Opened {
  const opened = openTestContext(healthie, {
    settings: { ...world.settings, ...settings },
    exceptions: [world.origin],
    now: () => world.now(),
  });
  return { ...opened, close: () => opened.close() };
}

import type { RecordData, RecordKind, SourceRecord } from '@keepwell/domain/records';
import { openTestContext, type OpenedContext } from '@keepwell/connector-sdk/testing';
import { serveNexHealth, startClock, type NexHealthMoods, type NexHealthServer } from '@keepwell/simulator';
import { nexhealth } from '../src/connector.js';

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
    ...{ practitionerId: 'lee', serviceId: 'exam', locationId: 'main', ...data },
  });

const money = { currency: 'USD' };

/** A practice with something in every list; names and numbers are invented. */
export const PRACTICE: SourceRecord[] = [
  record('practitioner', 'lee', { name: 'Jo Lee', active: true }),
  record('practitioner', 'gone', { name: 'Sam Old', active: false }),
  record('service', 'exam', { name: 'Exam' }),
  ...['ada', 'bob', 'cyd', 'dee'].map((id) =>
    record('patient', id, { givenName: 'Fixture', familyName: id, phone: '+12025550143', birthDate: '1980-02-29' }),
  ),
  record('plan', 'p1', { patientId: 'ada', line: 'Crown', status: 'open' }),
  appointment('a1'),
  appointment('a2', { status: 'cancelled', cancelledAt: at('2026-03-09T10:00:00Z') }),
  appointment('a3', { status: 'no_show', startsAt: at('2026-03-03T14:00:00Z'), endsAt: at('2026-03-03T15:00:00Z') }),
  appointment('a4', { status: 'completed', startsAt: at('2026-03-02T14:00:00Z'), endsAt: at('2026-03-02T15:00:00Z') }),
  record('recall', 'r1', { patientId: 'bob', type: 'PROPHY', dueOn: '2026-06-01', intervalMonths: 6 }),
  record('invoice', 'c1', { patientId: 'ada', totalMinor: 6200, issuedAt: at('2026-03-02T05:00:00Z'), ...money }),
  record('invoice', 'balance/1', { patientId: 'ada', balanceMinor: 1250, ...money }),
  record('payment', 'm1', { patientId: 'ada', amountMinor: 5000, at: at('2026-03-02T05:00:00Z'), ...money }),
];

export type World = NexHealthServer['world'];

const servers = new Map<World, NexHealthServer>();

/** The server behind a world: what really stands there, and its moods. */
export function behind(world: object): NexHealthServer {
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
export async function aWorld(records: SourceRecord[] = PRACTICE, moods: NexHealthMoods = {}): Promise<World> {
  const server = await serveNexHealth({ clock: startClock({ from: NOW, speed: 0 }), moods });
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
  const opened = openTestContext(nexhealth, {
    settings: { ...world.settings, ...settings },
    exceptions: [world.origin],
    now: () => world.now(),
  });
  return { ...opened, close: () => opened.close() };
}

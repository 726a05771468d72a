import {
  openTestContext,
  type Conformance,
  type OpenedContext,
  type VendorWorld,
  type WriteScenario,
} from '@keepwell/connector-sdk/testing';
import type { SourceRecord } from '@keepwell/domain/records';
import { serveOpenDental, startClock } from '@keepwell/simulator';
import { openDental } from './src/connector.js';
import { ASOF, somePractice, upsert, VISIT, ZONE } from './test/practice.js';

const open: (() => Promise<void>)[] = [];

async function emptyWorld(): Promise<SimulatedVendor> {
  const server = await serveOpenDental({ zone: ZONE, clock: startClock({ from: ASOF, speed: 0 }) });
  open.push(() => server.close().catch(() => undefined));
  return server.world;
}

/** One server for all readings of the same source: nothing in it moves. */
let source: Promise<VendorWorld> | null = null;

async function openSource(): Promise<OpenedContext> {
  source ??= emptyWorld().then((world) => {
    world.put(somePractice());
    world.advance(3_600_000);
    return world;
  });
  return contextOf(await source);
}

function contextOf(world: VendorWorld, settings: Record<string, unknown> = {}): OpenedContext {
  return openTestContext(openDental, {
    settings: { ...world.settings, ...settings },
    exceptions: [world.origin],
    timezone: ZONE,
    now: () => world.now(),
  });
}

const people: SourceRecord[] = somePractice().filter(({ kind }) => kind !== 'appointment');
const writing = (
  title: string,
  prepare: WriteScenario['prepare'],
  standing: WriteScenario['standing'],
): WriteScenario => ({
  ...{ title, open: emptyWorld, timezone: ZONE, prepare, standing },
});

/** The ids the world gave to what was put in. */
function prepared(world: VendorWorld, records: SourceRecord[]): (id: string) => string {
  const given = world.put(records);
  return (id) => {
    const found = given[records.findIndex((record) => record.id === id)];
    if (found === undefined) throw new RangeError(`There is no ${id} in this world`);
    return found;
  };
}

export const conformance: Conformance = {
  connector: openDental,
  scenarios: {
    wrongSettings: [
      { title: 'no developer key', settings: { customer_key: 'abc' }, field: 'developer_key' },
      { title: 'no customer key', settings: { developer_key: 'abc' }, field: 'customer_key' },
      {
        title: 'a chair that is no number',
        settings: { developer_key: 'abc', customer_key: 'abc', operatory: 'left' },
        field: 'operatory',
      },
    ],
    sources: [
      {
        title: 'a small office with a missed and a cancelled visit',
        open: openSource,
        limit: 3,
        expect: {
          records: {
            ...{ location: 1, practitioner: 2, service: 3, patient: 3, consent: 6, appointment: 3, recall: 1 },
            ...{ payment: 1, communication: 1, plan: 2 },
          },
          unreadable: 0,
        },
      },
    ],
    errors: [
      {
        title: 'another key than the office’s',
        open: async () => contextOf(await emptyWorld(), { customer_key: 'SomebodyElse' }),
        error: 'SettingsWrong',
        says: 'does not accept our sign-in',
        neverSays: ['SomebodyElse'],
      },
    ],
    worlds: [
      {
        title: 'Open Dental as the simulator speaks it',
        open: emptyWorld,
        timezone: ZONE,
        faithful: {
          location: ['name', 'timezone'],
          practitioner: ['name', 'active'],
          service: ['name'],
          patient: ['givenName', 'familyName', 'birthDate', 'email', 'phone', 'practitionerId', 'locationId'],
          appointment: ['patientId', 'startsAt', 'endsAt', 'status', 'practitionerId', 'locationId', 'serviceId'],
          payment: ['patientId', 'amountMinor'],
          plan: ['patientId', 'status'],
        },
      },
    ],
    writes: [
      writing(
        'a call is kept in the contact log',
        (world) => ({
          ...{ kind: 'log_contact', key: 'kw-1', patientId: prepared(world, people)('ada'), at: world.now() },
          ...{ channel: 'call', direction: 'out', text: 'Reached, will book next week' },
        }),
        (world, operation) => (world as SimulatedVendor).standing('communication', `[${operation.key}]`),
      ),
      writing(
        'a booking',
        (world) => {
          const given = prepared(world, people);
          const startsAt = ASOF + 3 * 86_400_000;
          return {
            ...{
              kind: 'book',
              key: 'kw-2',
              patientId: given('ada'),
              startsAt,
              endsAt: startsAt + 1_800_000,
              note: null,
            },
            ...{ practitionerId: given('jo'), locationId: given('main'), serviceId: given('exam') },
          };
        },
        (world) => (world as SimulatedVendor).standing('appointment', 'booked'),
      ),
      writing(
        'a cancellation',
        (world) => {
          const visit = upsert('appointment', 'next', { ...VISIT, startsAt: ASOF + 86_400_000 });
          return {
            kind: 'cancel',
            key: 'kw-3',
            appointmentId: prepared(world, [...people, visit])('next'),
            reason: null,
          };
        },
        (world) => (world as SimulatedVendor).standing('appointment', 'cancelled'),
      ),
    ],
  },
  async close() {
    await Promise.all(open.splice(0).map((close) => close()));
    source = null;
  },
};

/** What the simulator's worlds tell beyond what the kit asks. */
interface SimulatedVendor extends VendorWorld {
  /** How many records of a kind say this: the words of an entry, the status of an appointment. */
  standing(kind: 'communication' | 'appointment', says: string): number;
}

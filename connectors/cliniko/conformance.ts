import type { Conformance, OpenedContext, VendorWorld, WriteScenario } from '@keepwell/connector-sdk/testing';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import type { SourceRecord } from '@keepwell/domain/records';
import { serveCliniko, startClock } from '@keepwell/simulator';
import { cliniko } from './src/connector.js';
import { ASOF, somePractice, upsert, VISIT, ZONE } from './test/practice.js';

const open: (() => Promise<void>)[] = [];

async function emptyWorld(): Promise<VendorWorld> {
  const server = await serveCliniko({ zone: ZONE, clock: startClock({ from: ASOF, speed: 0 }) });
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
  return openTestContext(cliniko, {
    settings: { ...world.settings, ...settings },
    exceptions: [world.origin],
    timezone: ZONE,
    now: () => world.now(),
  });
}

const people: SourceRecord[] = somePractice().filter(({ kind }) => kind !== 'appointment' && kind !== 'invoice');

const writing = (
  title: string,
  prepare: WriteScenario['prepare'],
  standing: WriteScenario['standing'],
): WriteScenario => ({ title, open: emptyWorld, timezone: ZONE, prepare, standing });

/** What was asked for, as it was put into the world: by the ids the world gave. */
function prepared(world: VendorWorld, records: SourceRecord[]): Map<string, string> {
  const given = world.put(records);
  return new Map(records.map(({ id }, index) => [id, given[index] ?? '']));
}
const mustHave = (ids: Map<string, string>, id: string) => {
  const given = ids.get(id);
  if (given === undefined) throw new RangeError(`There is no ${id} in this world`);
  return given;
};

export const conformance: Conformance = {
  connector: cliniko,
  scenarios: {
    wrongSettings: [
      { title: 'no key', settings: { contact: 'it@example.com' }, field: 'api_key' },
      { title: 'no contact', settings: { api_key: 'abc-au1' }, field: 'contact' },
      {
        title: 'a time zone that is none',
        settings: { api_key: 'abc-au1', contact: 'it@example.com', timezone: '+10:00' },
        field: 'timezone',
      },
    ],
    sources: [
      {
        title: 'a small practice with a group, a case and a merged patient',
        open: openSource,
        limit: 2,
        expect: {
          records: {
            ...{ location: 1, practitioner: 2, service: 2, patient: 4, consent: 8, plan: 1, appointment: 5 },
            ...{ invoice: 1, recall: 1, communication: 1 },
          },
          unreadable: 0,
        },
      },
    ],
    errors: [
      {
        title: 'another key than the practice’s',
        open: async () => contextOf(await emptyWorld(), { api_key: 'TVMtd3Jvbmc-au1' }),
        error: 'SettingsWrong',
        says: 'does not accept our sign-in',
        neverSays: ['TVMtd3Jvbmc'],
      },
    ],
    worlds: [
      {
        title: 'Cliniko as the simulator speaks it',
        open: emptyWorld,
        timezone: ZONE,
        faithful: {
          location: ['name', 'timezone'],
          practitioner: ['name', 'active'],
          service: ['name', 'line'],
          patient: ['givenName', 'familyName', 'birthDate', 'email', 'phone', 'mergedInto'],
          appointment: [
            ...['patientId', 'startsAt', 'endsAt', 'status', 'practitionerId', 'locationId', 'serviceId', 'planId'],
          ],
          plan: ['patientId', 'prescribedVisits'],
          invoice: ['patientId', 'totalMinor'],
        },
      },
    ],
    writes: [
      writing(
        'a call is kept as a memo',
        (world) => {
          const ids = prepared(world, people);
          return {
            ...{ kind: 'log_contact', key: 'kw-1', patientId: mustHave(ids, 'ada'), at: world.now() },
            ...{ channel: 'call', direction: 'out', text: 'Reached, will book next week' },
          };
        },
        (world, operation) => (world as SimulatedVendor).standing('communication', `[${operation.key}]`),
      ),
      writing(
        'a booking',
        (world) => {
          const ids = prepared(world, people);
          const startsAt = ASOF + 3 * 86_400_000;
          return {
            ...{ kind: 'book', key: 'kw-2', patientId: mustHave(ids, 'ada'), startsAt, endsAt: startsAt + 1_800_000 },
            ...{
              practitionerId: mustHave(ids, 'jo'),
              locationId: mustHave(ids, 'main'),
              serviceId: mustHave(ids, 'physio'),
            },
            note: null,
          };
        },
        (world) => (world as SimulatedVendor).standing('appointment', 'booked'),
      ),
      writing(
        'a cancellation',
        (world) => {
          const visit = upsert('appointment', 'next', { ...VISIT, patientId: 'ada', startsAt: ASOF + 86_400_000 });
          const ids = prepared(world, [...people, visit]);
          return { kind: 'cancel', key: 'kw-3', appointmentId: mustHave(ids, 'next'), reason: '60' };
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
  /** How many records of a kind say this: the words of a memo, the status of an appointment. */
  standing(kind: 'communication' | 'appointment', says: string): number;
}

import { createHmac } from 'node:crypto';
import type { Book, Cancel, WebhookRequest } from '@keepwell/connector-sdk';
import {
  openTestContext,
  type Conformance,
  type WebhookScenario,
  type WriteScenario,
} from '@keepwell/connector-sdk/testing';
import type { Instant } from '@keepwell/domain/records';
import { nexhealth } from './src/connector.js';
import { TOLERANCE_MS } from './src/webhook.js';
import { appointment, at, aWorld, behind, closeWorlds, NOW, openIn, record } from './test/practice.js';

const key = { api_key: 'key', subdomain: 'harbour-dental' };
const SECRETS = { ours: 'whk-invented-secret', another: 'whk-somebody-else' };
const timezone = 'America/New_York';

const event = (id: number) =>
  JSON.stringify({
    ...{ resource_type: 'Appointment', event: 'appointment_updated', event_time: '2026-03-10T15:59:58Z' },
    data: { appointment: { id, patient_id: 7, start_time: '2026-03-12T14:00:00Z', cancelled: true } },
  });

function signed(body: Buffer, { at: when, secret }: { at: Instant; secret: 'ours' | 'another' }): WebhookRequest {
  const timestamp = String(Math.floor(when / 1000));
  const signature = createHmac('sha256', SECRETS[secret])
    .update(`${timestamp}.${body.toString('base64')}`)
    .digest('hex');
  return {
    ...{ method: 'POST', body, receivedAt: NOW, url: 'https://keepwell.example/api/hooks/connections/p/c' },
    headers: { 'content-type': 'application/json', timestamp, signature },
  };
}

const webhook: WebhookScenario = {
  title: 'an appointment changed',
  open: async () => openTestContext(nexhealth, { settings: { ...key, webhook_secret: SECRETS.ours }, now: () => NOW }),
  ...{ body: event(1822), otherBody: event(1823), sign: signed, signedBy: ['signature', 'timestamp'] },
  ...{ verified: 'strong', expect: [{ kind: 'appointment', id: '1822' }], toleranceMs: TOLERANCE_MS },
};

const setting = [record('practitioner', 'lee', { name: 'Jo Lee', active: true }), record('patient', 'ada', {})];

const booking: WriteScenario = {
  title: 'a booking, which NexHealth takes on and writes later',
  ...{ timezone, open: () => aWorld([], { insertionMs: 0 }) },
  prepare(world): Book {
    const [practitionerId = '', patientId = ''] = world.put(setting);
    const startsAt = at('2026-03-20T14:00:00Z');
    return {
      ...{ kind: 'book', key: 'k-1', patientId, practitionerId, startsAt, endsAt: startsAt + 1_800_000 },
      ...{ locationId: null, serviceId: null, note: 'Asked for by telephone' },
    };
  },
  standing: (world) => standingOf(world).filter(({ status }) => status === 'booked').length,
};

const cancelling: WriteScenario = {
  title: 'a cancellation',
  ...{ timezone, open: () => aWorld([]) },
  prepare(world): Cancel {
    world.put(setting);
    const [appointmentId = ''] = world.put([appointment('a1', { serviceId: null })]);
    return { kind: 'cancel', key: 'k-2', appointmentId, reason: null };
  },
  standing: (world) => standingOf(world).filter(({ status }) => status === 'cancelled').length,
};

function standingOf(world: object) {
  return behind(world)
    .living.all('appointment')
    .map(({ data }) => data);
}

/** What `checkConnector` drives this connector with. */
export const conformance: Conformance = {
  connector: nexhealth,
  scenarios: {
    wrongSettings: [
      { title: 'no key', settings: { subdomain: 'harbour-dental' }, field: 'api_key' },
      { title: 'no subdomain', settings: { api_key: 'key' }, field: 'subdomain' },
      {
        title: 'a subdomain that is an address',
        settings: { ...key, subdomain: 'evil.example/x' },
        field: 'subdomain',
      },
      { title: 'a key with a line break', settings: { ...key, api_key: 'a\nb' }, field: 'api_key' },
      { title: 'a location by name', settings: { ...key, location_ids: 'Main Street' }, field: 'location_ids' },
      { title: 'not an address', settings: { ...key, url: 'nexhealth' }, field: 'url' },
    ],
    sources: [
      {
        title: 'a small practice',
        open: async () => shared(),
        limit: 2,
        expect: {
          records: {
            ...{ location: 1, practitioner: 2, service: 1, patient: 4, plan: 1, appointment: 4, recall: 1 },
            ...{ invoice: 2, payment: 1 },
          },
          unreadable: 0,
        },
      },
    ],
    errors: [
      {
        title: 'a wrong key',
        open: async () => openIn(await aWorld(), { api_key: 'wrong' }),
        ...{ error: 'SettingsWrong', says: 'does not accept our sign-in (401)' },
      },
      {
        title: 'a practice that the key does not know',
        open: async () => openIn(await aWorld(), { subdomain: 'another' }),
        ...{ error: 'SettingsWrong', says: '(403)', neverSays: ['Fixture'] },
      },
      {
        title: 'an error inside a good status',
        open: async () => openIn(await aWorld(undefined, { failsInside: { every: 2 } })),
        ...{ error: 'ConnectorBroken', says: 'says inside that it failed', neverSays: ['Fixture', '2025550143'] },
      },
      {
        title: 'no such location',
        open: async () => openIn(await aWorld(), { location_ids: '4711' }),
        ...{ error: 'SettingsWrong', says: 'none of these locations' },
      },
    ],
    worlds: [
      {
        title: 'NexHealth',
        ...{ open: () => aWorld([]), timezone },
        faithful: {
          ...{
            patient: ['givenName', 'familyName', 'birthDate', 'email', 'language'],
            practitioner: ['name', 'active'],
          },
          ...{ service: ['name'], plan: ['patientId', 'line'], recall: ['patientId', 'dueOn'] },
          appointment: ['patientId', 'startsAt', 'endsAt', 'practitionerId', 'locationId', 'serviceId'],
          payment: ['patientId', 'amountMinor'],
        },
        wire: {
          tokensExpire: true,
          errorsInside: [
            { title: 'code false', body: { code: false, description: 'x', error: ['x'], data: [], count: 0 } },
            { title: 'a parameter it does not know', body: { code: true, error: ['what?'], data: [], page_info: {} } },
          ],
        },
      },
    ],
    webhooks: [webhook],
    writes: [booking, cancelling],
  },
  close: closeWorlds,
};

let small: ReturnType<typeof aWorld> | null = null;

/** One world for all openings of the same source. */
async function shared() {
  small ??= aWorld(undefined, { blocks: 2 });
  return openIn(await small);
}

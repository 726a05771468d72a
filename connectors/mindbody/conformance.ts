import { createHmac } from 'node:crypto';
import type { WebhookRequest } from '@keepwell/connector-sdk';
import {
  openTestContext,
  type Conformance,
  type VendorWorld,
  type WebhookScenario,
  type WriteScenario,
} from '@keepwell/connector-sdk/testing';
import type { SourceRecord } from '@keepwell/domain/records';
import { mindbody } from './src/connector.js';
import { aStudio, closeStudios, DAY, NOW, openIn, people, someStudio, visit, ZONE } from './test/studio.js';

const key = { api_key: 'invented', site_id: '-99', timezone: ZONE };
const SECRETS = { ours: 'invented-signature-key', another: 'somebody-elses-key' };
const ADDRESS = 'https://keepwell.example/api/hooks/connections/p/c';

const event = (messageId: string) =>
  JSON.stringify({
    ...{ messageId, eventId: 'appointmentBooking.cancelled', eventSchemaVersion: 1 },
    eventInstanceOriginationDate: new Date(NOW).toISOString(),
    eventData: { siteId: -99, appointmentId: 4711 },
  });

function signed(body: Buffer, { secret }: { secret: 'ours' | 'another' }): WebhookRequest {
  const signature = createHmac('sha256', SECRETS[secret]).update(body).digest('base64');
  const headers = { 'content-type': 'application/json', 'x-mindbody-signature': `sha256=${signature}` };
  return { method: 'POST', body, receivedAt: NOW, url: ADDRESS, headers };
}

const webhook: WebhookScenario = {
  title: 'a booking was cancelled',
  open: async () => openTestContext(mindbody, { settings: { ...key, webhook_key: SECRETS.ours }, now: () => NOW }),
  ...{ body: event('one'), otherBody: event('two'), sign: signed, signedBy: ['x-mindbody-signature'] },
  ...{ verified: 'strong', expect: [{ kind: 'appointment', id: '4711' }], toleranceMs: null },
  handshakes: [
    {
      title: 'the address is tried with HEAD',
      request: { method: 'HEAD', headers: {}, body: Buffer.alloc(0), url: ADDRESS, receivedAt: NOW },
      status: 200,
    },
  ],
};

/** What the simulator's worlds tell beyond what the kit asks. */
interface Studio extends VendorWorld {
  standing(kind: 'communication' | 'appointment', says: string): number;
}

const writing = (
  title: string,
  prepare: WriteScenario['prepare'],
  standing: WriteScenario['standing'],
): WriteScenario => ({
  ...{ title, open: async () => (await aStudio()).world, timezone: ZONE, prepare, standing },
});

function prepared(world: VendorWorld, records: SourceRecord[]) {
  const given = world.put(records);
  return (id: string) => given[records.findIndex((record) => record.id === id)] ?? '';
}

let small: ReturnType<typeof aStudio> | null = null;

/** One site for all openings of the same source: nothing in it moves. */
function smallStudio() {
  small ??= aStudio().then((server) => {
    server.world.put(someStudio());
    server.world.advance(3_600_000);
    return server;
  });
  return small;
}

/** What `checkConnector` drives this connector with. */
export const conformance: Conformance = {
  connector: mindbody,
  scenarios: {
    wrongSettings: [
      { title: 'no key', settings: { site_id: '-99' }, field: 'api_key' },
      { title: 'no site', settings: { api_key: 'invented' }, field: 'site_id' },
      { title: 'a site that is a name', settings: { ...key, site_id: 'studio' }, field: 'site_id' },
      { title: 'a staff user without a password', settings: { ...key, username: 'jo' }, field: 'password' },
    ],
    sources: [
      {
        title: 'a small studio',
        open: async () => openIn((await smallStudio()).world),
        limit: 2,
        expect: {
          records: {
            ...{ location: 1, practitioner: 1, service: 1, patient: 2, consent: 4, appointment: 4 },
            ...{ membership: 1, package: 1, payment: 2 },
          },
          unreadable: 0,
        },
      },
      {
        title: 'a studio whose classes and contracts are read, too',
        open: async () =>
          openIn((await smallStudio()).world, { class_visits: true, contracts: true, class_minutes: 0 }),
        limit: 2,
        expect: {
          records: {
            ...{ location: 1, practitioner: 1, service: 1, patient: 2, consent: 4, appointment: 7 },
            ...{ membership: 2, package: 1, payment: 2 },
          },
          unreadable: 0,
        },
      },
    ],
    errors: [
      {
        title: 'another password',
        open: async () => openIn((await aStudio()).world, { password: 'wrong-password' }),
        ...{ error: 'SettingsWrong', says: 'does not accept our sign-in', neverSays: ['wrong-password'] },
      },
      {
        title: 'a day whose requests are spent',
        open: async () => openIn((await aStudio({ dailyBudget: 5 })).world),
        ...{ error: 'RetryLater', says: 'slow down' },
      },
    ],
    worlds: [
      {
        title: 'Mindbody as the simulator speaks it',
        open: async () => (await aStudio()).world,
        timezone: ZONE,
        faithful: {
          ...{ location: ['name', 'timezone'], practitioner: ['name'], service: ['name', 'line'] },
          patient: ['givenName', 'familyName', 'birthDate', 'email', 'phone'],
          appointment: ['patientId', 'startsAt', 'endsAt', 'status', 'practitionerId', 'locationId', 'serviceId'],
          membership: ['patientId', 'name', 'startedAt'],
          package: ['patientId', 'name', 'unitsTotal', 'unitsUsed', 'purchasedAt'],
          payment: ['patientId', 'at', 'amountMinor', 'currency', 'kind', 'status'],
        },
        wire: { tokensExpire: true },
      },
    ],
    webhooks: [webhook],
    writes: [
      writing(
        'a call is kept as a contact log',
        (world) => ({
          ...{ kind: 'log_contact', key: 'kw-1', patientId: prepared(world, people())('ada'), at: world.now() },
          ...{ channel: 'call', direction: 'out', text: 'Reached, will book next week' },
        }),
        (world, operation) => (world as Studio).standing('communication', `[${operation.key}]`),
      ),
      writing(
        'a booking',
        (world) => {
          const id = prepared(world, people());
          const startsAt = NOW + 3 * DAY;
          return {
            ...{ kind: 'book', key: 'kw-2', patientId: id('ada'), startsAt, endsAt: startsAt + 1_800_000, note: null },
            ...{ practitionerId: id('jo'), locationId: id('main'), serviceId: id('facial') },
          };
        },
        (world) => (world as Studio).standing('appointment', 'booked'),
      ),
      writing(
        'a cancellation',
        (world) => {
          const id = prepared(world, [...people(), visit('next', { startsAt: NOW + DAY })]);
          return { kind: 'cancel', key: 'kw-3', appointmentId: id('next'), reason: null };
        },
        (world) => (world as Studio).standing('appointment', 'cancelled'),
      ),
    ],
  },
  async close() {
    await closeStudios();
    small = null;
  },
};

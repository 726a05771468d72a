import { createHash, createHmac } from 'node:crypto';
import type { Book, Cancel, LogContact, WebhookRequest } from '@keepwell/connector-sdk';
import {
  openTestContext,
  type Conformance,
  type WebhookScenario,
  type WriteScenario,
} from '@keepwell/connector-sdk/testing';
import { healthie } from './src/connector.js';
import { appointment, at, aWorld, behind, closeWorlds, NOW, openIn, record, type World } from './test/practice.js';

const timezone = 'America/New_York';
const key = { api_key: 'key', timezone };
const SECRETS = { ours: 'whsec_invented', another: 'whsec_somebody_else' };
const ADDRESS = 'https://keepwell.example/api/hooks/connections/p/c';

const event = (id: number) =>
  JSON.stringify({
    ...{ resource_id: id, resource_id_type: 'Appointment', event_type: 'appointment.updated' },
    changed_fields: ['pm_status'],
  });

function signed(body: Buffer, { secret }: { secret: 'ours' | 'another' }): WebhookRequest {
  const digest = createHash('sha256').update(body).digest('base64');
  const words = ['post', new URL(ADDRESS).pathname, '', digest, 'application/json', String(body.length)].join(' ');
  const signature = createHmac('sha256', SECRETS[secret]).update(words).digest('hex');
  return {
    ...{ method: 'POST', body, receivedAt: NOW, url: ADDRESS },
    headers: {
      ...{ 'content-type': 'application/json', 'content-digest': `SHA-256=${digest}`, signature: `sig1=${signature}` },
      'signature-input': 'sig1=("@method" "@path" "@query" "content-digest" "content-type" "content-length")',
    },
  };
}

const webhook: WebhookScenario = {
  title: 'an appointment changed',
  open: async () => openTestContext(healthie, { settings: { ...key, webhook_secret: SECRETS.ours }, now: () => NOW }),
  ...{ body: event(1822), otherBody: event(1823), sign: signed, signedBy: ['signature', 'content-digest'] },
  ...{ verified: 'strong', expect: [{ kind: 'appointment', id: '1822' }], toleranceMs: null },
};

const setting = [
  record('practitioner', 'lee', { name: 'Jo Lee', active: true }),
  record('service', 'review', { name: 'Review' }),
  record('patient', 'ada', {}),
];

const booking: WriteScenario = {
  ...{ title: 'a booking', timezone, open: () => aWorld([]) },
  prepare(world): Book {
    const [practitionerId = '', serviceId = '', patientId = ''] = world.put(setting);
    const startsAt = at('2026-03-20T14:00:00Z');
    return {
      ...{ kind: 'book', key: 'k-1', patientId, practitionerId, startsAt, endsAt: startsAt + 1_800_000 },
      ...{ locationId: null, serviceId, note: 'Asked for by telephone' },
    };
  },
  standing: (world) => visits(world).filter((status) => status === 'booked').length,
};

const cancelling: WriteScenario = {
  ...{ title: 'a cancellation', timezone, open: () => aWorld([]) },
  prepare(world): Cancel {
    world.put(setting);
    const [appointmentId = ''] = world.put([appointment('a1')]);
    return { kind: 'cancel', key: 'k-2', appointmentId, reason: null };
  },
  standing: (world) => visits(world).filter((status) => status === 'cancelled').length,
};

/** Made where nobody but the vendor can look: by what it was told. */
const contact: WriteScenario = {
  ...{ title: 'a contact', timezone, open: () => aWorld([]) },
  prepare(world): LogContact {
    const [, , patientId = ''] = world.put(setting);
    const said = { channel: 'call', direction: 'out', text: 'Rang about the next visit' } as const;
    return { kind: 'log_contact', key: 'k-3', patientId, at: NOW, ...said };
  },
  standing: (world) => behind(world).tasks().length,
};

const visits = (world: object) =>
  behind(world)
    .living.all('appointment')
    .map(({ data }) => data.status);

let small: Promise<World> | null = null;

/** What `checkConnector` drives this connector with. */
export const conformance: Conformance = {
  connector: healthie,
  scenarios: {
    wrongSettings: [
      { title: 'no key', settings: { timezone }, field: 'api_key' },
      { title: 'no zone', settings: { api_key: 'key' }, field: 'timezone' },
      { title: 'a key with a line break', settings: { ...key, api_key: 'a\nb' }, field: 'api_key' },
      { title: 'a shard that is a header', settings: { ...key, shard: 'a: b' }, field: 'shard' },
      { title: 'not an address', settings: { ...key, url: 'healthie' }, field: 'url' },
    ],
    sources: [
      {
        title: 'a small practice',
        // One world for all openings of the same source.
        open: async () => openIn(await (small ??= aWorld())),
        limit: 3,
        expect: {
          records: {
            ...{ practitioner: 1, service: 1, patient: 5, appointment: 6, package: 1, program: 1, membership: 1 },
            ...{ invoice: 1, payment: 2, score: 2 },
          },
          unreadable: 0,
        },
      },
    ],
    errors: [
      {
        title: 'a wrong key',
        open: async () => openIn(await aWorld(), { api_key: 'wrong' }),
        ...{ error: 'SettingsWrong', says: 'does not let this key see' },
      },
      {
        title: 'an account that may not see the payments',
        open: async () => openIn(await aWorld(undefined, { hides: ['billingItems'] })),
        ...{ error: 'SettingsWrong', says: 'list of payments', neverSays: ['Fixture'] },
      },
      {
        title: 'busy, said inside a good status',
        open: async () => openIn(await aWorld(undefined, { busyInside: { every: 3 } })),
        ...{ error: 'RetryLater', says: 'slow down', neverSays: ['Fixture', '2025550143'] },
      },
    ],
    worlds: [
      {
        title: 'Healthie',
        ...{ open: () => aWorld([]), timezone },
        faithful: {
          patient: ['givenName', 'familyName', 'birthDate', 'email', 'phone', 'language', 'practitionerId'],
          ...{ practitioner: ['name'], service: ['name'], package: ['patientId', 'name', 'unitsTotal'] },
          appointment: ['patientId', 'startsAt', 'endsAt', 'practitionerId', 'serviceId'],
          invoice: ['patientId', 'issuedAt', 'totalMinor', 'currency'],
          payment: ['patientId', 'at', 'amountMinor', 'currency'],
          program: ['patientId', 'name', 'startedAt', 'endsAt'],
        },
        wire: {
          errorsInside: [
            { title: 'an error instead of data', body: { data: null, errors: [{ message: 'no' }] } },
            { title: 'an error beside data', body: { data: { users: null }, errors: [{ message: 'no' }] } },
          ],
          busyAnswers: [
            {
              ...{ title: 'too many requests inside', status: 200, headers: {} },
              body: { data: null, errors: [{ message: 'slow', extensions: { code: 'TOO_MANY_REQUESTS' } }] },
            },
          ],
        },
      },
    ],
    webhooks: [webhook],
    writes: [booking, cancelling, contact],
  },
  close: closeWorlds,
};

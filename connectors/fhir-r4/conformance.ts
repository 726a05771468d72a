import { fileURLToPath } from 'node:url';
import type { WebhookRequest } from '@keepwell/connector-sdk';
import type { Conformance, OpenedContext, VendorWorld, WorldScenario } from '@keepwell/connector-sdk/testing';
import { openTestContext } from '@keepwell/connector-sdk/testing';
import { MANNERS, serveFhirWorld, startClock, type ServeFhirWorldOptions } from '@keepwell/simulator';
import { fhirR4 } from './src/connector.js';
import { OFFERS_ALL, startFakeServer, type FakeServer } from './test/fake-server.js';
import { aLocation, anAppointment, anEncounter, aPatient, aPractitioner } from './test/resources.js';

const EXPORT = fileURLToPath(new URL('fixtures/export', import.meta.url));
const NOW = Date.parse('2026-03-10T12:00:00Z');
const timezone = 'Europe/London';
const open: (() => Promise<void>)[] = [];

/** What few servers have, so that every kind that is promised is brought. */
const MONEY_AND_CONTACT = {
  ...{ Invoice: ['_lastUpdated'], Consent: ['_lastUpdated'], Communication: ['_lastUpdated'] },
  Observation: ['_lastUpdated', 'code'],
};

const openIn = (settings: Record<string, unknown>, exceptions: string[] = []): OpenedContext =>
  openTestContext(fhirR4, { settings: { timezone, ...settings }, exceptions, now: () => NOW });

async function aServer(): Promise<FakeServer> {
  const server = await startFakeServer({ ...OFFERS_ALL, ...MONEY_AND_CONTACT });
  open.push(() => server.close());
  for (let n = 1; n <= 7; n += 1) server.put(aPatient(`p${n}`));
  server.put(aLocation('l1'), aPractitioner('d1'));
  for (let n = 1; n <= 5; n += 1) {
    server.put(anAppointment(`a${n}`, {}, `2026-03-0${n}T10:00:00Z`));
    server.put(anEncounter(`e${n}`, n > 3 ? {} : { appointment: [{ reference: `Appointment/a${n}` }] }));
  }
  return server;
}

/** One server for all readings of the same source: nothing in it moves. */
let source: Promise<FakeServer> | null = null;

async function openServer(): Promise<OpenedContext> {
  source ??= aServer();
  const { base, origin } = await source;
  return openIn({ url: base }, [origin]);
}

async function openWorld(more: Partial<ServeFhirWorldOptions> = {}): Promise<VendorWorld> {
  const { world } = await serveFhirWorld({ zone: timezone, clock: startClock({ from: NOW, speed: 0 }), ...more });
  open.push(() => world.close().catch(() => undefined));
  return world;
}

const outcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'exception', diagnostics: 'Ada Quillfeather could not be read' }],
};

const world = (title: string, more: Partial<ServeFhirWorldOptions> = {}): WorldScenario => ({
  ...{ title, timezone, open: () => openWorld(more) },
  wire: {
    tokensExpire: true,
    errorsInside: [
      { title: 'an OperationOutcome', body: outcome },
      {
        title: 'an OperationOutcome in a Bundle',
        body: {
          resourceType: 'Bundle',
          type: 'searchset',
          entry: [{ resource: outcome, search: { mode: 'outcome' } }],
        },
      },
    ],
  },
  faithful: {
    location: ['name', 'timezone', 'openDays', 'opensAt', 'closedOn'],
    practitioner: ['name', 'active'],
    service: ['name', 'line', 'kind', 'intervalDays', 'specialty'],
    patient: [
      ...['givenName', 'familyName', 'birthDate', 'email', 'phone', 'language', 'practitionerId', 'mergedInto'],
    ],
    appointment: [
      ...['patientId', 'startsAt', 'endsAt', 'status', 'practitionerId', 'locationId', 'serviceId', 'cancelledAt'],
    ],
    plan: ['patientId', 'line', 'prescribedVisits', 'intervalDays', 'startedAt', 'status'],
    recall: ['patientId', 'type', 'dueOn'],
    invoice: ['patientId', 'issuedAt', 'totalMinor', 'currency', 'status'],
    consent: ['patientId', 'channel', 'purpose', 'state', 'at'],
    communication: ['patientId', 'at', 'direction', 'channel'],
  },
});

const settings = { url: 'https://ehr.example', timezone };

/** As the R4B servers say it: the status first, then what came with it. */
function notification(type: string, number: number, focus?: string): string {
  const status = {
    ...{ resourceType: 'SubscriptionStatus', status: 'active', type, subscription: { reference: 'Subscription/s1' } },
    eventsSinceSubscriptionStart: String(number),
    notificationEvent: focus === undefined ? [] : [{ eventNumber: String(number), focus: { reference: focus } }],
  };
  return JSON.stringify({ resourceType: 'Bundle', type: 'history', entry: [{ resource: status }] });
}

function notified(body: Buffer, receivedAt: number, secret: string): WebhookRequest {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/fhir+json' };
  return { method: 'POST', headers, body, url: 'https://keepwell.example.org/hook', receivedAt };
}

export const conformance: Conformance = {
  connector: fhirR4,
  scenarios: {
    wrongSettings: [
      { title: 'no source', settings: { timezone }, field: 'url' },
      { title: 'two sources', settings: { ...settings, dir: '.' }, field: 'url' },
      { title: 'no zone', settings: { url: 'https://ehr.example' }, field: 'timezone' },
      { title: 'a secret is missing', settings: { ...settings, auth: 'client_secret' }, field: 'client_id' },
    ],
    sources: [
      {
        ...{ title: 'a server that tells changes', limit: 3, open: openServer },
        expect: {
          records: { location: 1, practitioner: 1, patient: 7, service: 1, appointment: 7 },
          unreadable: 0,
        },
      },
      {
        ...{ title: 'a folder', limit: 2, open: async () => openIn({ dir: EXPORT }) },
        expect: {
          records: { location: 1, practitioner: 1, patient: 4, plan: 1, recall: 1, service: 2, appointment: 6 },
          unreadable: 3,
        },
      },
    ],
    errors: [
      {
        title: 'an appointment without a start, a line that is no JSON',
        open: async () => openIn({ dir: EXPORT }),
        ...{ error: 'RecordUnreadable', says: 'has no start', neverSays: ['Fixture', 'Brown'] },
      },
      {
        title: 'another secret than the client’s',
        open: async () => {
          const { settings: given, origin } = await openWorld();
          return openIn({ ...given, client_secret: 'not-the-secret' }, [origin]);
        },
        ...{ error: 'SettingsWrong', says: 'does not know this client', neverSays: ['not-the-secret'] },
      },
    ],
    webhooks: [
      {
        title: 'a notification of a subscription',
        open: async () => openIn({ ...settings, subscription_secret: 'a-secret-of-subscriptions' }),
        body: notification('event-notification', 7, 'Appointment/a1'),
        otherBody: notification('event-notification', 8, 'Appointment/a1'),
        sign: (body, { at, secret }) =>
          notified(body, at, secret === 'ours' ? 'a-secret-of-subscriptions' : 'another-one'),
        ...{ signedBy: ['authorization'], verified: 'weak', expect: [{ kind: 'appointment', id: 'a1' }] },
        toleranceMs: null,
        handshakes: [
          {
            title: 'the handshake of a subscription that begins',
            request: notified(Buffer.from(notification('handshake', 0)), NOW, 'a-secret-of-subscriptions'),
            status: 200,
          },
        ],
      },
    ],
    worlds: [
      world('FHIR as the simulator speaks it'),
      {
        ...world('a server that cannot tell which appointments changed', {
          withoutLastUpdated: ['Appointment', 'Encounter'],
        }),
        // Its line is the one above.
        wire: null,
      },
      {
        ...world('a server that is read by export', { exports: { looks: 1 } }),
        // Its line is that of the first; files that break off are tried in src/bulk.
        wire: null,
      },
      {
        ...world('a server that answers for one patient at a time', {
          manners: MANNERS.find(({ id }) => id === 'by-patient')!,
        }),
        wire: null,
      },
    ],
  },
  async close() {
    await Promise.all(open.splice(0).map((close) => close()));
    source = null;
  },
};

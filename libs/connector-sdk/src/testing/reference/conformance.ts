import type { Connector } from '../../connector.js';
import type { Conformance, ConnectorScenarios, ErrorScenario, WriteScenario } from '../scenarios.js';
import { openTestContext } from '../test-context.js';
import { Bench } from '../bench.js';
import { acmeConnector } from './acme-connector.js';
import { ACME_START, ACME_ZONE, HOOK_SECRET, openAcme, type AcmeWorld } from './acme-server.js';
import { signAcmeHook } from './acme-webhook.js';

const URL_OF_HOOK = 'https://keepwell.example/api/hooks/connections/p/c';

const faithful = {
  location: ['name', 'timezone'],
  patient: ['givenName', 'familyName', 'phone', 'archivedAt'],
  appointment: ['patientId', 'startsAt', 'endsAt', 'status', 'cancelledAt', 'locationId'],
  invoice: ['patientId', 'issuedAt', 'totalMinor', 'currency'],
};

/** What Acme's author would export from `connectors/acme/conformance.ts`. */
export function acmeConformance(connector: Connector = acmeConnector()): Conformance {
  const world = { title: 'Acme', open: () => openAcme(), faithful, timezone: ACME_ZONE };
  async function filled(): Promise<AcmeWorld> {
    const acme = await openAcme();
    new Bench(connector, acme, world).fill();
    acme.put([appointmentWithoutStart]);
    return acme;
  }
  // One Acme for all readings of a good source: they must find the same there.
  let good: Promise<AcmeWorld> | null = null;
  const openOn = (acme: AcmeWorld, keep: boolean) =>
    openTestContext(connector, {
      settings: acme.settings,
      exceptions: [acme.origin],
      now: () => acme.now(),
      timezone: ACME_ZONE,
      ...(keep ? {} : { alsoClose: () => acme.close() }),
    });
  const failing = (title: string, error: ErrorScenario['error'], says: string, status: number): ErrorScenario => ({
    title,
    error,
    says,
    neverSays: ['Quillfeather'],
    async open() {
      const acme = await filled();
      acme.intercept = (_request, response) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end('{"error":"Quillfeather"}');
        return true;
      };
      return openOn(acme, false);
    },
  });
  const scenarios: ConnectorScenarios = {
    wrongSettings: [
      { title: 'no key', settings: { url: 'https://acme.example' }, field: 'api_key' },
      { title: 'a private address', settings: { url: 'https://10.0.0.1/v1', api_key: 'k' }, field: 'url' },
    ],
    sources: [
      {
        title: 'a small Acme',
        open: async () => openOn(await (good ??= filled()), true),
        limit: 3,
        expect: { records: { location: 1, patient: 5, appointment: 7, invoice: 2 }, unreadable: 1 },
      },
    ],
    errors: [
      failing('busy', 'RetryLater', 'slow down', 429),
      failing('forbidden', 'SettingsWrong', '(403)', 403),
      failing('a question Acme does not know', 'ConnectorBroken', 'refuses', 400),
    ],
    worlds: [
      { ...world, wire: { errorsInside: [{ title: 'ok: false', body: { ok: false, rows: [] } }], tokensExpire: true } },
    ],
    webhooks: [
      {
        title: 'Acme’s webhook',
        open: async () => openTestContext(connector, { settings: SETTINGS, now: () => ACME_START }),
        body: '{"event":"e1","kind":"appointment","id":"a1","at":"2026-02-10T11:59:00Z"}',
        otherBody: '{"event":"e2","kind":"appointment","id":"a1","at":"2026-02-10T11:59:30Z"}',
        sign: (body, { at, secret }) =>
          signAcmeHook(secret === 'ours' ? HOOK_SECRET : 'another-secret', body, at, URL_OF_HOOK),
        signedBy: ['x-acme-signature'],
        verified: 'strong',
        expect: [{ kind: 'appointment', id: 'a1' }],
        toleranceMs: 300_000,
        handshakes: [{ title: 'a challenge', request: CHALLENGE, status: 200, body: 'hello' }],
      },
    ],
    messages: [
      {
        title: 'Acme’s line',
        open: async () => openTestContext(connector, { settings: SETTINGS, now: () => ACME_START }),
        message: Buffer.from('ACME1|booking|m1|a1|p1|2026-02-11T10:00:00Z'),
        ...{ type: 'booking', expect: [{ kind: 'appointment', id: 'a1' }] },
        otherMessage: Buffer.from('ACME1|booking|m2|a1|p1|2026-02-12T10:00:00Z'),
        ignored: Buffer.from('ACME1|note|m3|Quillfeather'),
        unusable: Buffer.from('ACME1|booking|m4|a1|p1|soon|Quillfeather'),
        refused: Buffer.from('ACME9|booking|m5|a1|p1|2026-02-11T10:00:00Z'),
        neverSays: ['Quillfeather'],
      },
    ],
    writes: [booking, noteOfCall, cancellation],
  };
  return { connector, scenarios, close: async () => (await good)?.close() };
}

const SETTINGS = { url: 'https://acme.example/v1', api_key: 'acme-key-0', webhook_secret: HOOK_SECRET };
const CHALLENGE = {
  method: 'GET' as const,
  headers: {},
  body: Buffer.alloc(0),
  url: `${URL_OF_HOOK}?challenge=hello`,
  receivedAt: ACME_START,
};

const appointmentWithoutStart = {
  kind: 'appointment' as const,
  op: 'upsert' as const,
  id: 'broken',
  createdAt: null,
  updatedAt: null,
  versionId: null,
  data: { patientId: 'patient-1', status: 'booked', startsAt: null } as never,
};

const startsAt = ACME_START + 86_400_000;
const acmeOf = (world: unknown) => (world as AcmeWorld).store;
const writing = { timezone: ACME_ZONE, open: () => openAcme() };

const booking: WriteScenario = {
  ...writing,
  title: 'a booking',
  prepare: () => ({
    kind: 'book',
    key: 'k1',
    patientId: 'patient-1',
    startsAt,
    endsAt: startsAt + 1_800_000,
    practitionerId: null,
    locationId: null,
    serviceId: null,
    note: null,
  }),
  standing: (world) =>
    acmeOf(world)
      .appointments()
      .filter((row) => row['patient'] === 'patient-1').length,
};

const noteOfCall: WriteScenario = {
  ...writing,
  title: 'a note of a call',
  prepare: () => ({
    kind: 'log_contact',
    key: 'k2',
    patientId: 'patient-1',
    at: ACME_START,
    channel: 'call',
    direction: 'out',
    text: 'Called, no answer.',
  }),
  standing: (world) => acmeOf(world).notes.length,
};

const cancellation: WriteScenario = {
  ...writing,
  title: 'a cancellation',
  prepare(world) {
    const id = acmeOf(world).book({ patient: 'patient-1', starts_at: new Date(startsAt).toISOString() });
    return { kind: 'cancel', key: 'k3', appointmentId: id, reason: null };
  },
  standing: (world) =>
    acmeOf(world)
      .appointments()
      .filter((row) => row['status'] === 'Cancelled').length,
};

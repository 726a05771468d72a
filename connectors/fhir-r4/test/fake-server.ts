import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeResource {
  resourceType: string;
  id: string;
  meta: { lastUpdated: string; versionId?: string };
  [name: string]: unknown;
}

export interface FakeServer {
  base: string;
  origin: string;
  /** Everything asked so far, path and query. */
  asked: string[];
  /** The Authorization header of each request. */
  authorizations: (string | undefined)[];
  put(...resources: FakeResource[]): void;
  remove(type: string, id: string): void;
  /** Answers in place of the server; `false` lets the request pass. */
  intercept: (request: IncomingMessage, response: ServerResponse, body: string) => boolean;
  close(): Promise<void>;
}

/** Search parameters offered, by type; what is not named is not offered. */
export type Offers = Record<string, string[]>;

const TYPES = ['Patient', 'Practitioner', 'Location', 'HealthcareService', 'CarePlan', 'ServiceRequest', 'Task'];
const PARAMETERS = ['_id', '_lastUpdated', 'date'];

/** Every type by `_lastUpdated`, Encounters by their appointment too. */
export const OFFERS_ALL: Offers = {
  ...Object.fromEntries(TYPES.map((type) => [type, PARAMETERS])),
  Appointment: PARAMETERS,
  Encounter: [...PARAMETERS, 'appointment'],
};

/** A small FHIR server, strict about what it offers; pages end where `pageSize` says. */
export async function startFakeServer(offers: Offers = OFFERS_ALL, pageSize = 3): Promise<FakeServer> {
  const store = new Map<string, FakeResource>();
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      fake.asked.push(decodeURIComponent(request.url ?? ''));
      fake.authorizations.push(request.headers.authorization);
      if (!fake.intercept(request, response, body)) answer(request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const fake: FakeServer = {
    base: `${origin}/fhir/R4`,
    origin,
    asked: [],
    authorizations: [],
    put: (...resources) =>
      resources.forEach((resource) => store.set(`${resource.resourceType}/${resource.id}`, resource)),
    remove: (type, id) => void store.delete(`${type}/${id}`),
    intercept: () => false,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', origin);
    const [, , , type = '', id] = url.pathname.split('/');
    if (type === 'metadata') return sendJson(response, 200, capability(offers));
    const offered = offers[type];
    if (offered === undefined) return sendJson(response, 404, outcome('not-found'));
    if (id !== undefined) {
      const found = store.get(`${type}/${id}`);
      return found ? sendJson(response, 200, found) : sendJson(response, 404, outcome('not-found'));
    }
    const refused = [...url.searchParams.keys()].find(
      (name) => !offered.includes(name) && !/^_(count|sort|at|summary)$/.test(name),
    );
    if (refused) return sendJson(response, 400, outcome('not-supported'));
    return sendJson(response, 200, searchset(url, type));
  }

  function searchset(url: URL, type: string) {
    const all = [...store.values()].filter((resource) => resource.resourceType === type && matches(resource, url));
    all.sort((a, b) => (a.meta.lastUpdated + a.id < b.meta.lastUpdated + b.id ? -1 : 1));
    const at = Number(url.searchParams.get('_at') ?? 0);
    const size = Math.min(Number(url.searchParams.get('_count') ?? pageSize), pageSize);
    const next = new URL(url);
    next.searchParams.set('_at', String(at + size));
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: all.length,
      link: at + size < all.length ? [{ relation: 'next', url: next.href }] : [],
      entry: all.slice(at, at + size).map((resource) => ({ resource, search: { mode: 'match' } })),
    };
  }
  return fake;
}

function matches(resource: FakeResource, url: URL): boolean {
  const ids = url.searchParams.get('_id')?.split(',');
  const since = url.searchParams.get('_lastUpdated')?.replace(/^ge/, '');
  const appointments = url.searchParams.get('appointment')?.split(',');
  const named = (resource.appointment as { reference: string }[] | undefined)?.map(({ reference }) => reference) ?? [];
  const period = resource.period as { start: string } | undefined;
  const start = Date.parse((resource.start as string | undefined) ?? period?.start ?? '');
  return (
    (ids === undefined || ids.includes(resource.id)) &&
    (since === undefined || Date.parse(resource.meta.lastUpdated) >= Date.parse(since)) &&
    (appointments === undefined || named.some((reference) => appointments.includes(reference))) &&
    url.searchParams.getAll('date').every((bound) => {
      const limit = Date.parse(bound.slice(2));
      return bound.startsWith('ge') ? start >= limit : start < limit;
    })
  );
}

function capability(offers: Offers) {
  return {
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    software: { name: 'Fake EHR' },
    rest: [
      {
        mode: 'server',
        resource: Object.entries(offers).map(([type, names]) => ({
          type,
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          searchParam: names.map((name) => ({ name, type: 'token' })),
        })),
      },
    ],
  };
}

export function outcome(code: string) {
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, diagnostics: 'Anna Fixture, 1980-02-03' }],
  };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

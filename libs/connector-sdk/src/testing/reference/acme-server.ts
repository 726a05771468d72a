import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VendorWorld } from '../vendor-world.js';
import { AcmeStore, iso, type AcmeKind, type ListQuery } from './acme-store.js';

/** Where every Acme begins: a winter's day, so that both jumps of the clock lie ahead. */
export const ACME_START = Date.parse('2026-02-10T12:00:00Z');
export const ACME_ZONE = 'Europe/London';
export const HOOK_SECRET = 'acme-hook-secret-1';

export interface AcmeWorld extends VendorWorld {
  store: AcmeStore;
  /** Answers instead of Acme; false lets the request pass. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export interface AcmeAnswer {
  status: number;
  body: unknown;
}

const KINDS: Record<string, AcmeKind> = {
  locations: 'location',
  patients: 'patient',
  appointments: 'appointment',
  invoices: 'invoice',
};

/** What Acme answers to a question, below `/v1`; asked over HTTP, or straight by the model test. */
export function answerOf(
  store: AcmeStore,
  method: string,
  path: string,
  query: URLSearchParams,
  body: unknown,
): AcmeAnswer {
  const [collection = '', id, verb] = path.split('/').map(decodeURIComponent);
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (collection === 'account') return { status: 200, body: { name: 'Acme North', zone: ACME_ZONE } };
  if (collection === 'notes' && method === 'POST') {
    store.notes.push({ key: String(given['key']), text: String(given['text']) });
    return { status: 201, body: { id: `n${store.notes.length}` } };
  }
  if (collection === 'notes') {
    const at = store.notes.findIndex(({ key }) => key === query.get('key'));
    return { status: 200, body: { rows: at === -1 ? [] : [{ id: `n${at + 1}` }] } };
  }
  const kind = KINDS[collection];
  if (kind === undefined) return { status: 404, body: { error: 'no such thing' } };
  if (method === 'POST' && verb === 'cancel') {
    return store.cancel(id ?? '') ? { status: 200, body: { id } } : { status: 404, body: { error: 'no such thing' } };
  }
  if (method === 'POST') return { status: 201, body: { id: store.book(given) } };
  if (id !== undefined) {
    const row = store.one(kind, id);
    return row === null ? { status: 404, body: { error: 'no such thing' } } : { status: 200, body: row };
  }
  const { rows, after } = store.list(kind, listQuery(query));
  return { status: 200, body: { rows, after } };
}

function listQuery(query: URLSearchParams): ListQuery {
  const at = (name: string) => (query.get(name) === null ? null : Date.parse(query.get(name)!));
  return {
    since: at('since'),
    from: at('from'),
    to: at('to'),
    ended: (query.get('include') ?? '').includes('ended'),
    deleted: (query.get('include') ?? '').includes('deleted'),
    size: Number(query.get('size') ?? 3),
    after: query.get('after'),
    page: query.get('page') === null ? null : Number(query.get('page')),
  };
}

let opened = 0;

/** Acme over HTTP on loopback: a token for ten minutes, lists with next links, numbers as ids where they are numbers. */
export async function openAcme(start = ACME_START): Promise<AcmeWorld> {
  const store = new AcmeStore(start);
  const key = `acme-key-${(opened += 1)}-${Math.floor(start / 1000)}`;
  const tokens = new Map<string, number>();
  const requests: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await jsonOf(request);
    requests.push(`${request.method} ${request.url}`);
    if (world.intercept(request, response)) return;
    const send = ({ status, body: told }: AcmeAnswer) =>
      void response
        .writeHead(status, { 'content-type': 'application/json', date: new Date(store.ownTime()).toUTCString() })
        .end(written(told));
    const url = new URL(request.url ?? '/', world.origin);
    if (url.pathname === '/token') {
      if ((body as { key?: unknown } | null)?.key !== key) return send({ status: 401, body: { error: 'unknown key' } });
      const token = `acme-token-${opened}-${tokens.size + 1}`;
      tokens.set(token, store.now() + 600_000);
      return send({ status: 200, body: { access_token: token, expires_in: 600 } });
    }
    const until = tokens.get((request.headers.authorization ?? '').replace('Bearer ', '')) ?? 0;
    if (until <= store.now()) return send({ status: 401, body: { error: 'token expired' } });
    const told = answerOf(store, request.method ?? 'GET', url.pathname.replace('/v1/', ''), url.searchParams, body);
    send({ ...told, body: withLink(told.body, url) });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const world: AcmeWorld = {
    store,
    intercept: () => false,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    settings: {},
    now: () => store.now(),
    advance: (ms) => store.advance(ms),
    setHabits: (habits) => store.setHabits(habits),
    put: (records) => records.map((record) => store.put(record)),
    remove: (kind, id) => store.remove(kind, id),
    merge: (loser, winner) => store.merge(loser, winner),
    setStatusWord: (id, word) => store.setStatusWord(id, word),
    requests: () => requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  world.settings = { url: `${world.origin}/v1`, api_key: key, webhook_secret: HOOK_SECRET };
  return world;
}

function withLink(body: unknown, url: URL): unknown {
  if (typeof body !== 'object' || body === null || !('after' in body)) return body;
  const next = new URL(url);
  if (typeof body.after === 'string') next.searchParams.set('after', body.after);
  return { ...body, next: body.after === null ? null : next.href };
}

/** Ids of digits are numbers at Acme, however long: written as such, digit by digit. */
function written(body: unknown): string {
  const text = JSON.stringify(body, (name, value: unknown) =>
    ['id', 'patient', 'merged_into'].includes(name) && typeof value === 'string' && /^[1-9]\d*$/.test(value)
      ? `#${value}#`
      : value,
  );
  return text.replace(/"#(\d+)#"/g, '$1');
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}

export { iso };

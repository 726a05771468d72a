import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const KEY = 'fake-key-0123';
const DATE = 'Tue, 10 Mar 2026 12:00:00 GMT';

export interface FakeVendor {
  origin: string;
  settings: Record<string, unknown>;
  /** Answers this to everything, when set. */
  always: { status: number; body: unknown } | null;
  close(): Promise<void>;
}

/** Acme Dental on loopback, with the answers of `fixtures/`. FILL IN where it differs. */
export async function startFakeVendor(): Promise<FakeVendor> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (fake.always !== null) return send(response, fake.always.status, fake.always.body);
    if (request.headers.authorization !== `Bearer ${KEY}`) return send(response, 401, { error: 'unknown key' });
    rowsOf(url).then(
      (body) => send(response, body === null ? 404 : 200, body ?? {}),
      () => response.destroy(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeVendor = {
    origin,
    settings: { url: `${origin}/api`, api_key: KEY },
    always: null,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return fake;
}

async function rowsOf(url: URL): Promise<unknown> {
  const collection = /^\/api\/(patients|appointments)$/.exec(url.pathname)?.[1];
  if (collection === undefined) return null;
  const file = new URL(`../fixtures/${collection}.json`, import.meta.url);
  const all = JSON.parse(await readFile(file, 'utf8')) as { updated_at: string }[];
  const since = Date.parse(url.searchParams.get('updated_since') ?? '1970-01-01T00:00:00Z');
  const rows = all.filter((row) => Date.parse(row.updated_at) >= since);
  const [page, size] = [Number(url.searchParams.get('page') ?? 1), Number(url.searchParams.get('per_page') ?? 50)];
  return { data: rows.slice((page - 1) * size, page * size), total: rows.length };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', date: DATE }).end(JSON.stringify(body));
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HealthChecks {
  /** Throws when the database does not answer. */
  database(): Promise<void>;
  queue(): Promise<'ok' | 'degraded'>;
  isStopping(): boolean;
}

const PATIENCE_MS = 2_000;

/**
 * `/healthz`: the process lives; asks nobody. `/readyz`: it can work: 503 without the database or while stopping,
 * `degraded` without Redis, for the rows are still swept when it is back (safety P-05).
 */
export async function startHealthServer(
  checks: HealthChecks,
  { host, port }: { host: string; port: number },
): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<[number, object]> => {
      if (request.method !== 'GET') return [405, { status: 'method_not_allowed' }];
      if (request.url === '/healthz') return [200, { status: 'ok' }];
      if (request.url === '/readyz') return readiness(checks);
      return [404, { status: 'not_found' }];
    };
    void answer().then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function readiness(checks: HealthChecks): Promise<[number, object]> {
  if (checks.isStopping()) return [503, { status: 'stopping' }];
  const [database, queue] = await Promise.all([
    settled(checks.database().then(() => 'ok' as const)),
    settled(checks.queue()),
  ]);
  if (database !== 'ok') return [503, { status: 'not_ready', database: 'down', queue: queue ?? 'degraded' }];
  const status = queue === 'ok' ? 'ready' : 'degraded';
  return [200, { status, database, queue: queue ?? 'degraded' }];
}

/** Null: it failed, or did not answer in time; the answer says which part it was, the part's own log says why. */
async function settled<T>(check: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const outcome = await Promise.race([check.then(same, nothing), late]);
  clearTimeout(timer);
  return outcome;
}

function same<T>(value: T): T {
  return value;
}

function nothing(): null {
  return null;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
}

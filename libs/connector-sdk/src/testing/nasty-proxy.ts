import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passed {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What happens to one request instead of its answer. `pass` asks the real vendor. */
export type Fault = (
  response: ServerResponse,
  around: { pass: () => Promise<Passed>; request: IncomingMessage; body: Buffer; earlier: ReadonlyMap<string, Passed> },
) => void | Promise<void>;

export interface NastyProxy {
  origin: string;
  /** Requests since the last `plan`. */
  count(): number;
  /** From request number `from` (1 is the next) on, `times` requests meet the fault. */
  plan(fault: Fault, from: number, times: number): void;
  /** No faults any more. */
  relent(): void;
  close(): Promise<void>;
}

/**
 * Stands in front of a vendor on loopback, over real sockets. Addresses that the vendor writes into its answers are turned into the proxy's, so that
 * next links come through here as well.
 */
export async function startNastyProxy(target: string): Promise<NastyProxy> {
  const upstream = new URL(target);
  let planned: { fault: Fault; from: number; times: number } | null = null;
  let seen = 0;
  /** The first answer of each path, for vendors that serve one page for ever. */
  const earlier = new Map<string, Passed>();

  async function pass(request: IncomingMessage, body: Buffer): Promise<Passed> {
    const answer = await ask(upstream, request, body);
    const text = /json|text|xml/.test(answer.headers['content-type'] ?? 'json');
    const own = text ? Buffer.from(answer.body.toString('utf8').replaceAll(upstream.origin, origin)) : answer.body;
    const headers = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, value.replaceAll(upstream.origin, origin)]),
    );
    const passed = { status: answer.status, headers, body: own };
    const path = keyOf(request, body);
    if (!earlier.has(path)) earlier.set(path, passed);
    return passed;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    seen += 1;
    const around = { pass: () => pass(request, body), request, body, earlier };
    if (planned !== null && seen >= planned.from && seen < planned.from + planned.times) {
      await planned.fault(response, around);
      return;
    }
    const { status, headers, body: given } = await around.pass();
    response.writeHead(status, headers).end(given);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    count: () => seen,
    plan(fault, from, times) {
      seen = 0;
      planned = { fault, from, times };
    },
    relent: () => void (planned = null),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** One question, whatever page of it: GraphQL puts the page into the body. */
export function keyOf(request: IncomingMessage, body: Buffer): string {
  const name = /"operationName"\s*:\s*"([^"]*)"/.exec(body.toString('utf8'))?.[1] ?? '';
  return `${request.method} ${(request.url ?? '').replace(/\?.*$/, '')} ${name}`;
}

function ask(upstream: URL, request: IncomingMessage, body: Buffer): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | string[] | undefined> = { ...request.headers, host: upstream.host };
    delete headers['connection'];
    delete headers['accept-encoding'];
    delete headers['transfer-encoding'];
    if (body.length > 0) headers['content-length'] = String(body.length);
    const asked = forward(
      { host: upstream.hostname, port: upstream.port, method: request.method, path: request.url, headers },
      (response) => {
        bytesOf(response).then(
          (bytes) => resolve({ status: response.statusCode ?? 502, headers: kept(response.headers), body: bytes }),
          reject,
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

function kept(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const ours = ['connection', 'content-length', 'transfer-encoding', 'keep-alive'].includes(name);
      return ours || value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]];
    }),
  );
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

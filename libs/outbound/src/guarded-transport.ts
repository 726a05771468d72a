import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { OutboundError } from './errors.js';
import type { Guard } from './guard.js';
import { seconds, type Limits } from './limits.js';

type OnResponse = (response: IncomingMessage) => void;

/** What axios calls instead of `http` or `https`: the same request, guarded and timed. */
export interface GuardedTransport {
  request(options: RequestOptions, onResponse?: OnResponse): ClientRequest;
  /** Why this request was ended by us, if it was: node reports only that its stream broke off. */
  failureOf(request: unknown): OutboundError | undefined;
  close(): void;
}

export function createGuardedTransport(guard: Guard, limits: Limits): GuardedTransport {
  const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

  const failures = new WeakMap<object, OutboundError>();

  return {
    request(options, onResponse) {
      const url = targetOf(options);
      guard.checkUrl(url);
      const secure = url.protocol === 'https:';
      const lookup = guard.lookupFor(url);
      const request = (secure ? https : http).request(
        {
          ...options,
          agent: secure ? agents.https : agents.http,
          socketPath: undefined,
          ...(lookup === null ? {} : { lookup }),
        },
        onResponse,
      );
      watch(request, url.origin, limits, (error) => failures.set(request, error));
      return request;
    },
    failureOf: (request) => (typeof request === 'object' && request !== null ? failures.get(request) : undefined),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function targetOf(options: RequestOptions): URL {
  const host = options.hostname ?? options.host ?? '';
  const bracketed = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const port = options.port ? `:${options.port}` : '';
  return new URL(`${options.protocol ?? 'http:'}//${bracketed}${port}`);
}

/** Three clocks: until the socket is open, until the headers are in, until the last byte is in. */
function watch(request: ClientRequest, origin: string, limits: Limits, note: (error: OutboundError) => void): void {
  let response: IncomingMessage | null = null;
  const fail = (failure: 'connect_timeout' | 'headers_timeout' | 'total_timeout', ms: number) => {
    const error = new OutboundError(failure, origin, `${SAYS[failure]} within ${seconds(ms)}`);
    note(error);
    response?.destroy(error);
    request.destroy(error);
  };
  const total = setTimeout(() => fail('total_timeout', limits.totalMs), limits.totalMs);
  let connect: NodeJS.Timeout | undefined;
  let headers: NodeJS.Timeout | undefined;
  const awaitHeaders = () => {
    clearTimeout(connect);
    headers ??= setTimeout(() => fail('headers_timeout', limits.headersMs), limits.headersMs);
  };
  const stop = () => [total, connect, headers].forEach((timer) => clearTimeout(timer));

  request.on('socket', (socket) => {
    if (!socket.connecting) return awaitHeaders();
    connect = setTimeout(() => fail('connect_timeout', limits.connectMs), limits.connectMs);
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', awaitHeaders);
  });
  request.on('response', (incoming) => {
    response = incoming;
    clearTimeout(headers);
    incoming.once('close', stop);
  });
  request.once('error', stop);
  request.once('close', () => (response === null ? stop() : undefined));
}

const SAYS = {
  connect_timeout: 'no connection',
  headers_timeout: 'no answer',
  total_timeout: 'not answered completely',
};

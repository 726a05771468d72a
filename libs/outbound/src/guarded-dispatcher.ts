import { Agent, buildConnector, type Dispatcher } from 'undici';
import { OutboundError } from './errors.js';
import type { Guard } from './guard.js';
import { seconds, type Limits, type StreamLimits } from './limits.js';

/** The same guard for clients built on `fetch`: they are handed this dispatcher. */
export function createGuardedDispatcher(guard: Guard, limits: Limits): Dispatcher {
  const agent = new Agent({
    connect: guardedConnect(guard, limits),
    // Our own clocks below: undici's tick coarsely and start again with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return agent.compose((dispatch) => (options, handler) => {
    const url = new URL(String(options.origin));
    guard.checkUrl(url);
    // A compressed answer could unpack to any size after the cap below; plain bytes are counted as they are.
    const headers = withoutEncoding(options.headers);
    return dispatch({ ...options, headers }, bounded(handler, url.origin, limits));
  });
}

/** For answers larger than memory: undici's own clock, which stands still while the reader is busy, watches over silence. */
export function createStreamingDispatcher(guard: Guard, limits: StreamLimits): Dispatcher {
  const agent = new Agent({
    connect: guardedConnect(guard, limits),
    headersTimeout: limits.headersMs,
    bodyTimeout: limits.silentMs,
  });
  return agent.compose((dispatch) => (options, handler) => {
    const url = new URL(String(options.origin));
    guard.checkUrl(url);
    return dispatch({ ...options, headers: withoutEncoding(options.headers) }, asIs(handler, url.origin));
  });
}

function guardedConnect(guard: Guard, limits: Pick<Limits, 'connectMs'>): buildConnector.connector {
  return (options, callback) => {
    const url = new URL(`${options.protocol}//${options.host ?? options.hostname}`);
    if (options.port) url.port = options.port;
    try {
      guard.checkUrl(url);
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    const lookup = guard.lookupFor(url);
    const connect = buildConnector({ timeout: 0, ...(lookup === null ? {} : { lookup }) });
    let settled = false;
    const timer = setTimeout(() => {
      if (settled) return;
      settled = true;
      callback(
        new OutboundError('connect_timeout', url.origin, `no connection within ${seconds(limits.connectMs)}`),
        null,
      );
      if (isDestroyable(socket)) socket.destroy();
    }, limits.connectMs);
    const socket: unknown = connect(options, (error, opened) => {
      clearTimeout(timer);
      if (settled) return;
      settled = true;
      if (error) callback(error, null);
      else callback(null, opened);
    });
  };
}

function isDestroyable(value: unknown): value is { destroy(): void } {
  return typeof value === 'object' && value !== null && 'destroy' in value;
}

function withoutEncoding(headers: Dispatcher.DispatchOptions['headers']): string[] {
  const pairs = [...headerPairs(headers)].filter(([name]) => name.toLowerCase() !== 'accept-encoding');
  return [...pairs, ['accept-encoding', 'identity'] as const].flat();
}

function* headerPairs(headers: Dispatcher.DispatchOptions['headers']): Generator<readonly [string, string]> {
  if (!headers) return;
  if (Array.isArray(headers)) {
    for (let index = 0; index + 1 < headers.length; index += 2)
      yield [String(headers[index]), String(headers[index + 1])];
    return;
  }
  const entries = Symbol.iterator in headers ? headers : Object.entries(headers);
  for (const [name, value] of entries) if (value !== undefined) yield [name, String(value)];
}

/** Hands on an answer that is no redirect and not compressed. */
function asIs(handler: Dispatcher.DispatchHandler, origin: string): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (started, context) => handler.onRequestStart?.(started, context),
    onResponseStart(started, status, headers, message) {
      const refused = refusalOf(status, headers, origin);
      if (refused !== null) return started.abort(refused);
      handler.onResponseStart?.(started, status, headers, message);
    },
    onResponseData: (started, chunk) => handler.onResponseData?.(started, chunk),
    onResponseEnd: (started, trailers) => handler.onResponseEnd?.(started, trailers),
    onResponseError: (started, error) => handler.onResponseError?.(started, error),
    onRequestUpgrade(started) {
      started.abort(new OutboundError('redirect', origin, 'refused, it asks to change the protocol'));
    },
  };
}

function refusalOf(status: number, headers: Record<string, unknown>, origin: string): OutboundError | null {
  if (status >= 300 && status < 400 && status !== 304) {
    return new OutboundError('redirect', origin, 'refused, it answers with a redirect');
  }
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return null;
  return new OutboundError('encoding', origin, 'refused, it compresses although asked not to');
}

/** Hands on an answer that is no redirect, within the time and size allowed. */
function bounded(handler: Dispatcher.DispatchHandler, origin: string, limits: Limits): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | null = null;
  let expired: OutboundError | null = null;
  let received = 0;
  let headersTimer: NodeJS.Timeout | undefined;
  const expire = (failure: 'headers_timeout' | 'total_timeout', sentence: string) => {
    expired = new OutboundError(failure, origin, sentence);
    controller?.abort(expired);
  };
  const total = setTimeout(
    () => expire('total_timeout', `not answered completely within ${seconds(limits.totalMs)}`),
    limits.totalMs,
  );
  const stop = () => {
    clearTimeout(total);
    clearTimeout(headersTimer);
  };

  return {
    onRequestStart(started, context) {
      controller = started;
      if (expired) return started.abort(expired);
      headersTimer = setTimeout(
        () => expire('headers_timeout', `no answer within ${seconds(limits.headersMs)}`),
        limits.headersMs,
      );
      handler.onRequestStart?.(started, context);
    },
    onResponseStart(started, status, headers, message) {
      clearTimeout(headersTimer);
      const refused = refusalOf(status, headers, origin);
      if (refused !== null) return started.abort(refused);
      handler.onResponseStart?.(started, status, headers, message);
    },
    onResponseData(started, chunk) {
      received += chunk.length;
      if (received > limits.maxBodyBytes) {
        return started.abort(new OutboundError('too_large', origin, 'the answer is larger than allowed'));
      }
      handler.onResponseData?.(started, chunk);
    },
    onResponseEnd(started, trailers) {
      stop();
      handler.onResponseEnd?.(started, trailers);
    },
    onResponseError(started, error) {
      stop();
      handler.onResponseError?.(started, error);
    },
    onRequestUpgrade(started) {
      started.abort(new OutboundError('redirect', origin, 'refused, it asks to change the protocol'));
    },
  };
}

import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { OutboundError, type OutboundResponse } from './errors.js';
import type { Guard } from './guard.js';
import { createGuardedTransport, type GuardedTransport } from './guarded-transport.js';
import type { Limits } from './limits.js';

export function createGuardedAxios(guard: Guard, limits: Limits): { axios: AxiosInstance; close(): void } {
  const transport = createGuardedTransport(guard, limits);
  const instance = axios.create();

  instance.interceptors.request.use((config) => {
    const url = new URL(axios.getUri(config));
    guard.checkUrl(url);
    // Whatever a caller asked for: one way out, no proxy of the environment, no redirect followed, no local socket.
    return Object.assign(config, {
      adapter: 'http',
      transport,
      proxy: false,
      maxRedirects: 0,
      socketPath: null,
      httpAgent: undefined,
      httpsAgent: undefined,
      maxContentLength: limits.maxBodyBytes,
      maxBodyLength: limits.maxBodyBytes,
    });
  });
  instance.interceptors.response.use(
    (response) => {
      refuseRedirect(response);
      return response;
    },
    (error: unknown) => {
      throw withoutSecrets(error, transport);
    },
  );
  return { axios: instance, close: () => transport.close() };
}

function refuseRedirect(response: AxiosResponse): void {
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    throw new OutboundError('redirect', originOf(response.config), 'refused, it answers with a redirect');
  }
}

/** An AxiosError carries headers, URL and body: none of them leaves. */
function withoutSecrets(error: unknown, transport: GuardedTransport): unknown {
  if (!(error instanceof AxiosError)) return error;
  const origin = originOf(error.config);
  const ours = error.cause instanceof OutboundError ? error.cause : transport.failureOf(error.request);
  if (ours) return ours;
  if (error.response) {
    refuseRedirect(error.response);
    const { status } = error.response;
    return new OutboundError('status', origin, `answered ${status}`, { response: answerOf(error.response) });
  }
  if (error.code === AxiosError.ERR_CANCELED) return new OutboundError('cancelled', origin, 'cancelled');
  if (error.code === AxiosError.ERR_BAD_RESPONSE && error.message.startsWith('maxContentLength')) {
    return new OutboundError('too_large', origin, 'the answer is larger than allowed');
  }
  const { code } = error;
  return new OutboundError('network', origin, `not reached (${code ?? 'no reason given'})`, { code });
}

const RATE_LIMIT = ['x-ratelimit', 'ratelimit', 'x-rate-limit'].flatMap((name) => [
  `${name}-remaining`,
  `${name}-reset`,
]);

function answerOf(response: AxiosResponse): OutboundResponse {
  const header = (name: string) => {
    const value: unknown = response.headers[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    status: response.status,
    retryAfter: header('retry-after'),
    rateLimit: Object.fromEntries(
      RATE_LIMIT.flatMap((name) => {
        const value = header(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
    contentType: header('content-type'),
    body: response.data,
  };
}

function originOf(config: AxiosError['config']): string {
  const uri = config ? axios.getUri(config) : '';
  return URL.canParse(uri) ? new URL(uri).origin : 'the address';
}

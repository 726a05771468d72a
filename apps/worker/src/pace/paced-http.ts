import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import { RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import { OutboundError, type GuardedHttp } from '@keepwell/outbound';
import type { Dispatcher } from 'undici';
import type { Asking, Gate } from './gate.js';
import type { Answered } from './rate-headers.js';

/** The guarded way out with a gate before each request: what a connector is given as `context.http`. */
export function pacedHttp(http: GuardedHttp, gate: Gate): GuardedHttp {
  return {
    axios: pacedAxios(http.axios, gate),
    dispatcher: pacedDispatcher(http.dispatcher, gate),
    streams: pacedDispatcher(http.streams, gate),
    close: () => Promise.resolve(),
  };
}

const WITHOUT_BODY = ['get', 'delete', 'head', 'options'] as const;
const WITH_BODY = ['post', 'put', 'patch'] as const;

/** The ways of asking that connectors use, each through the gate; nothing of the original is handed out that asks past it. */
function pacedAxios(axios: AxiosInstance, gate: Gate): AxiosInstance {
  const request = (config: AxiosRequestConfig): Promise<AxiosResponse> =>
    gate.through(askingOf(axios, config), () => axios.request(config), answered, readError);
  const call = (first: string | AxiosRequestConfig, second: AxiosRequestConfig = {}) =>
    request(typeof first === 'string' ? { ...second, url: first } : first);
  const short = WITHOUT_BODY.map((method) => [
    method,
    (url: string, config: AxiosRequestConfig = {}) => request({ ...config, method, url }),
  ]);
  const long = WITH_BODY.map((method) => [
    method,
    (url: string, data?: unknown, config: AxiosRequestConfig = {}) =>
      request({
        ...config,
        ...{ method, url, data },
      }),
  ]);
  const create = () => {
    throw new TypeError('A connector asks through context.http as it is given');
  };
  return Object.assign(call, {
    ...{
      request,
      create,
      defaults: axios.defaults,
      interceptors: axios.interceptors,
      getUri: axios.getUri.bind(axios),
    },
    ...Object.fromEntries([...short, ...long]),
  }) as unknown as AxiosInstance;
}

function pacedDispatcher(dispatcher: Dispatcher, gate: Gate): Dispatcher {
  return dispatcher.compose((dispatch) => (options, handler) => {
    const asking: Asking = {
      method: options.method,
      origin: String(options.origin ?? ''),
      headers: JSON.stringify(options.headers ?? null),
    };
    const send = () =>
      new Promise<Answered>((resolve, reject) => {
        dispatch(options, {
          onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
          onRequestUpgrade: (controller, status, headers, socket) =>
            handler.onRequestUpgrade?.(controller, status, headers, socket),
          onResponseStart(controller, status, headers, message) {
            const header = (name: string) => {
              const value = headers[name];
              return typeof value === 'string' ? value : null;
            };
            resolve({ status, header });
            handler.onResponseStart?.(controller, status, headers, message);
          },
          onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
          onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
          onResponseError(controller, error) {
            reject(error);
            handler.onResponseError?.(controller, error);
          },
        });
      });
    gate
      .through(asking, send, (answer) => answer, readError)
      .catch((error: unknown) => {
        // What the gate itself refused has reached nobody's handler yet.
        if (isGates(error)) handler.onResponseError?.(NEVER_STARTED, error);
      });
    return true;
  });
}

const NEVER_STARTED: Dispatcher.DispatchController = {
  ...{ aborted: false, paused: false, reason: null, rawHeaders: null, rawTrailers: null },
  abort: () => undefined,
  pause: () => undefined,
  resume: () => undefined,
};

function askingOf(axios: AxiosInstance, config: AxiosRequestConfig): Asking {
  const uri = axios.getUri(config);
  return {
    method: (config.method ?? 'get').toUpperCase(),
    origin: URL.canParse(uri) ? new URL(uri).origin : '',
    headers: JSON.stringify(config.headers ?? null),
  };
}

function answered({ status, headers }: AxiosResponse): Answered {
  const header = (name: string) => {
    const value: unknown = headers[name];
    return typeof value === 'string' ? value : null;
  };
  return { status, header };
}

/** What an error says of the other side: its answer, its silence, or nothing, because it is ours. */
function readError(error: unknown): Answered | 'silence' | 'ours' {
  if (!(error instanceof OutboundError)) return isGates(error) || isCancelled(error) ? 'ours' : 'silence';
  if (error.response !== null) {
    const { status, retryAfter, rateLimit } = error.response;
    return { status, header: (name) => (name === 'retry-after' ? retryAfter : (rateLimit?.[name] ?? null)) };
  }
  return error.refused || error.failure === 'cancelled' || error.failure === 'too_large' ? 'ours' : 'silence';
}

function isGates(error: unknown): error is Error {
  return error instanceof RetryLater || error instanceof SettingsWrong;
}

function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TypeError');
}

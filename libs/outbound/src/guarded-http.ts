import type { AxiosInstance } from 'axios';
import type { Dispatcher } from 'undici';
import { createGuard, type Resolve } from './guard.js';
import { createGuardedAxios } from './guarded-axios.js';
import { createGuardedDispatcher, createStreamingDispatcher } from './guarded-dispatcher.js';
import { DEFAULT_LIMITS, DEFAULT_PORTS, DEFAULT_SILENT_MS, type Limits } from './limits.js';

/** The one way out: every address is checked when the socket is opened. */
export interface GuardedHttp {
  /** No redirects, time-outs and a body cap set; errors carry no secrets. */
  axios: AxiosInstance;
  /** For clients built on `fetch`. */
  dispatcher: Dispatcher;
  /** The same guard for answers that are read piece by piece and may be larger than memory: only their silence is limited. */
  streams: Dispatcher;
  /** Closes idle connections; nothing can be sent afterwards. */
  close(): Promise<void>;
}

export interface GuardedHttpOptions {
  /** Exact origins that may be reached although they are private, not https or on another port (operator's environment). */
  exceptions: string[];
  timeouts?: Partial<Pick<Limits, 'connectMs' | 'headersMs' | 'totalMs'>>;
  maxBodyBytes?: number;
  /** How long a stream may say nothing. */
  silentMs?: number;
  /** Ports allowed on public addresses. */
  ports?: number[];
  resolve?: Resolve;
}

export function createGuardedHttp(options: GuardedHttpOptions): GuardedHttp {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.timeouts };
  if (options.maxBodyBytes !== undefined) limits.maxBodyBytes = options.maxBodyBytes;
  const guard = createGuard(options.exceptions, options.ports ?? DEFAULT_PORTS, options.resolve);
  const guarded = createGuardedAxios(guard, limits);
  const dispatcher = createGuardedDispatcher(guard, limits);
  const { connectMs, headersMs } = limits;
  const silentMs = options.silentMs ?? Math.min(DEFAULT_SILENT_MS, limits.totalMs);
  const streams = createStreamingDispatcher(guard, { connectMs, headersMs, silentMs });
  return {
    axios: guarded.axios,
    dispatcher,
    streams,
    async close() {
      guarded.close();
      await streams.destroy();
      await dispatcher.destroy();
    },
  };
}

import type { AxiosInstance } from 'axios';
import type { Dispatcher } from 'undici';
import { createGuard, type Resolve } from './guard.js';
import { createGuardedAxios } from './guarded-axios.js';
import { createGuardedDispatcher } from './guarded-dispatcher.js';
import { DEFAULT_LIMITS, DEFAULT_PORTS, type Limits } from './limits.js';

/** The one way out: every address is checked when the socket is opened. */
export interface GuardedHttp {
  /** No redirects, time-outs and a body cap set; errors carry no secrets. */
  axios: AxiosInstance;
  /** For clients built on `fetch`. */
  dispatcher: Dispatcher;
  /** Closes idle connections; nothing can be sent afterwards. */
  close(): Promise<void>;
}

export interface GuardedHttpOptions {
  /** Exact origins that may be reached although they are private, not https or on another port (operator's environment). */
  exceptions: string[];
  timeouts?: Partial<Pick<Limits, 'connectMs' | 'headersMs' | 'totalMs'>>;
  maxBodyBytes?: number;
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
  return {
    axios: guarded.axios,
    dispatcher,
    async close() {
      guarded.close();
      await dispatcher.destroy();
    },
  };
}

import type { AxiosInstance } from 'axios';
import type { Dispatcher } from 'undici';

/** The one way out: every address is checked when the socket is opened. */
export interface GuardedHttp {
  /** No redirects, time-outs and a body cap set; errors carry no secrets. */
  axios: AxiosInstance;
  /** For clients built on `fetch`. */
  dispatcher: Dispatcher;
}

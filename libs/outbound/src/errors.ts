/** Why a request did not bring an answer. */
export type OutboundFailure =
  | 'scheme'
  | 'port'
  | 'address'
  | 'redirect'
  | 'connect_timeout'
  | 'headers_timeout'
  | 'total_timeout'
  | 'too_large'
  | 'encoding'
  | 'network'
  | 'cancelled'
  | 'status';

const REFUSALS: readonly OutboundFailure[] = ['scheme', 'port', 'address', 'redirect', 'encoding'];

/**
 * A request that failed or was refused. The message names the origin only: paths may hold ids, queries and headers
 * may hold secrets, bodies may hold patients.
 */
export class OutboundError extends Error {
  /** The built-in fetch keeps a cause of another realm (worker, vm) only if its class says it is an `Error`. */
  static override readonly name = 'Error';
  override readonly name = 'OutboundError';
  readonly failure: OutboundFailure;
  /** `scheme://host:port`. */
  readonly origin: string;
  /** The system's word for a network failure, for example `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** Answer of the other side, where there was one. Not enumerable, so that no logger prints a body by accident. */
  readonly response!: OutboundResponse | null;

  constructor(
    failure: OutboundFailure,
    origin: string,
    sentence: string,
    details: { code?: string; response?: OutboundResponse | null } = {},
  ) {
    super(`${origin}: ${sentence}`);
    this.failure = failure;
    this.origin = origin;
    this.code = details.code;
    Object.defineProperty(this, 'response', { value: details.response ?? null, enumerable: false });
  }

  /** True when the address or the answer broke a rule of ours: trying again cannot help. */
  get refused(): boolean {
    return REFUSALS.includes(this.failure);
  }
}

export interface OutboundResponse {
  status: number;
  retryAfter: string | null;
  /** `x-ratelimit-…` and the like, by lower-case name. */
  rateLimit?: Record<string, string>;
  contentType: string | null;
  body: unknown;
}

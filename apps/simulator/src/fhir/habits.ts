import type { ResourceType } from './resource.js';

/**
 * How badly the server behaves. Every one of these was seen on a real vendor; the default is a well-behaved server.
 * `every: n` means each n-th request to the FHIR base, counted from the moment the habit was set.
 */
export interface Habits {
  /** 429 with Retry-After, as seconds or as a date. */
  tooManyRequests?: { every: number; retryAfterSeconds: number; as?: 'seconds' | 'date' };
  /** 503 for `length` requests in a row. */
  storm?: { every: number; length: number; retryAfterSeconds?: number };
  /** A maintenance page with status 200. */
  html?: { every: number };
  /** Types that neither declare nor accept `_lastUpdated`. */
  withoutLastUpdated?: ResourceType[];
  /** `next` links on this origin instead of our own. */
  foreignNextLink?: string;
  /** The last resource of a page comes again on the next one. */
  repeatedEntry?: boolean;
  /** `next` links answer 410 after this long, as with servers that page through a cached result. */
  pageLifetimeMs?: number;
  /** Waits before each answer. */
  slowMs?: number;
  /** Versions can be seen up to this long after their lastUpdated. Only at the start of a server. */
  lateCommitMs?: number;
  /** The server's clock stands beside ours. Only at the start of a server. */
  skewMs?: number;
}

export type Mischief = 'too_many_requests' | 'unavailable' | 'html' | null;

/** Decides, request by request, what goes wrong. */
export class Temper {
  private requests = 0;

  constructor(readonly habits: Habits) {}

  next(): Mischief {
    this.requests += 1;
    const { tooManyRequests, storm, html } = this.habits;
    if (storm !== undefined && this.requests % storm.every >= storm.every - storm.length) return 'unavailable';
    if (tooManyRequests !== undefined && this.requests % tooManyRequests.every === 0) return 'too_many_requests';
    if (html !== undefined && this.requests % html.every === 0) return 'html';
    return null;
  }
}

import { RetryLater } from '../errors.js';

/** Retries of reads, and of reads only (safety V-02). */
export const MOST_RETRIES = 5;
export const LEAST_WAIT_MS = 1_000;
export const MOST_WAIT_MS = 60_000;
/** A vendor may send us away for an hour; longer is not believed. */
export const MOST_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait before retry number `retry` (from 1): what the vendor asked for, else full jitter over a window that
 * doubles from 2 s to 60 s, never below 1 s.
 */
export function retryDelayMs(retry: number, askedMs: number | null, random: () => number): number {
  if (askedMs !== null) return Math.min(Math.max(askedMs, 0), MOST_RETRY_AFTER_MS);
  const window = Math.min(LEAST_WAIT_MS * 2 ** retry, MOST_WAIT_MS);
  return LEAST_WAIT_MS + Math.floor(random() * (window - LEAST_WAIT_MS));
}

/** `Retry-After` as seconds or as an HTTP date, in milliseconds from `now`; null when absent or not understood. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | null {
  const text = header?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(Number(text) * 1000, MOST_RETRY_AFTER_MS);
  // Only dates in the forms of RFC 9110, which all name a weekday: Date.parse would take "-5" for a year.
  if (!/^[A-Za-z]{3,9},? /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.min(Math.max(at - now, 0), MOST_RETRY_AFTER_MS);
}

/** At most a tenth of all requests may be repetitions, beyond a handful: a sick vendor is not hammered. */
export interface RetryBudget {
  spendRequest(): void;
  /** False: the budget is used up, give up instead. */
  spendRetry(): boolean;
}

export function createRetryBudget(share = 0.1, handful = MOST_RETRIES): RetryBudget {
  let requests = 0;
  let retries = 0;
  return {
    spendRequest: () => void (requests += 1),
    spendRetry() {
      if (retries + 1 > Math.max(handful, Math.floor(requests * share))) return false;
      retries += 1;
      return true;
    },
  };
}

export interface RetrySurroundings {
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
  signal: AbortSignal;
  budget: RetryBudget;
  /** The longest wait worth sitting through; a longer one is the caller's to schedule. */
  patienceMs?: number;
}

/**
 * Reads, and reads again while the connector says `RetryLater`: at most five times, at most a tenth of all requests.
 * The last `RetryLater` is thrown with the wait that is still owed, so that a job can be put off by just that.
 */
export async function readWithRetries<T>(read: () => Promise<T>, around: RetrySurroundings): Promise<T> {
  around.budget.spendRequest();
  for (let retry = 1; ; retry += 1) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      const waitMs = retryDelayMs(retry, error.afterMs, () => around.random());
      const patient = waitMs <= (around.patienceMs ?? MOST_RETRY_AFTER_MS);
      if (retry > MOST_RETRIES || !patient || !around.budget.spendRetry()) {
        throw new RetryLater(error.message, waitMs, { cause: error });
      }
      await around.sleep(waitMs, around.signal);
    }
  }
}

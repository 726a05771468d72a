import { parseRetryAfter } from '@keepwell/connector-sdk';
import type { Instant } from '@keepwell/domain';

/** A vendor may send us away for an hour; longer is not believed. */
const LONGEST_MS = 60 * 60_000;
/** Above this a number of seconds is a date: 2001 and later. */
const EPOCH_SECONDS = 1_000_000_000;

export interface Answered {
  status: number;
  header: (name: string) => string | null;
}

/** How long an answer asks us to stay away; 0: not at all. Vendors name the header differently and mean seconds or a date. */
export function asksForPauseMs({ status, header }: Answered, now: Instant): number {
  const told = parseRetryAfter(header('retry-after'), now);
  if (told !== null && (status === 429 || status === 503 || status === 403)) return told;
  const remaining =
    header('x-ratelimit-remaining') ?? header('ratelimit-remaining') ?? header('x-rate-limit-remaining');
  if (status !== 429 && (remaining === null || Number(remaining) > 0 || remaining.trim() === '')) return 0;
  const reset = Number(
    header('x-ratelimit-reset') ?? header('ratelimit-reset') ?? header('x-rate-limit-reset') ?? Number.NaN,
  );
  if (!Number.isFinite(reset) || reset < 0) return 0;
  const at = reset > EPOCH_SECONDS * 1000 ? reset : reset > EPOCH_SECONDS ? reset * 1000 : now + reset * 1000;
  return Math.min(Math.max(at - now, 0), LONGEST_MS);
}

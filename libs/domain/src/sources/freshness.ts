import type { Instant } from '../records.js';

const LEAST_PATIENCE_MS = 6 * 3_600_000;

/** How long a source may be silent before it is behind (E12): twice its poll interval, six hours at least. */
export function patienceMs(pollSeconds: number): number {
  return Math.max(2 * pollSeconds * 1000, LEAST_PATIENCE_MS);
}

/** `readUpTo`: the watermark of a stream, or when it was last read where its source keeps no clock. */
export function isLate(readUpTo: Instant, pollSeconds: number, now: Instant): boolean {
  return now - readUpTo > patienceMs(pollSeconds);
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 15 * 60_000;
const POLL_JITTER = 0.1;

/** How long to wait before the next try: doubles with every failure, spread so that many do not return at once. */
export function retryDelayMs(attempts: number, random: () => number): number {
  const full = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts - 1, 30), LONGEST_RETRY_MS);
  return Math.round(full * (0.5 + random() / 2));
}

/** The time between two polls of a connection, a tenth earlier or later: practices set up together must not poll together. */
export function pollDelayMs(pollSeconds: number, random: () => number): number {
  return Math.round(pollSeconds * 1000 * (1 - POLL_JITTER + 2 * POLL_JITTER * random()));
}

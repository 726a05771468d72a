/** When a session that nobody uses warns and ends (safety I-04). Pure, so that a test can own the time. */

export const WARN_SECONDS = 60;
/** How often activity on this page is passed on to the server, which counts requests and not keys. */
export const TOUCH_EVERY_SECONDS = 60;

export type IdlePhase = { phase: 'active' } | { phase: 'warning'; secondsLeft: number } | { phase: 'ended' };

export function idlePhase(now: number, lastActivityAt: number, idleSeconds: number, expiresAt: number): IdlePhase {
  const endsAt = Math.min(lastActivityAt + idleSeconds * 1000, expiresAt);
  const secondsLeft = Math.ceil((endsAt - now) / 1000);
  if (secondsLeft <= 0) return { phase: 'ended' };
  if (secondsLeft <= WARN_SECONDS) return { phase: 'warning', secondsLeft };
  return { phase: 'active' };
}

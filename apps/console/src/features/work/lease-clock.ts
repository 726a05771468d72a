/** When a case in hand slips out of it. Pure, so that a test can own the time. */

export const RENEW_EVERY_MS = 30_000;
/** So much before its end the countdown warns. */
export const WARN_MS = 120_000;

/** Whether to ask for more time: only while somebody looks and does something, so that an empty chair holds nobody. */
export function isTimeToRenew(now: number, renewedAt: number, isVisible: boolean, hasActedSince: boolean): boolean {
  return isVisible && hasActedSince && now - renewedAt >= RENEW_EVERY_MS;
}

/** "9:41", and "0:00" when it is over. */
export function countdownText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

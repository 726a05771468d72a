import type { Instant } from '@keepwell/domain';
import type { StoredSession } from '@keepwell/database';

/** Safety I-04. */
export const IDLE_MS = 15 * 60_000;
export const LONGEST_MS = 8 * 3_600_000;
/** Last use is written down at most this often; an idle session ends that much earlier, never later. */
const TOUCH_EVERY_MS = 10_000;

export function isAlive(session: StoredSession, now: Instant): boolean {
  return (
    session.revokedAt === null &&
    session.disabledAt === null &&
    now < session.expiresAt.getTime() &&
    now < session.lastSeenAt.getTime() + IDLE_MS
  );
}

export function needsTouch(session: StoredSession, now: Instant): boolean {
  return now - session.lastSeenAt.getTime() >= TOUCH_EVERY_MS;
}

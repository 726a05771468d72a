import { SessionQueries } from '@keepwell/database';
import type { Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { newToken } from './token.js';

const DAY_MS = 24 * 3_600_000;

/**
 * A one-time sign-in link for a user: for the first admin, for someone new, for someone who forgot the password. Works
 * once, for 24 hours at most. The token stands behind `#`, which browsers send to no server and servers write in no log.
 */
export async function issueSignInLink(
  database: Database,
  userId: string,
  { baseUrl, now = Date.now(), validMs = DAY_MS }: { baseUrl: string; now?: Instant; validMs?: number },
): Promise<string> {
  const { token, hash } = newToken();
  const expiresAt = new Date(now + Math.min(validMs, DAY_MS));
  await database.withoutPractice((tx) =>
    new SessionQueries().createLink(tx, { tokenHash: hash, userId, createdAt: new Date(now), expiresAt }),
  );
  return new URL(`/sign-in/link#token=${token}`, baseUrl).href;
}

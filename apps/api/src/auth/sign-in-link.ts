import { SessionQueries } from '@keepwell/database';
import type { Database, OpenLink, Transaction } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { newToken } from './token.js';

const DAY_MS = 24 * 3_600_000;

interface LinkTerms {
  baseUrl: string;
  now?: Instant;
  validMs?: number;
}

/**
 * A one-time link into one practice: for someone invited, for someone who forgot the password. Works once, for 24 hours
 * at most. The token stands behind `#`, which browsers send to no server and servers write in no log.
 */
export async function createSignInLink(
  tx: Transaction,
  link: OpenLink,
  { baseUrl, now = Date.now(), validMs = DAY_MS }: LinkTerms,
): Promise<string> {
  const { token, hash } = newToken();
  const expiresAt = new Date(now + Math.min(validMs, DAY_MS));
  await new SessionQueries().createLink(tx, { ...link, tokenHash: hash, createdAt: new Date(now), expiresAt });
  return new URL(`/sign-in/link#token=${token}`, baseUrl).href;
}

/**
 * The operator's own link, from the server itself: for the first admin, and the way out for somebody whose account was
 * taken. It may set the password even of a person who works for other practices too, and still opens this one alone.
 */
export function issueSignInLink(
  database: Database,
  { userId, practiceId }: { userId: string; practiceId: string },
  terms: LinkTerms,
): Promise<string> {
  return database.withoutPractice((tx) => createSignInLink(tx, { userId, practiceId, byOperator: true }, terms));
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '@keepwell/domain/records';

export interface HmacOptions {
  secret: string | Buffer;
  /** What was signed, piece by piece: `[timestamp, '.', body]`. Bytes as they came: never a body that was parsed and written again. */
  signed: (string | Buffer)[];
  /** As the header holds it; undefined or empty is no signature. */
  signature: string | undefined;
  encoding: 'hex' | 'base64';
  algorithm?: 'sha256' | 'sha1' | 'sha512';
  /** In front of the signature: `sha256=`. */
  prefix?: string;
}

/**
 * Whether a webhook's signature holds; takes the same time whatever is wrong with it.
 *
 * @example isSigned({ secret, signed: [request.body], signature: request.headers['x-acme-signature'], encoding: 'hex' })
 */
export function isSigned({
  secret,
  signed,
  signature,
  encoding,
  algorithm = 'sha256',
  prefix = '',
}: HmacOptions): boolean {
  // An empty secret signs anything for anybody.
  if (secret.length === 0) return false;
  const hmac = createHmac(algorithm, secret);
  for (const piece of signed) hmac.update(piece);
  const expected = hmac.digest();
  const text = signature?.trim() ?? '';
  const given = text.startsWith(prefix) ? decode(text.slice(prefix.length), encoding) : null;
  const comparable = given !== null && given.length === expected.length ? given : Buffer.alloc(expected.length);
  return timingSafeEqual(comparable, expected) && comparable === given;
}

function decode(text: string, encoding: 'hex' | 'base64'): Buffer | null {
  const form = encoding === 'hex' ? /^[0-9a-f]+$/i : /^[A-Za-z0-9+/_-]+={0,2}$/;
  return form.test(text) ? Buffer.from(text, encoding) : null;
}

/** A static secret in a header, compared in constant time: proves the sender, not the body (`weak`). */
export function isSameSecret(given: string | undefined, expected: string): boolean {
  if (expected === '') return false;
  const digest = (text: string) => createHmac('sha256', 'compare').update(text).digest();
  return timingSafeEqual(digest(given ?? ''), digest(expected)) && given !== undefined;
}

/** Whether what was signed is recent: an old request that is sent again is refused. A little ahead of us is a clock, not a forgery. */
export function isRecent(signedAt: Instant | null, receivedAt: Instant, toleranceMs: number): boolean {
  return signedAt !== null && Number.isFinite(signedAt) && Math.abs(receivedAt - signedAt) <= toleranceMs;
}

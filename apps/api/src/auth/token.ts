import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, for sessions and one-time links. Only the hash is stored: who reads the table cannot sign in. */
export function newToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

const TOKEN = /^[A-Za-z0-9_-]{43}$/;

export function looksLikeToken(text: string): boolean {
  return TOKEN.test(text);
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}

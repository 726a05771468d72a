import { createHmac } from 'node:crypto';
import { readJson } from '../../http/json-text.js';
import { isRecent, isSigned } from '../../signatures.js';
import type { WebhookReading, WebhookRequest } from '../../ways-in.js';

export const ACME_TOLERANCE_MS = 300_000;
const NO: WebhookReading = { verified: 'no', dedupeKey: '', hints: [] };

/** `x-acme-signature: t=SECONDS,v1=HEX` over time, address and body. A GET with a challenge is Acme asking whether we are there. */
export function readAcmeHook(secret: string, request: WebhookRequest): WebhookReading {
  const challenge = new URL(request.url).searchParams.get('challenge');
  if (request.method === 'GET' && challenge !== null) return { ...NO, reply: { status: 200, body: challenge } };
  const [, seconds, signature] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(request.headers['x-acme-signature'] ?? '') ?? [];
  const signed = [`${seconds}.${request.url}.`, request.body];
  if (!isSigned({ secret, signed, signature, encoding: 'hex' })) return NO;
  if (!isRecent(Number(seconds) * 1000, request.receivedAt, ACME_TOLERANCE_MS)) return NO;
  const reading = request.body.length > 1 << 20 ? { read: false as const } : readJson(request.body);
  const event = reading.read && typeof reading.value === 'object' && reading.value !== null ? reading.value : {};
  const { event: id, kind, id: about, at } = event as Record<string, unknown>;
  if (typeof id !== 'string' || (kind !== 'appointment' && kind !== 'patient'))
    return { ...NO, verified: 'strong', dedupeKey: 'none' };
  const told = Date.parse(String(at));
  return {
    verified: 'strong',
    dedupeKey: id,
    hints: [{ kind, id: String(about), at: Number.isNaN(told) ? null : told }],
  };
}

/** As Acme signs. */
export function signAcmeHook(secret: string, body: Buffer, at: number, url: string): WebhookRequest {
  const seconds = Math.floor(at / 1000);
  const v1 = createHmac('sha256', secret).update(`${seconds}.${url}.`).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    host: new URL(url).host,
    'x-acme-signature': `t=${seconds},v1=${v1}`,
  };
  return { method: 'POST', headers, body, url, receivedAt: at };
}

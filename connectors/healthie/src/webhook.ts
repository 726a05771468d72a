import { createHash, timingSafeEqual } from 'node:crypto';
import { isSigned, readJson, type Hint, type WebhookReading, type WebhookRequest } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { id, isRow, text, type Row } from './json.js';

/** By the beginning of the event's name. Healthie tells of recurring appointments only where it was asked to: polling goes on. */
const KINDS: [event: string, kind: RecordKind][] = [
  ['appointment.', 'appointment'],
  ['patient.', 'patient'],
  ['billing_item.', 'payment'],
  ['requested_payment.', 'invoice'],
  ['recurring_payment.', 'membership'],
  ['metric_entry.', 'score'],
];

/** Nothing in a delivery tells two events about one record apart: those of one such stretch of time are taken for one. */
const TOGETHER_MS = 5 * 60_000;

/**
 * `Content-Digest` over the body, and `Signature: sig1=<hex>`: HMAC-SHA256 over method, path, query, digest, type and length. The signature covers the
 * digest only, so the digest is held against the bytes as well. What is told is thin: read again by its id.
 */
export function readHealthieWebhook(secret: string | null, request: WebhookRequest): WebhookReading {
  const refused: WebhookReading = { verified: 'no', dedupeKey: '', hints: [] };
  const { signature } = request.headers;
  const said = digestIn(request.headers['content-digest']);
  if (secret === null || request.method !== 'POST' || said === null || signature === undefined) return refused;
  const digest = createHash('sha256').update(request.body).digest();
  const given = Buffer.from(said, 'base64');
  if (given.length !== digest.length || !timingSafeEqual(given, digest)) return refused;
  const hex = /^sig1=:?([0-9a-f]+):?$/i.exec(signature.trim())?.[1];
  const holds = formsOf(request, said).some((signed) =>
    isSigned({ secret, signed: [signed], signature: hex, encoding: 'hex' }),
  );
  if (!holds) return refused;
  const stretch = Math.floor(request.receivedAt / TOGETHER_MS);
  return { verified: 'strong', dedupeKey: `${digest.toString('hex')} ${stretch}`, hints: hintsOf(request.body) };
}

function digestIn(header: string | undefined): string | null {
  return /^sha-256=:?([A-Za-z0-9+/_-]+={0,2}):?$/i.exec(header?.trim() ?? '')?.[1] ?? null;
}

/**
 * What may have been signed. Healthie's own sample loses the padding of the digest and counts characters where others count bytes; what stands
 * for a query that there is not is not published.
 */
function formsOf({ url, body, headers }: WebhookRequest, digest: string): string[] {
  const { pathname, search } = new URL(url);
  const query = search.replace(/^\?/, '');
  const type = headers['content-type']?.split(';')[0]?.trim() ?? 'application/json';
  const lengths = new Set([String(body.length), String(body.toString('utf8').length)]);
  const digests = new Set([digest, digest.replace(/=+$/, '')]);
  const places = new Set([[pathname, query].join(' '), [pathname, query].filter(Boolean).join(' ')]);
  return [...places].flatMap((place) =>
    [...digests].flatMap((each) => [...lengths].map((length) => `post ${place} ${each} ${type} ${length}`)),
  );
}

function hintsOf(body: Buffer): Hint[] {
  const reading = readJson(body);
  if (!reading.read || !isRow(reading.value)) return [];
  const told: Row = reading.value;
  const event = text(told, 'event_type') ?? '';
  const kind = KINDS.find(([start]) => event.startsWith(start))?.[1];
  if (kind === undefined) return [];
  // Two patients were made one: the first is gone, the second has what was the first's.
  const merged = event === 'patient.merged' ? [id(told, 'source_user_id'), id(told, 'destination_user_id')] : [];
  const ids = new Set([...merged, id(told, 'resource_id')].filter((each) => each !== null));
  return [...ids].map((each) => ({ kind, id: each, at: null }));
}

import { createHash } from 'node:crypto';
import { isRecent, isSigned, type Hint, type WebhookReading, type WebhookRequest } from '@keepwell/connector-sdk';
import type { RecordKind } from '@keepwell/domain/records';
import { id, instantOrNull, isRow, many, one, text, type Row } from './json.js';

/** What NexHealth calls the things of which it tells. Recalls are not among them: those are only polled. */
const KINDS: Record<string, RecordKind> = {
  appointment: 'appointment',
  patient: 'patient',
  payment: 'payment',
  charge: 'invoice',
  treatment_plan: 'plan',
};

/** NexHealth repeats a delivery for two days; the inbox knows repetitions for seven. */
export const TOLERANCE_MS = 7 * 86_400_000;

/**
 * Signed over `{timestamp}.{base64(body)}` with the secret of the endpoint (HMAC-SHA256). What is told is only a hint: the record is
 * read again by its id.
 */
export function readNexHealthWebhook(secret: string | null, request: WebhookRequest): WebhookReading {
  const refused: WebhookReading = { verified: 'no', dedupeKey: '', hints: [] };
  const { timestamp, signature } = request.headers;
  if (secret === null || request.method !== 'POST' || !timestamp || !signature) return refused;
  if (!isRecent(timeOf(timestamp), request.receivedAt, TOLERANCE_MS)) return refused;
  // How the digest is written is not published: both usual ways are taken.
  const signed = [`${timestamp}.${request.body.toString('base64')}`];
  const holds = (['hex', 'base64'] as const).some((encoding) => isSigned({ secret, signed, signature, encoding }));
  if (!holds) return refused;
  const dedupeKey = createHash('sha256').update(request.body).digest('hex');
  return { verified: 'strong', dedupeKey, hints: hintsOf(request.body) };
}

/** Seconds or milliseconds since 1970, or a date: which of them is not published. */
function timeOf(timestamp: string): number | null {
  const number = Number(timestamp);
  if (Number.isFinite(number)) return number < 100_000_000_000 ? number * 1000 : number;
  const at = Date.parse(timestamp);
  return Number.isNaN(at) ? null : at;
}

function hintsOf(body: Buffer): Hint[] {
  let told: unknown;
  try {
    told = JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
  if (!isRow(told)) return [];
  const named = (text(told, 'resource_type') ?? text(told, 'event') ?? '').replace(/([a-z])([A-Z])/g, '$1_$2');
  const resource = Object.keys(KINDS).find((word) => named.toLowerCase().startsWith(word));
  const kind = KINDS[resource ?? ''];
  if (kind === undefined || resource === undefined) return [];
  const at = instantOrNull(told, 'event_time', 'UTC');
  return rowsOf(told, resource).flatMap((row) => {
    const own = id(row, 'id');
    return own === null ? [] : [{ kind, id: own, at: at ?? instantOrNull(row, 'updated_at', 'UTC') }];
  });
}

/** The record stands in `data`, under its name, or several of them; the exact place is not published for every event. */
function rowsOf(told: Row, resource: string): Row[] {
  const data = one(told, 'data');
  const places = [data, one(data, resource), one(data, 'appt'), one(told, resource)];
  const single = places.filter((row) => row !== null && id(row, 'id') !== null).slice(0, 1);
  return [...single, ...many(data, `${resource}s`), ...many(told, 'data')] as Row[];
}

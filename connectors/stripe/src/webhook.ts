import {
  isRecent,
  isSigned,
  readJson,
  type Hint,
  type WebhookReading,
  type WebhookRequest,
} from '@keepwell/connector-sdk';
import { isRow, text, whole } from './row.js';
import type { StripeSettings } from './settings.js';
import { COURSES, listOf } from './streams.js';
import { touchedBy } from './touched.js';

/** How old a signature may be: what Stripe's own libraries allow. */
export const TOLERANCE_MS = 300_000;

/**
 * `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=…]` over `t.body`; any v1 by any of our secrets will do, since two live while one is rolled.
 * What is told is read again by its id.
 */
export function readStripeWebhook(
  { webhookSecrets, account }: StripeSettings,
  { method, headers, body, receivedAt }: WebhookRequest,
): WebhookReading {
  const refused: WebhookReading = { verified: 'no', dedupeKey: '', hints: [] };
  const { at, signatures } = partsOf(headers['stripe-signature'] ?? '');
  if (method !== 'POST' || at === null || !isRecent(Number(at) * 1000, receivedAt, TOLERANCE_MS)) return refused;
  const signed = [`${at}.`, body];
  const holds = webhookSecrets.some((secret) =>
    signatures.some((signature) => isSigned({ secret, signed, signature, encoding: 'hex' })),
  );
  if (!holds) return refused;
  const reading = readJson(body);
  const event = reading.read && isRow(reading.value) ? reading.value : null;
  const touched = touchedBy(event);
  // Signed, and not an event we know: kept under its bytes' own signature, without a hint.
  if (event === null || touched === null) return { verified: 'strong', dedupeKey: signatures[0] ?? at, hints: [] };
  const made = whole(event, 'created');
  const others = text(event, 'account') !== null && account !== null && text(event, 'account') !== account;
  const ids = others ? [] : [...new Set([...touched.ids, ...touched.deleted])];
  const happened = made === null ? null : made * 1000;
  return { verified: 'strong', dedupeKey: touched.id, hints: ids.flatMap((id) => hintOf(id, happened)) };
}

function partsOf(header: string): { at: string | null; signatures: string[] } {
  const parts = header.split(',').map((part) => part.trim().split('='));
  const at = parts.find(([name]) => name === 't')?.[1] ?? '';
  const signatures = parts.filter(([name]) => name === 'v1').map(([, value = '']) => value);
  return { at: /^\d{1,12}$/.test(at) ? at : null, signatures };
}

function hintOf(id: string, at: number | null): Hint[] {
  const list = listOf(id);
  const kind = list === null ? undefined : COURSES.find(({ lists }) => lists.includes(list))?.kind;
  return kind === undefined ? [] : [{ kind, id, at }];
}

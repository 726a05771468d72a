import { isSigned, readJson, type Hint, type WebhookReading, type WebhookRequest } from '@keepwell/connector-sdk';
import { inside, isRow, text, type Row } from './row.js';
import type { MindbodySettings } from './settings.js';

/**
 * `X-Mindbody-Signature: sha256=<base64>`, HMAC-SHA256 over the body. Before a subscription is taken, its address must answer HEAD. Deliveries come in
 * any order and repeat; a cancelled booking tells its id alone: everything is read again.
 */
export function readMindbodyWebhook(
  settings: MindbodySettings,
  { method, headers, body }: WebhookRequest,
): WebhookReading {
  if (method === 'HEAD') return { verified: 'no', dedupeKey: '', hints: [], reply: { status: 200 } };
  const signature = headers['x-mindbody-signature'];
  const secret = settings.webhookKey ?? '';
  const holds = isSigned({ secret, signed: [body], signature, encoding: 'base64', prefix: 'sha256=' });
  if (method !== 'POST' || !holds || signature?.startsWith('sha256=') !== true)
    return { verified: 'no', dedupeKey: '', hints: [] };
  const reading = readJson(body);
  const event = reading.read && isRow(reading.value) ? reading.value : {};
  return { verified: 'strong', dedupeKey: text(event, 'messageId') ?? signature, hints: hintsOf(event, settings) };
}

function hintsOf(event: Row, { siteId }: MindbodySettings): Hint[] {
  const data = inside(event, 'eventData');
  // One subscription covers every site of a developer.
  if (data === null || text(data, 'siteId') !== siteId) return [];
  const happened = Date.parse(text(event, 'eventInstanceOriginationDate') ?? '');
  const at = Number.isNaN(happened) ? null : happened;
  const hint = (kind: Hint['kind'], field: string): Hint[] => {
    const id = text(data, field);
    return id === null ? [] : [{ kind, id, at }];
  };
  const name = text(event, 'eventId') ?? '';
  if (name.startsWith('appointmentBooking.')) return hint('appointment', 'appointmentId');
  if (name.startsWith('client.')) return hint('patient', 'clientId');
  // Who went up in another is told by a number that nothing else names: the comparison finds that they are gone.
  if (name.startsWith('clientProfileMerger.')) return hint('patient', 'keptClientId');
  return [];
}

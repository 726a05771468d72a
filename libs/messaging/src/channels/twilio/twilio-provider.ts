import type { SendOutcome } from '@keepwell/domain';
import type { GuardedHttp } from '@keepwell/outbound';
import type { Twilio } from 'twilio';
import { isOneLine } from '../header-lines.js';
import type { LookUp, MessageProvider, OutgoingMessage } from '../provider.js';
import { Exchange, type Answer, type ExchangeRequest, type ExchangeSettings } from './exchange.js';
import { outcomeOf } from './outcome.js';
import { sameMessage } from './same-message.js';

export interface TwilioSettings {
  accountSid: string;
  /** `SK…` with `secret` as its secret; absent: `secret` is the account's token. */
  apiKeySid?: string;
  secret: string;
  /** E.164; or a messaging service. */
  from?: string;
  messagingServiceSid?: string;
  /** Another place that speaks the same (tests). */
  baseUrl?: string;
  timeoutMs?: number;
}

const DEFAULT_URL = 'https://api.twilio.com';
const TIMEOUT_MS = 10_000;
/** As many of one number's messages as one look-up reads. */
const LOOKED_THROUGH = 1_000;

/**
 * SMS by Twilio. Requests are built by the vendor's own client and written by ours: guarded, once, never tried again. Throws `TypeError`
 * where a setting cannot be right.
 */
export function twilioProvider(settings: TwilioSettings, http: GuardedHttp): MessageProvider {
  checkSettings(settings);
  const { baseUrl = DEFAULT_URL, timeoutMs = TIMEOUT_MS } = settings;
  const exchange = (how: Pick<ExchangeSettings, 'signal' | 'beforeWrite'>) =>
    new Exchange(http, { baseUrl, timeoutMs, ...how });

  const messagesOf = async (to: string, { from, to: until }: { from: number; to: number }) => {
    let last: Exchange | null = null;
    const client = await clientOf(settings, (request) => {
      last = exchange({ signal: null, beforeWrite: null });
      return last.request(request);
    });
    const window = { dateSentAfter: new Date(from), dateSentBefore: new Date(until) };
    try {
      return await client.messages.list({ to, ...window, limit: LOOKED_THROUGH, pageSize: LOOKED_THROUGH });
    } catch {
      // Without the vendor's error: it repeats the number.
      const status = (last as Exchange | null)?.answer?.statusCode ?? 'no answer';
      throw new Error(`Twilio could not be asked what became of a message (${status}).`);
    }
  };

  return {
    id: 'twilio',

    async send(message, beforeWrite, signal): Promise<SendOutcome> {
      if (!isOneLine(message.to) || !isOneLine(message.from ?? '')) {
        return { is: 'failed', says: 'The number has a line break.', code: null, suppress: null, alert: false };
      }
      const once = exchange({ signal, beforeWrite });
      const client = await clientOf(settings, (request) => once.request(request));
      try {
        await client.messages.create(requestOf(message, settings));
      } catch (error) {
        // The client throws for every answer that is no 2xx: what happened stands in the exchange. Else it is a bug of ours.
        if (once.answer === null && once.failure === null) throw error;
      }
      return outcomeOf(once, Date.now());
    },

    /**
     * Twilio keeps no id of ours: a message is told by number, text and time (`same-message.ts`). What is still queued there may not be
     * listed yet; so "not found" counts only when it was said twice, with time between (O-06).
     */
    async lookUp(message, between): Promise<LookUp> {
      const listed = await messagesOf(message.to, between);
      const found = listed.find((candidate) => sameMessage(candidate, message, between));
      return found === undefined
        ? { found: false }
        : { found: true, providerId: found.sid, providerStatus: found.status };
    },
  };
}

function requestOf(message: OutgoingMessage, { from, messagingServiceSid }: TwilioSettings) {
  const sender = message.from ?? from;
  return {
    to: message.to,
    body: message.text,
    ...(messagingServiceSid !== undefined && message.from === null ? { messagingServiceSid } : { from: sender }),
    ...(message.statusCallbackUrl === null ? {} : { statusCallback: message.statusCallbackUrl }),
    ...(message.validitySeconds === null
      ? {}
      : { validityPeriod: Math.min(Math.max(Math.floor(message.validitySeconds), 1), 36_000) }),
  };
}

/** Imported when first needed: it takes a quarter of a second. */
async function clientOf(
  { accountSid, apiKeySid, secret }: TwilioSettings,
  request: (request: ExchangeRequest) => Promise<Answer>,
): Promise<Twilio> {
  const { default: twilio } = await import('twilio');
  type Options = NonNullable<ConstructorParameters<typeof twilio.Twilio>[2]>;
  const options = { accountSid, autoRetry: false, httpClient: { request } as unknown as Options['httpClient'] };
  return new twilio.Twilio(apiKeySid ?? accountSid, secret, options);
}

function checkSettings({ accountSid, apiKeySid, secret, from, messagingServiceSid }: TwilioSettings): void {
  const wrong: string[] = [];
  if (!/^AC[0-9a-fA-F]{32}$/.test(accountSid)) wrong.push('the account SID is "AC" and 32 characters');
  if (apiKeySid !== undefined && !/^SK[0-9a-fA-F]{32}$/.test(apiKeySid)) {
    wrong.push('the API key SID is "SK" and 32 characters');
  }
  if (secret.trim() === '') wrong.push('the secret is missing');
  if (from === undefined && messagingServiceSid === undefined) wrong.push('a sender or a messaging service is missing');
  if (messagingServiceSid !== undefined && !/^MG[0-9a-fA-F]{32}$/.test(messagingServiceSid)) {
    wrong.push('the messaging service SID is "MG" and 32 characters');
  }
  if (from !== undefined && (!isOneLine(from) || from.trim() === '')) wrong.push('the sender is a number or a name');
  if (wrong.length > 0) throw new TypeError(`The settings of Twilio are not usable: ${wrong.join('; ')}.`);
}

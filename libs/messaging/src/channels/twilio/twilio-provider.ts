import type { GuardedHttp } from '@keepwell/outbound';
import type { MessageProvider } from '../provider.js';

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

export function twilioProvider(_settings: TwilioSettings, _http: GuardedHttp): MessageProvider {
  throw new Error('Sending by Twilio is not built yet.');
}

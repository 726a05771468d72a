import type { MessageState } from '@keepwell/domain';
import { meaningOfCode, type Suppress } from './twilio-codes.js';

export interface StatusMeaning {
  /** Null: says nothing of an outgoing message. */
  state: MessageState | null;
  suppress: Suppress;
  /** Somebody of the practice must look at the set-up, or at what is sent. */
  alert: boolean;
  /** A sentence for what failed; else null. */
  says: string | null;
}

const STATES: Record<string, MessageState> = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  partially_delivered: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/**
 * What a status callback, or a look-up, says. Callbacks come late, twice and out of order: whether the state moves is for whoever keeps the
 * message (forward only). A code counts with a failure alone.
 */
export function twilioStatus(status: string, errorCode: string | null): StatusMeaning {
  const word = status.toLowerCase();
  const state = Object.hasOwn(STATES, word) ? (STATES[word] ?? null) : null;
  if (state !== 'failed') return { state, suppress: null, alert: false, says: null };
  const meaning = meaningOfCode(errorCode);
  if (meaning !== null) return { state, suppress: meaning.suppress, alert: meaning.alert, says: meaning.says };
  const says = word === 'canceled' ? 'The message was cancelled at Twilio.' : 'The message was not delivered.';
  return { state, suppress: null, alert: false, says };
}

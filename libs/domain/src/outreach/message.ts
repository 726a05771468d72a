/**
 * The life of one message (safety O): planned → due → sending → accepted → sent → delivered, or failed;
 * sending → unknown → accepted, due once more, or review by a person. It moves forward only.
 */
export const MESSAGE_STATES = [
  'planned',
  'due',
  'sending',
  'unknown',
  'review',
  'accepted',
  'sent',
  'delivered',
  'failed',
  'cancelled',
  'expired',
] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** What a provider, or the way to it, answered to one attempt. */
export type SendOutcome =
  | { is: 'accepted'; providerId: string; providerStatus: string | null; segments: number | null }
  | { is: 'try_later'; afterMs: number | null; says: string; code: string | null }
  /** `suppress`: the provider knows that this person wants nothing, or that the address is no good. */
  | {
      is: 'failed';
      says: string;
      code: string | null;
      suppress: 'provider' | 'wrong_number' | 'landline' | 'hard_bounce' | null;
      alert: boolean;
    }
  /** Nobody knows whether it left: never sent again blindly. */
  | { is: 'unknown'; says: string; code: string | null }
  /** The claim was too old when the socket was to be written (O-04): nothing left. */
  | { is: 'abandoned' };

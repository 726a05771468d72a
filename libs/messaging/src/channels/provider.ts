import type { SendOutcome } from '@keepwell/domain';

/** One message as it leaves: everything is decided, nothing is looked up any more. */
export interface OutgoingMessage {
  messageId: string;
  /** New with each claim; what comes back from the provider is bound by it. */
  attemptId: string;
  practiceId: string;
  channel: 'sms' | 'email';
  /** E.164, or a mail address. */
  to: string;
  /** Null: the channel's own sender. */
  from: string | null;
  subject: string | null;
  text: string;
  html: string | null;
  headers: Record<string, string>;
  /** https; null: no callbacks wanted. */
  statusCallbackUrl: string | null;
  /** After so long the provider shall no longer deliver it (Twilio: 1 to 36 000); null: the provider's own limit. */
  validitySeconds: number | null;
}

/** What became of a message that may have left. */
export type LookUp = { found: true; providerId: string; providerStatus: string | null } | { found: false };

export interface MessageProvider {
  readonly id: 'local' | 'twilio' | 'smtp';
  /**
   * Sends once; never tries again by itself. `beforeWrite` is called when the connection stands, directly before the first byte that
   * could make the message leave; when it throws `ClaimTooOld`, nothing is written and the outcome is `abandoned` (O-04). Whatever the
   * provider answers is an outcome, not an error; throws only for what no provider could be asked (a bug of ours).
   */
  send(message: OutgoingMessage, beforeWrite: () => void, signal: AbortSignal): Promise<SendOutcome>;
  /**
   * Looks for a message that may have left, between two instants in milliseconds. Null: this provider cannot be asked. Throws when
   * it could not be asked now.
   */
  lookUp(message: OutgoingMessage, between: { from: number; to: number }): Promise<LookUp | null>;
}

/** The claim is older than a message may wait between being claimed and being written (O-04). */
export class ClaimTooOld extends Error {
  override readonly name = 'ClaimTooOld';
  constructor() {
    super('The claim is too old: the message is left for a new one.');
  }
}

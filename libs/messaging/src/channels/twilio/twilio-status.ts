import type { MessageState, SendOutcome } from '@keepwell/domain';

export type Suppress = Extract<SendOutcome, { is: 'failed' }>['suppress'];

export interface StatusMeaning {
  /** Null: says nothing of an outgoing message. */
  state: MessageState | null;
  suppress: Suppress;
  /** Somebody of the practice must look at the set-up. */
  alert: boolean;
  /** A sentence for the failed; else null. */
  says: string | null;
}

import type { SendOutcome } from '@keepwell/domain';

export type Suppress = Extract<SendOutcome, { is: 'failed' }>['suppress'];

/** What one of Twilio's error codes means for us (vendor's page "Error and Warning Dictionary"). */
export interface CodeMeaning {
  /** Ours: the vendor's own message may hold the number. */
  says: string;
  suppress: Suppress;
  /** Somebody of the practice must look at the set-up. */
  alert: boolean;
  /** Not taken this time, and nothing is wrong with the message. */
  later?: true;
}

const setUp = (says: string): CodeMeaning => ({ says, suppress: null, alert: true });
const person = (says: string, suppress: Suppress): CodeMeaning => ({ says, suppress, alert: false });
const busy = (says: string): CodeMeaning => ({ says, suppress: null, alert: false, later: true });

const CODES: Record<string, CodeMeaning> = {
  '20003': setUp('Twilio does not know the account, its key or its secret.'),
  '20404': setUp('Twilio does not know the account or the sender.'),
  '20429': busy('Twilio takes no more requests at the moment.'),
  '21210': setUp('The sender is not verified with Twilio.'),
  '21211': person('The number is no valid number.', 'wrong_number'),
  '21212': setUp('The sender is no valid number.'),
  '21408': setUp('The Twilio account may not send to this country.'),
  '21606': setUp('The sender does not belong to the Twilio account or cannot send texts.'),
  '21608': setUp('A Twilio trial account sends to verified numbers only.'),
  '21610': person('The patient has opted out with the provider.', 'provider'),
  '21611': busy('The queue of the sender is full.'),
  '21612': setUp('The sender cannot reach this number.'),
  '21614': person('The number cannot receive texts.', 'landline'),
  '21703': setUp('The messaging service has no sender.'),
  '30001': busy('The queue of the sender is full.'),
  '30003': person('The phone could not be reached.', null),
  '30004': person('The recipient or the carrier blocks these messages.', 'provider'),
  '30005': person('The number is not in use.', 'wrong_number'),
  '30006': person('The number is a landline or cannot be reached by text.', 'landline'),
  '30007': setUp('The carrier filtered the message as unwanted.'),
  '30008': person('The message was not delivered, for an unknown reason.', null),
  '30032': setUp('The toll-free sender is not verified.'),
  '30034': setUp('The sender is not registered with the carriers (A2P 10DLC).'),
};

/** Null for a code that is not in the table. */
export function meaningOfCode(code: string | null): CodeMeaning | null {
  return code !== null && Object.hasOwn(CODES, code) ? (CODES[code] ?? null) : null;
}

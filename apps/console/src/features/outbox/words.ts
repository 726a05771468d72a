import type { MessageChannel, MessageState, OutboxRow } from '../../api.outreach.types.js';
import type { SignalTone } from '../../ui/signal.js';
import { statusWords } from '../patient/words.js';

export const MESSAGE_WORDS: Record<MessageState, { word: string; tone: SignalTone }> = {
  planned: { word: 'Planned', tone: 'quiet' },
  due: { word: 'Due', tone: 'quiet' },
  sending: { word: 'Being sent', tone: 'quiet' },
  unknown: { word: 'Unclear whether it left', tone: 'wait' },
  review: { word: 'Waits for a person', tone: 'wrong' },
  accepted: { word: 'Taken by the provider', tone: 'good' },
  sent: { word: 'Sent', tone: 'good' },
  delivered: { word: 'Delivered', tone: 'good' },
  failed: { word: 'Failed', tone: 'wrong' },
  cancelled: { word: 'Taken back', tone: 'quiet' },
  expired: { word: 'Ran out of time', tone: 'quiet' },
};

export const CHANNEL_WORDS: Record<MessageChannel, string> = { sms: 'Text', email: 'Email', call: 'Call' };

export type OutboxPart = 'attention' | 'upcoming' | 'left' | 'stopped';

/** What needs somebody comes first. */
export const OUTBOX_PARTS: { part: OutboxPart; label: string; means: string; states: MessageState[] }[] = [
  {
    part: 'attention',
    label: 'Needs somebody',
    means: 'failed in the last 14 days, or nobody knows whether they left',
    states: ['review', 'failed', 'unknown'],
  },
  {
    part: 'upcoming',
    label: 'Next 7 days',
    means: 'what leaves in the next 7 days',
    states: ['planned', 'due', 'sending'],
  },
  { part: 'left', label: 'Left', means: 'taken by a provider', states: ['accepted', 'sent', 'delivered'] },
  {
    part: 'stopped',
    label: 'Stopped',
    means: 'did not leave, and will not',
    states: ['cancelled', 'expired', 'failed'],
  },
];

/** What failed longer ago is dealt with by now: it stands with what stopped. The server counts the same days. */
export const LATELY_DAYS = 14;

const CANCELLED: Record<string, string> = {
  booked: 'The patient booked.',
  replied: 'The patient replied.',
  opted_out: 'The patient opted out.',
  closed: 'The case was closed.',
  case_closed: 'The case was closed.',
  resolved: 'The patient booked.',
  snoozed: 'The case was snoozed.',
  staff: 'Somebody of the practice took it back.',
  undone: 'The start was undone.',
  suppressed: 'The address may not be contacted.',
  merged: 'The record was merged into another.',
};

export const cancelledWords = (because: string) => CANCELLED[because] ?? `${statusWords(because)}.`;

/** What the message is part of. */
export const originWords = ({ kind, sequenceName, step }: OutboxRow) =>
  kind === 'confirmation' ? 'Confirmation of an opt-out' : `${sequenceName ?? 'Sequence'}, step ${step + 1}`;

const EVENTS: Record<string, string> = {
  planned: 'Planned',
  claimed: 'Picked up to be sent',
  accepted: 'Taken by the provider',
  callback: 'The provider reported',
  try_later: 'The provider asked to wait',
  abandoned: 'Given back before anything left',
  failed: 'Failed',
  unknown: 'No clear answer from the provider',
  looked_up: 'Looked up at the provider',
  replanned: 'Moved to another time',
  cancelled: 'Taken back',
  expired: 'Ran out of time',
  resolved: 'A person found out what happened',
  reply: 'The patient replied',
};
export const eventWords = (event: string) => EVENTS[event] ?? statusWords(event);

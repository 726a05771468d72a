import type { WriteOperation, WriteState } from '../../api.sources.types.js';
import type { SignalTone } from '../../ui/signal.js';

export const WRITE_STATES: Record<WriteState, { tone: SignalTone; word: string }> = {
  pending: { tone: 'quiet', word: 'Waits its turn' },
  sending: { tone: 'quiet', word: 'Under way' },
  confirmed: { tone: 'good', word: 'Confirmed' },
  failed: { tone: 'wrong', word: 'Failed' },
  unknown: { tone: 'wait', word: 'No answer; being looked for' },
  review: { tone: 'wait', word: 'A person must look' },
  cancelled: { tone: 'quiet', word: 'Taken back' },
};

export const WRITE_KINDS: Record<WriteOperation['kind'], string> = {
  log_contact: 'Note of a contact',
  book: 'Booking',
  cancel: 'Cancellation',
};

export const writeStateOf = (value: string | null): WriteState | null =>
  value !== null && Object.hasOwn(WRITE_STATES, value) ? (value as WriteState) : null;

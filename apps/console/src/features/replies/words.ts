import type { InboundIntent } from '../../api.outreach.types.js';
import type { SignalTone } from '../../ui/signal.js';

/** How an answer was read, and what was done at once because of it. */
export const INTENT_WORDS: Record<InboundIntent, { word: string; tone: SignalTone; done: string }> = {
  stop: { word: 'Stop', tone: 'wait', done: 'No automated message goes to this address any more.' },
  start: { word: 'Start', tone: 'good', done: 'What their own stop had set is lifted.' },
  help: { word: 'Help', tone: 'quiet', done: 'The help text was sent.' },
  plain_opt_out: {
    word: 'Wants no messages',
    tone: 'wait',
    done: 'Read in plain words: automated messages stopped at once. Check that it was meant so.',
  },
  wrong_number: {
    word: 'Wrong number',
    tone: 'wrong',
    done: 'The number is blocked for every record that holds it. Correct it in the practice’s own system.',
  },
  reply: {
    word: 'Reply',
    tone: 'good',
    done: 'The rest of the sequence was stopped; the patient is back on the list.',
  },
};

import fc from 'fast-check';
import { MESSAGE_STATES, type MessageState } from './message.js';
import { advance } from './message-state.js';

const SAID: MessageState[] = ['accepted', 'sent', 'delivered', 'failed'];
const anyState = fc.constantFrom(...MESSAGE_STATES);

describe('O-12 the state of a message', () => {
  it.each<[MessageState, MessageState, MessageState]>([
    ['sending', 'accepted', 'accepted'],
    ['unknown', 'delivered', 'delivered'],
    ['review', 'sent', 'sent'],
    ['due', 'accepted', 'accepted'],
    ['cancelled', 'sent', 'sent'],
    ['accepted', 'sent', 'sent'],
    ['sent', 'accepted', 'sent'],
    ['delivered', 'sent', 'delivered'],
    ['delivered', 'failed', 'delivered'],
    ['failed', 'sent', 'failed'],
    ['failed', 'delivered', 'delivered'],
    ['accepted', 'due', 'accepted'],
    ['sending', 'cancelled', 'sending'],
    ['due', 'unknown', 'due'],
  ])('from %s, told %s: %s', (current, incoming, expected) => {
    expect(advance(current, incoming)).toBe(expected);
  });

  it('ends the same in whatever order and however often the words come', () => {
    const told = fc.array(fc.constantFrom(...SAID), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyState, told, fc.infiniteStream(fc.nat()), (from, words, dice) => {
        const shuffled = [...words, ...words].sort(() => (dice.next().value % 3) - 1);
        expect(shuffled.reduce(advance, from)).toBe(words.reduce(advance, from));
      }),
      { numRuns: 1000 },
    );
  });

  it('never goes back', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (from, one, other) => {
        const first = advance(from, one);
        if (advance(first, other) !== first) expect(advance(other, first)).toBe(other);
      }),
    );
  });
});

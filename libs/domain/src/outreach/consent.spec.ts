import type { ConsentFact } from './contact.js';
import { standingConsent } from './consent.js';

const entry = (id: string, more: Partial<ConsentFact>): ConsentFact => ({
  channel: 'sms',
  purpose: 'service',
  state: 'granted',
  at: 10,
  expiresAt: null,
  source: 'ledger',
  id,
  ...more,
});
const standing = (consents: ConsentFact[], at = 100) => {
  const { state, entry: rests } = standingConsent(consents, 'sms', 'service', at);
  return [state, rests?.id ?? null];
};

describe('the standing consent', () => {
  it.each<[string, ConsentFact[], [string, string | null]]>([
    ['nothing said', [], ['none', null]],
    [
      'the newest word counts, whatever order they come in',
      [entry('b', { at: 20, state: 'denied' }), entry('a', {})],
      ['denied', 'b'],
    ],
    ['a later grant lifts a refusal', [entry('a', { state: 'denied' }), entry('b', { at: 20 })], ['granted', 'b']],
    [
      '`any` channel and purpose speak for all',
      [entry('a', {}), entry('b', { at: 20, channel: 'any', purpose: 'any', state: 'denied' })],
      ['denied', 'b'],
    ],
    ['another channel says nothing', [entry('a', { channel: 'email', state: 'denied' })], ['none', null]],
    ['another purpose says nothing', [entry('a', { purpose: 'marketing', state: 'denied' })], ['none', null]],
    ['what is not yet said does not count', [entry('a', { at: 101, state: 'denied' })], ['none', null]],
    ['of two at once the refusal', [entry('a', { state: 'denied' }), entry('b', {})], ['denied', 'a']],
    ['a grant that ran out is none', [entry('a', { expiresAt: 100 })], ['none', null]],
    [
      'and the refusal before it stands again',
      [entry('a', { state: 'denied' }), entry('b', { at: 20, expiresAt: 50 })],
      ['denied', 'a'],
    ],
    ['a refusal never runs out', [entry('a', { state: 'denied', expiresAt: 50 })], ['denied', 'a']],
  ])('C-07 %s', (_title, consents, expected) => {
    expect(standing(consents)).toEqual(expected);
  });
});

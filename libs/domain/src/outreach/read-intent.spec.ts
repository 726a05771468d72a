import fc from 'fast-check';
import { KEYWORD_ROWS } from './fixtures/keywords.js';
import { OPT_OUTS } from './fixtures/opt-outs.js';
import { OPT_OUTS_UNSEEN } from './fixtures/opt-outs-unseen.js';
import { REPLIES, REPLIES_UNSEEN } from './fixtures/replies.js';
import { readIntent } from './read-intent.js';

const ENDS_CONTACT: readonly string[] = ['stop', 'plain_opt_out', 'wrong_number'];
const endsContact = (body: string): boolean => ENDS_CONTACT.includes(readIntent(body, false).intent);

describe('what a patient wrote', () => {
  it('C-01 a keyword is read in any case, spacing, punctuation, emoji and script', () => {
    expect(KEYWORD_ROWS.length).toBeGreaterThanOrEqual(400);
    const wrong = KEYWORD_ROWS.filter(({ body, intent, asked }) => readIntent(body, asked).intent !== intent);
    expect(wrong).toEqual([]);
  });

  it('C-01 with its accent and as French writes it, ARRÊT is a keyword', () => {
    expect(readIntent('Arrêt !', false)).toEqual({ intent: 'stop', matched: 'arret' });
  });

  it('C-01 YES counts as coming in again only when it was asked for', () => {
    expect(readIntent('Yes!', true).intent).toBe('start');
    expect(readIntent('Yes!', false).intent).toBe('reply');
  });

  it('C-01 a keyword is the whole message: START beside a wish to stop starts nothing', () => {
    expect(readIntent('start respecting me and stop texting', true).intent).toBe('plain_opt_out');
    expect(readIntent('I want to start again in spring', false).intent).toBe('reply');
  });

  it('C-02 X15 plain-language opt-outs are caught: at least 98 % of the corpus', () => {
    const corpus = [...OPT_OUTS, ...OPT_OUTS_UNSEEN];
    expect(corpus.length).toBeGreaterThanOrEqual(200);
    const missed = corpus.filter((body) => !endsContact(body));
    expect(missed.length / corpus.length).toBeLessThanOrEqual(0.02);
  });

  it('C-02 X15 ordinary replies are left alone: at most 5 % read as an opt-out', () => {
    const corpus = [...REPLIES, ...REPLIES_UNSEEN];
    expect(corpus.length).toBeGreaterThanOrEqual(100);
    const alarms = corpus.filter(endsContact);
    expect(alarms.length / corpus.length).toBeLessThanOrEqual(0.05);
  });

  it.each([
    ["I can't come, please cancel my appointment on Friday", 'reply'],
    ['can we stop by at 5?', 'reply'],
    ['The bus stop outside is closed', 'reply'],
    ['I am at the bus stop', 'reply'],
    ["Don't call before 9 please, I work nights", 'reply'],
    ['I never got the email you sent', 'reply'],
    ['please stop texting me', 'plain_opt_out'],
    ['leave me alone', 'plain_opt_out'],
    ['please cancel', 'plain_opt_out'],
    ['wrong number', 'wrong_number'],
    ['Wrong number, please stop texting me', 'wrong_number'],
    ['', 'reply'],
    ['👍', 'reply'],
  ])('C-02 %j is read as %s', (body, intent) => {
    expect(readIntent(body, false).intent).toBe(intent);
  });

  it('C-02 says which words it was read from', () => {
    expect(readIntent('Hi! Please, stop TEXTING me 😡', false).matched).toBe('please stop');
  });

  it('C-02 case, punctuation and emoji never hide an opt-out', () => {
    const noise = fc.constantFrom('!', '...', ' 😡', '\n', '  ', '❤️', '*');
    fc.assert(
      fc.property(
        fc.constantFrom(...OPT_OUTS.filter(endsContact)),
        noise,
        noise,
        fc.boolean(),
        (body, one, other, up) => endsContact(`${one}${up ? body.toUpperCase() : body.toLowerCase()}${other}`),
      ),
      { numRuns: 500 },
    );
  });

  it('C-02 X-29 reading takes bounded time, whatever is written', () => {
    const bodies = ['stop ', 'dont want to ', 'a ', 's.t.o.p ', 'not the person ', '\u0301', 'no one here '].map(
      (word) => word.repeat(200_000),
    );
    const startedAt = performance.now();
    for (const body of bodies) readIntent(body, false);
    expect((performance.now() - startedAt) / bodies.length).toBeLessThan(100);
  });
});

import { whyRefused } from './password-policy.js';

const context = {
  email: 'ada.byron@riverside.example',
  displayName: 'Ada Byron',
  practiceNames: ['Riverside Physiotherapy'],
};

describe('I-02 a password', () => {
  it.each([
    ['four plain words', 'copper lamp seven rivers'],
    ['twelve characters', 'xk7#mq2!vb9z'],
    ['128 characters', 'kz8!'.repeat(15) + 'copper lamp seven rivers and a very long tail of words to fill it up'],
    ['any script', '密码安全的十二个字符在这'],
    ['emoji', '🦊🌧🚲🎈🧦🪁🥐🛶🧭🪴🕯🧵'],
    ['the name of the clinic and enough besides', 'riverside copper lamp seven'],
  ])('is accepted: %s', (_case, password) => {
    expect(whyRefused(password, context)).toBeNull();
  });

  it.each([
    ['eleven characters', 'xk7#mq2!vb9', 'at least 12'],
    ['129 characters', `${'kz8!m'.repeat(25)}abcd`, 'at most 128'],
    ['a well-known one', 'Password1234', 'first that are tried'],
    ['one character repeated', 'aaaaaaaaaaaaaa', 'first that are tried'],
    ['a pattern repeated', 'abcdabcdabcdab', 'first that are tried'],
    ['the e-mail address', 'ada.byron@riverside.example', 'built from names'],
    ['the clinic with a year', 'Riverside2026!', 'built from names'],
    ['our own name with a number', 'keepwell-keepwell-1', 'built from names'],
  ])('is refused: %s', (_case, password, sentence) => {
    expect(whyRefused(password, context)).toContain(sentence);
  });

  it('twelve emoji are twelve characters', () => {
    expect(whyRefused('🦊🌧🚲🎈🧦🪁🥐🛶🧭🪴🕯', context)).toContain('at least 12');
  });
});

import { smsSegments } from './sms-segments.js';

describe('smsSegments', () => {
  it.each([
    ['nothing', '', 'GSM-7', 0, 0],
    ['160 plain characters', 'a'.repeat(160), 'GSM-7', 160, 1],
    ['161 plain characters', 'a'.repeat(161), 'GSM-7', 161, 2],
    ['306 plain characters', 'a'.repeat(306), 'GSM-7', 306, 2],
    ['307 plain characters', 'a'.repeat(307), 'GSM-7', 307, 3],
    ['460 plain characters', 'a'.repeat(460), 'GSM-7', 460, 4],
    ['an euro sign takes two', '€'.repeat(80), 'GSM-7', 160, 1],
    ['and is not cut', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
    ['accents of the alphabet', 'äöüßéèàñ', 'GSM-7', 8, 1],
    ['a curly quote', `it’s ${'a'.repeat(65)}`, 'UCS-2', 70, 1],
    ['71 of them', `it’s ${'a'.repeat(66)}`, 'UCS-2', 71, 2],
    ['an emoji is not cut', `${'a'.repeat(66)}😀${'a'.repeat(66)}`, 'UCS-2', 134, 3],
  ])('C-13 %s', (_, text, encoding, units, segments) => {
    expect(smsSegments(text)).toEqual({ encoding, units, segments });
  });
});

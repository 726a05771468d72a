import { differenceText, valueText, weekText } from './words.js';

describe('the words of a report', () => {
  it.each([
    ['2026-11-09', '2026-11-15', '9 – 15 Nov 2026'],
    ['2026-11-30', '2026-12-06', '30 Nov – 6 Dec 2026'],
    ['2026-12-28', '2027-01-03', '28 Dec 2026 – 3 Jan 2027'],
  ])('writes the week from %s to %s as %s', (first, last, text) => {
    expect(weekText(first, last)).toBe(text);
  });

  it('writes a value by its unit', () => {
    expect(valueText(0.615, 'share', null)).toBe('62 %');
    expect(valueText(6.44, 'average', null)).toBe('6.4');
    expect(valueText(54_050, 'money', 'GBP')).toBe('£540.50');
    expect(valueText(1234, 'count', null)).toBe('1,234');
  });

  it('gives a difference a direction only when it can be seen', () => {
    expect(differenceText(0.04, 'share', null)).toBe('+4 points');
    expect(differenceText(-0.012, 'share', null)).toBe('−1 point');
    expect(differenceText(-0.004, 'share', null)).toBe('±0 points');
    expect(differenceText(-0.02, 'average', null)).toBe('±0');
    expect(differenceText(-0.8, 'average', null)).toBe('−0.8');
  });
});

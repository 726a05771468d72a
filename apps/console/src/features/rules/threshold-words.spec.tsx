import { RULES } from '@keepwell/domain';
import { thresholdName, thresholdValue } from './threshold-words.js';

describe('thresholds in a clinic’s words', () => {
  it.each([
    ['PT', 'Physiotherapy'],
    ['PT_later', 'Physiotherapy, from the second visit'],
    ['all', 'Every specialty'],
    ['new_name', 'new name'],
  ])('names %s', (name, words) => {
    expect(thresholdName(name)).toBe(words);
  });

  it.each([
    ['1 BD', '1 open day'],
    ['3 BD', '3 open days'],
    ['7 d', '7 days'],
    ['18 months', '18 months'],
    [0.5, '0.5'],
    ['half of it', 'half of it'],
  ])('writes %s', (value, words) => {
    expect(thresholdValue(value)).toBe(words);
  });

  it('has words for whatever a rule starts with', () => {
    for (const { defaults } of RULES) {
      for (const [name, value] of Object.entries(defaults)) {
        expect(thresholdName(name)).not.toMatch(/^[A-Z]{2,}$|_/);
        expect(thresholdValue(value)).not.toMatch(/ (BD|d)$/);
      }
    }
  });
});

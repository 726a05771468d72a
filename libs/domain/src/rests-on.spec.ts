import { restsOnInWords } from './rests-on.js';

const nothingKept = { settingsVersion: 0, settingsSince: null, modelsFittedAt: null, mediansSince: null };

describe('what an answer about the past rests on, in words', () => {
  it('X09: says what of then was not kept and is taken as it is today', () => {
    const says = restsOnInWords(nothingKept, 'Europe/London');
    expect(says).toContain('Usual gaps between visits as they are today: those of then are not on record.');
    expect(says).toContain('Rules as they come: nothing had been set otherwise by then.');
    expect(says.at(-1)).toMatch(/^As they are today: /);
  });

  it('X09: names days as they are where the practice is', () => {
    const then = '2025-05-04T23:30:00.000Z';
    const kept = { settingsVersion: 3, settingsSince: then, modelsFittedAt: then, mediansSince: then };
    const says = restsOnInWords(kept, 'Europe/London').join(' ');
    expect(says.match(/2025-05-05/g)).toHaveLength(3);
    expect(says).toContain('change 3');
  });
});

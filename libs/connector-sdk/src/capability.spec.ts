import { isUsable, missingParts } from './capability.js';
import { statusWords } from './status-words.js';

describe('S2-29 the prerequisite: booking, payments and client data', () => {
  it('S2-29 is silent about a source that gives everything', () => {
    const all = ['patient', 'appointment', 'plan', 'recall', 'practitioner', 'invoice', 'payment', 'package'] as const;
    const rest = ['membership', 'program', 'score', 'communication', 'consent'] as const;
    expect(missingParts([...all, ...rest])).toEqual([]);
  });

  it('S2-29 says exactly what is missing and which rules go silent', () => {
    const missing = missingParts(['patient', 'appointment', 'plan', 'recall', 'practitioner', 'invoice', 'consent']);
    expect(missing.map(({ part }) => part)).toContain('payments');
    expect(missing).toContainEqual({ part: 'payments', says: 'This source gives no payments: R21 says "no data".' });
    expect(missing.some(({ says }) => says.includes('appointments'))).toBe(false);
  });

  it('S2-29 refuses a source without bookings or without patients', () => {
    expect(isUsable(['patient', 'appointment'])).toBe(true);
    expect(isUsable(['patient', 'invoice'])).toBe(false);
    expect(isUsable(['appointment'])).toBe(false);
  });
});

describe('statusWords', () => {
  it('maps known words and counts the others as unknown', () => {
    const words = statusWords({ Booked: 'booked', 'no show': 'no_show' });
    expect(['booked', ' No Show ', 'teleported', 'teleported', null].map((word) => words.statusOf(word))).toEqual([
      'booked',
      'no_show',
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(words.unknownWords()).toEqual({ '(none)': 1, teleported: 2 });
  });
});

import type { SequenceToRun } from '@keepwell/database';
import { offeredFor } from './sequence-offers.js';

const sequence = (key: string, name: string, specialties: string[], rules: string[] = []): SequenceToRun => ({
  ...{ id: key, key, version: 1, name, purpose: 'service', specialties, rules, steps: [], state: 'approved' },
});
const keysOf = (sequences: SequenceToRun[]) => sequences.map(({ key }) => key);

describe('the sequences offered for a case', () => {
  const all = [
    sequence('any-lost', 'After a lost visit', ['any'], ['R06']),
    sequence('any-hello', 'Checking in', ['any']),
    sequence('de-lost', 'After a lost visit', ['DE'], ['R06']),
    sequence('pt-lost', 'After a lost visit', ['PT'], ['R06']),
    sequence('pt-first', 'After a first visit', ['PT'], ['R10']),
  ];

  it('S2-13 are those for its reasons, the specialty’s own first, each name once', () => {
    expect(keysOf(offeredFor(all, { rules: ['R06'], specialty: 'PT' }))).toEqual(['pt-lost', 'any-hello']);
    expect(keysOf(offeredFor(all, { rules: ['R06'], specialty: 'MS' }))).toEqual(['any-lost', 'any-hello']);
  });
});

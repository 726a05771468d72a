import { checkOutgoing, type MadeMessage } from './check-outgoing.js';

const made: MadeMessage = {
  channel: 'sms',
  subject: null,
  text: 'Hi Ada, Harbour Physio here.',
  facts: [{ field: 'patient.givenName', value: 'Ada', class: 1, source: 'patient', recordId: 'p1' }],
  practiceName: 'Harbour Physio',
};

describe('checkOutgoing', () => {
  it('lets pass what was made well', () => {
    expect(checkOutgoing(made)).toEqual([]);
  });

  it('C-13 takes the name that the practice had when the text was made', () => {
    const name = {
      field: 'practice.name',
      value: 'Harbour Physio',
      class: 0,
      source: 'practice',
      recordId: null,
    } as const;
    expect(checkOutgoing({ ...made, practiceName: 'Harbour Physiotherapy Ltd', facts: [name] })).toEqual([]);
    expect(checkOutgoing({ ...made, practiceName: ' Harbour  Physio ' })).toEqual([]);
    expect(checkOutgoing({ ...made, practiceName: ' ', facts: [{ ...name, value: 'Quay Dental' }] })).toHaveLength(1);
  });

  it.each<[string, Partial<MadeMessage>, RegExp]>([
    ['a clinical fact', { facts: [{ ...made.facts[0]!, field: 'service.name', class: 3 }] }, /shows service\.name/],
    [
      'a fact that was of a lower class then',
      { facts: [{ ...made.facts[0]!, field: 'service.name', class: 1 }] },
      /service\.name/,
    ],
    ['a field nobody knows', { facts: [{ ...made.facts[0]!, field: 'patient.shoeSize', class: 0 }] }, /shoeSize/],
    ['a name in the subject', { channel: 'email', subject: 'For ADA' }, /subject shows patient\.givenName/],
    ['an empty field', { facts: [{ ...made.facts[0]!, value: ' ' }] }, /empty field/],
    ['a field not filled in', { text: 'Hi {{ patient.givenName }}, Harbour Physio' }, /not filled in/],
    ['no sender', { text: 'Hi Ada' }, /who writes/],
    ['nothing', { text: '  ' }, /empty/],
    ['four SMS', { text: `Harbour Physio ${'a'.repeat(460)}` }, /more than 3/],
    ['a subject of two lines', { channel: 'email', subject: 'a\nBcc: b' }, /line break/],
  ])('M-01 refuses again at send: %s', (_, change, says) => {
    expect(checkOutgoing({ ...made, ...change }).join(' ')).toMatch(says);
  });
});

import fc from 'fast-check';
import { copyField, copyInstant, copyText } from './copy-text.js';

describe('COPY text', () => {
  it('writes instants as toISOString does', () => {
    const instants = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(instants, (instant) => {
        expect(new Date(copyInstant(instant)).getTime()).toBe(instant);
        expect(copyInstant(instant)).toBe(new Date(instant).toISOString().replace('.000Z', 'Z'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves no character of a value to be read as structure', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const copied = copyText(text);
        expect(copied).not.toMatch(/[\t\n\r]/);
        const read = copied.replace(
          /\\(.)/g,
          (_, character: string) => ({ t: '\t', n: '\n', r: '\r' })[character] ?? character,
        );
        expect(read).toBe(text);
      }),
    );
  });

  it('writes what is not known as null', () => {
    expect(copyField('text', null)).toBe('\\N');
    expect(copyField('boolean', undefined)).toBe('\\N');
    expect(copyField('texts', ['a"b', 'c\\d'])).toBe('{"a\\\\"b","c\\\\\\\\d"}');
  });
});

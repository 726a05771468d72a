import fc from 'fast-check';
import { escapeText, unescape, USUAL_DELIMITERS, type Delimiters } from './escapes.js';
import { Message } from './message.js';

/** Field separators and encoding characters as odd as senders choose them. */
const ODD: Delimiters = { field: '#', component: ':', repetition: '*', escape: '!', subcomponent: '%' };

describe('escape sequences', () => {
  it('H-07 any text comes back as it went, and none of it is structure: 100,000 times', () => {
    const dangerous = fc.string({
      unit: fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...'|^~\\&#:*!%\r\n\u000b\u001c\u0000 FSTREX0D.br'.split('')) },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }) },
      ),
      maxLength: 24,
    });
    fc.assert(
      fc.property(dangerous, fc.constantFrom(USUAL_DELIMITERS, ODD), (text, delimiters) => {
        const written = escapeText(text, delimiters);
        for (const char of [delimiters.field, delimiters.component, delimiters.repetition, delimiters.subcomponent]) {
          if (written.includes(char)) return false;
        }
        // oxlint-disable-next-line no-control-regex
        return !/[\u0000-\u001f]/.test(written) && unescape(written, delimiters) === text;
      }),
      { numRuns: 100_000 },
    );
  }, 60_000);

  it.each([
    ['a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f', 'a|b^c&d~e\\f'],
    ['first\\.br\\second', 'first\nsecond'],
    ['\\H\\loud\\N\\', 'loud'],
    ['caf\\XE9\\', 'café'],
    ['caf\\XC3A9\\', 'café'],
    // A double escape of one sender: taken away once, the rest is text.
    ['\\E\\X09\\E\\', '\\X09\\'],
    ['C:\\temp\\new', 'C:\\temp\\new'],
    ['open \\F', 'open \\F'],
    ['\\T\\T\\', '&T\\'],
  ])('reads %s', (written, text) => expect(unescape(written, USUAL_DELIMITERS)).toBe(text));

  it('X-21 separators and a carriage return in a field stay data', () => {
    const name = 'O|Hara^\r~&\\PID|1';
    const line = `PID|1||7^^^N^MR||${escapeText(name, USUAL_DELIMITERS)}^Ada`;
    const message = Message.open(`MSH|^~\\&|A|B|||20260301||ADT^A08|1|P|2.5\r${line}\rPV1|1|O`);
    expect(message.names()).toEqual(['MSH', 'PID', 'PV1']);
    expect(message.value(message.first('PID'), 5)).toBe(name);
    expect(message.value(message.first('PID'), 5, 2)).toBe('Ada');
  });

  it('takes time in proportion to the length, whatever the text', () => {
    const timeOf = (text: string) => {
      const from = performance.now();
      unescape(text, USUAL_DELIMITERS);
      return performance.now() - from;
    };
    for (const unit of ['\\', '\\F', '\\X', '\\XAA', 'a\\']) timeOf(unit.repeat(1_000));
    for (const unit of ['\\', '\\F', '\\X', '\\XAA', 'a\\']) expect(timeOf(unit.repeat(250_000))).toBeLessThan(2_000);
  });
});

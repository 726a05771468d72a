import { type Delimiters, unescape } from './escapes.js';

/** Bytes that are no message, or one that cannot be told apart from text: a sentence without a word of the text. */
export class NotAMessage extends Error {
  override readonly name = 'NotAMessage';
}

/** What a field says: a text; null: that there is nothing any more (`""`); undefined: nothing about it. */
export type Said = string | null | undefined;

/** More than any real message has; reading stays in proportion to its bytes in any case. */
const MOST_SEGMENTS = 50_000;

/** Segments that say who a message is about or what it does: they must not be made out of a line of text. */
const TELLING = ['MSH', 'EVN', 'PID', 'MRG', 'SCH', 'FT1'];

/** One line of a message. Fields are cut when they are first asked for. */
export class Segment {
  private fields: string[] | null = null;

  constructor(
    readonly name: string,
    private readonly line: string,
    private readonly delimiters: Delimiters,
  ) {}

  /** Field `n` as it is written; empty when it is not there. MSH-1 is the separator itself. */
  field(n: number): string {
    this.fields ??= this.line.split(this.delimiters.field);
    if (this.name !== 'MSH') return this.fields[n] ?? '';
    return n === 1 ? this.delimiters.field : (this.fields[n - 1] ?? '');
  }
}

/**
 * An HL7 v2 message, read lazily: lines are cut at once, fields and parts only where somebody looks. Text is unescaped
 * once, after cutting, so that nothing in a field can become structure.
 */
export class Message {
  private constructor(
    readonly delimiters: Delimiters,
    private readonly lines: string[],
  ) {}

  /** Throws `NotAMessage`. */
  static open(given: string): Message {
    const text = withoutWrapping(given);
    if (!text.startsWith('MSH')) throw new NotAMessage('It does not begin with MSH.');
    const delimiters = delimitersOf(text);
    return new Message(delimiters, linesOf(text, delimiters.field));
  }

  get head(): Segment {
    return this.segment(0);
  }

  /** Names of all segments in order. */
  names(): string[] {
    return this.lines.map((line) => line.slice(0, 3));
  }

  segment(index: number): Segment {
    const line = this.lines[index] ?? '';
    return new Segment(line.slice(0, 3), line, this.delimiters);
  }

  first(name: string): Segment | null {
    const index = this.lines.findIndex((line) => line.startsWith(name));
    return index === -1 ? null : this.segment(index);
  }

  all(name: string): Segment[] {
    const found: Segment[] = [];
    for (const line of this.lines) if (line.startsWith(name)) found.push(new Segment(name, line, this.delimiters));
    return found;
  }

  /** Groups that begin with `name`, up to the next of that name or one of `until`. */
  groups(name: string, until: readonly string[] = []): Segment[][] {
    const groups: Segment[][] = [];
    let open: Segment[] | null = null;
    for (const line of this.lines) {
      const is = line.slice(0, 3);
      if (is === name) groups.push((open = []));
      else if (until.includes(is)) open = null;
      open?.push(new Segment(is, line, this.delimiters));
    }
    return groups;
  }

  /** Repetitions of a field as they are written, without empty ones. */
  repetitions(field: string): string[] {
    return parts(field, this.delimiters.repetition).filter((repetition) => repetition !== '');
  }

  /** Component `n` of a field or repetition as it is written. */
  component(written: string, n: number): string {
    return part(written, this.delimiters.component, n);
  }

  subcomponent(written: string, n: number): string {
    return part(written, this.delimiters.subcomponent, n);
  }

  /** What a part without further parts says. */
  said(written: string): Said {
    if (written === '') return undefined;
    if (written === '""') return null;
    const text = unescape(written, this.delimiters).trim();
    return text === '' ? undefined : text;
  }

  /** The text of the first subcomponent of component `n` of the first repetition; null when nothing stands there. */
  text(field: string, component = 1): string | null {
    const first = part(field, this.delimiters.repetition, 1);
    return this.said(this.subcomponent(this.component(first, component), 1)) ?? null;
  }

  /** The same of a segment's field. */
  value(segment: Segment | null, field: number, component = 1): string | null {
    return segment === null ? null : this.text(segment.field(field), component);
  }
}

function parts(written: string, separator: string): string[] {
  return separator === '' || !written.includes(separator) ? [written] : written.split(separator);
}

/** Part `n`, counted from 1, without cutting the others. */
function part(written: string, separator: string, n: number): string {
  if (separator === '') return n === 1 ? written : '';
  let from = 0;
  for (let count = 1; count < n; count += 1) {
    const next = written.indexOf(separator, from);
    if (next === -1) return '';
    from = next + 1;
  }
  const end = written.indexOf(separator, from);
  return end === -1 ? (from === 0 ? written : written.slice(from)) : written.slice(from, end);
}

/** Frame bytes, byte order marks and blank lines around a message. */
function withoutWrapping(text: string): string {
  if (text.startsWith('MSH') && text.charCodeAt(text.length - 1) !== 0x1c) return text;
  let from = 0;
  while (from < text.length && '\ufeff\u000b\r\n \t'.includes(text.charAt(from))) from += 1;
  // A byte order mark whose bytes were taken for letters.
  if (text.startsWith('ï»¿', from)) from += 3;
  let to = text.length;
  while (to > from && '\u001c\r\n'.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function delimitersOf(text: string): Delimiters {
  const field = text.charAt(3);
  const end = text.indexOf(field, 4);
  const encoding = text.slice(4, end === -1 ? text.search(/[\r\n]|$/) : end);
  const all = [field, ...encoding.split('')];
  if (field === '' || encoding.length < 1 || encoding.length > 5 || all.some((char) => /[\sA-Za-z0-9]/.test(char))) {
    throw new NotAMessage('Its separators (MSH-1 and MSH-2) cannot be read.');
  }
  if (new Set(all).size !== all.length) throw new NotAMessage('Two of its separators (MSH-1 and MSH-2) are the same.');
  const [component = '', repetition = '', escape = '', subcomponent = ''] = encoding;
  return { field, component, repetition, escape, subcomponent };
}

function linesOf(text: string, separator: string): string[] {
  if (!text.includes('\n')) {
    const lines = text.split('\r');
    while (lines.length > 1 && lines.at(-1) === '') lines.pop();
    if (lines.every((line) => isSegment(line, separator))) return checked(lines);
  }
  return linesOfMixed(text, separator);
}

function checked(lines: string[]): string[] {
  if (lines.length > MOST_SEGMENTS) throw new NotAMessage(`It has more than ${MOST_SEGMENTS} segments.`);
  if (lines.some((line, index) => index > 0 && line.startsWith('MSH'))) {
    throw new NotAMessage('There are two messages in it.');
  }
  return lines;
}

function isSegment(line: string, separator: string): boolean {
  if (line.length > 3 && line.charAt(3) !== separator) return false;
  return line.length >= 3 && /^[A-Z][A-Z0-9]{2}/.test(line);
}

/**
 * Segments end with CR, and in life with LF or CRLF, sometimes with this and that in one message. A line that is no segment
 * is more of the text before it. A line that would say who the message is about, though another such line is there and
 * this one ends differently from the rest, may be a line of somebody's text: the message is put aside rather than guessed.
 */
function linesOfMixed(text: string, separator: string): string[] {
  const lines: { line: string; isForeign: boolean }[] = [];
  const breaks = /\r\n|\r|\n/g;
  let own: string | null = null;
  let from = 0;
  let before: string | null = null;
  for (;;) {
    const match = breaks.exec(text);
    const line = text.slice(from, match?.index ?? text.length);
    if (isSegment(line, separator)) lines.push({ line, isForeign: before !== null && before !== own });
    else if (line !== '') {
      const last = lines.at(-1);
      if (last !== undefined) last.line += `\n${line}`;
    }
    if (match === null) break;
    own ??= match[0];
    before = match[0];
    from = match.index + match[0].length;
  }
  for (const name of TELLING) {
    const such = lines.filter(({ line }) => line.startsWith(name));
    if (such.length > 1 && such.some(({ isForeign }) => isForeign)) {
      throw new NotAMessage(
        `Its lines end in different ways, and a second ${name} could be a line of text: it cannot be read safely.`,
      );
    }
  }
  return checked(lines.map(({ line }) => line));
}

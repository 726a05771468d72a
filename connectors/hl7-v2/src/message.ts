import { type Delimiters, unescape, USUAL_DELIMITERS } from './escapes.js';

/** Bytes that are no message, or one that cannot be told apart from text: a sentence without a word of the text. */
export class NotAMessage extends Error {
  override readonly name = 'NotAMessage';
}

/** What a field says: a text; null: that there is nothing any more (`""`); undefined: nothing about it. */
export type Said = string | null | undefined;

/** More than any real message has; reading stays in proportion to its bytes in any case. */
const MOST_SEGMENTS = 50_000;

const RETURN = 0x0d;

/** How nearly every message begins. */
const USUAL_HEAD = 'MSH|^~\\&|';

/** Segments that say who a message is about or what it does: they must not be made out of a line of text. */
const TELLING = ['MSH', 'EVN', 'PID', 'MRG', 'SCH', 'FT1'];

/** One line of a message. Fields are looked for as far as they are asked for, and each place once. */
export class Segment {
  /** Where fields begin, the end of the line and one more as the last. */
  private readonly starts = [0];
  private isCut = false;

  constructor(
    readonly name: string,
    /** As it is written. */
    readonly line: string,
    private readonly delimiters: Delimiters,
  ) {}

  /** Field `n` as it is written; empty when it is not there. MSH-1 is the separator itself. */
  field(n: number): string {
    if (this.name !== 'MSH') return this.part(n);
    return n === 1 ? this.delimiters.field : this.part(n - 1);
  }

  private part(place: number): string {
    const { starts, line } = this;
    while (starts.length <= place + 1 && !this.isCut) {
      const at = line.indexOf(this.delimiters.field, starts[starts.length - 1]);
      this.isCut = at === -1;
      starts.push(this.isCut ? line.length + 1 : at + 1);
    }
    const [from, next] = [starts[place], starts[place + 1]];
    return from === undefined || next === undefined ? '' : line.slice(from, next - 1);
  }
}

/**
 * An HL7 v2 message, read lazily: lines are cut at once, fields and parts only where somebody looks. Text is unescaped
 * once, after cutting, so that nothing in a field can become structure.
 */
export class Message {
  private opened: Segment | null = null;

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

  /** MSH, cut once: each question about a message asks it. */
  get head(): Segment {
    return (this.opened ??= this.segment(0));
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
    for (const line of this.lines) if (line.startsWith(name)) return new Segment(name, line, this.delimiters);
    return null;
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
  if (text.startsWith(USUAL_HEAD)) return USUAL_DELIMITERS;
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
  return (text.includes('\n') ? null : linesOfUsual(text, separator)) ?? linesOfMixed(text, separator);
}

/** Lines that all end with CR and are all segments; null where one is not. */
function linesOfUsual(text: string, separator: string): string[] | null {
  const mark = separator.charCodeAt(0);
  let to = text.length;
  while (to > 0 && text.charCodeAt(to - 1) === RETURN) to -= 1;
  const lines: string[] = [];
  for (let from = 0; ;) {
    const found = text.indexOf('\r', from);
    const end = found === -1 || found > to ? to : found;
    if (!isSegmentAt(text, from, end, mark)) return null;
    lines.push(text.slice(from, end));
    if (end === to) return checked(lines);
    from = end + 1;
  }
}

function checked(lines: string[]): string[] {
  if (lines.length > MOST_SEGMENTS) throw new NotAMessage(`It has more than ${MOST_SEGMENTS} segments.`);
  for (let index = 1; index < lines.length; index += 1) {
    if (lines[index]?.startsWith('MSH')) throw new NotAMessage('There are two messages in it.');
  }
  return lines;
}

/** A name of three capitals and digits, and then the separator or nothing. */
function isSegmentAt(text: string, from: number, end: number, separator: number): boolean {
  if (end - from < 3 || !isCapital(text.charCodeAt(from))) return false;
  for (let at = from + 1; at < from + 3; at += 1) {
    const char = text.charCodeAt(at);
    if (!isCapital(char) && (char < 0x30 || char > 0x39)) return false;
  }
  return end - from === 3 || text.charCodeAt(from + 3) === separator;
}

function isCapital(char: number): boolean {
  return char >= 0x41 && char <= 0x5a;
}

/**
 * Segments end with CR, and in life with LF or CRLF, sometimes with this and that in one message. A line that is no segment
 * is more of the text before it. A line that would say who the message is about, though another such line is there and
 * this one ends differently from the rest, may be a line of somebody's text: the message is put aside rather than guessed.
 */
function linesOfMixed(text: string, separator: string): string[] {
  const lines: { line: string; isForeign: boolean }[] = [];
  const mark = separator.charCodeAt(0);
  const breaks = /\r\n|\r|\n/g;
  let own: string | null = null;
  let from = 0;
  let before: string | null = null;
  for (;;) {
    const match = breaks.exec(text);
    const line = text.slice(from, match?.index ?? text.length);
    if (isSegmentAt(line, 0, line.length, mark)) lines.push({ line, isForeign: before !== null && before !== own });
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

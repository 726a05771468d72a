import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** One entry or line larger than this is no record of a practice. */
export const LARGEST_PIECE = 10 * 1024 * 1024;

export class PieceTooLarge extends Error {
  override readonly name = 'PieceTooLarge';
}

/** The lines of a file, decoded, one in memory at a time. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let held = '';
  for await (const text of textOf(path)) {
    const lines = (held + text).split('\n');
    held = lines.pop() ?? '';
    if (held.length > LARGEST_PIECE) throw new PieceTooLarge();
    for (const line of lines) if (line.trim() !== '') yield line;
  }
  if (held.trim() !== '') yield held;
}

/**
 * The elements of the `entry` array of a Bundle, each as its own JSON text, without holding the file: an export can be
 * larger than memory. Yields nothing for a file that has no such array at its top level; a file that ends inside an
 * entry ends with `truncated`.
 */
export async function* bundleEntries(path: string): AsyncGenerator<string | typeof TRUNCATED> {
  const scanner = new EntryScanner();
  for await (const text of textOf(path)) yield* scanner.push(text);
  if (scanner.inside) yield TRUNCATED;
}

export const TRUNCATED = Symbol('truncated');

async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let first = true;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const text = decoder.write(chunk as Buffer);
    yield first ? text.replace(/^\uFEFF/, '') : text;
    first = false;
  }
  const rest = decoder.end();
  if (rest !== '') yield rest;
}

/** Follows strings and brackets only; what lies between them is JSON.parse's business. */
class EntryScanner {
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The string just read at the top level: a key, if a colon follows. */
  private word = '';
  private key = '';
  private inEntries = false;
  private piece: string[] = [];
  private pieceLength = 0;

  get inside(): boolean {
    return this.inEntries;
  }

  *push(text: string): Generator<string> {
    let start = this.depth >= 3 && this.inEntries ? 0 : -1;
    for (let index = 0; index < text.length; index += 1) {
      const char = text[index]!;
      if (this.inString) {
        this.readString(char);
        continue;
      }
      if (char === '"') {
        this.inString = true;
        this.word = '';
      } else if (char === ':') {
        if (this.depth === 1) this.key = this.word;
      } else if (char === '{' || char === '[') {
        this.depth += 1;
        if (this.depth === 2 && char === '[' && this.key === 'entry') this.inEntries = true;
        if (this.depth === 3 && this.inEntries) start = index;
      } else if (char === '}' || char === ']') {
        this.depth -= 1;
        if (this.depth === 2 && this.inEntries && start >= 0) {
          yield this.finish(text.slice(start, index + 1));
          start = -1;
        } else if (this.depth === 1) {
          this.inEntries = false;
          this.key = '';
        }
      }
    }
    if (start >= 0) this.keep(text.slice(start));
  }

  private readString(char: string): void {
    if (this.escaped) this.escaped = false;
    else if (char === '\\') this.escaped = true;
    else if (char === '"') this.inString = false;
    if (this.inString && this.depth === 1 && this.word.length < 20) this.word += char;
  }

  private keep(text: string): void {
    this.pieceLength += text.length;
    if (this.pieceLength > LARGEST_PIECE) throw new PieceTooLarge();
    this.piece.push(text);
  }

  private finish(text: string): string {
    this.keep(text);
    const whole = this.piece.join('');
    this.piece = [];
    this.pieceLength = 0;
    return whole;
  }
}

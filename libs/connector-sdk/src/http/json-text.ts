/** Deeper than any booking system nests; far below what makes a reader of ours run out of stack (safety X-28). */
const DEEPEST = 64;

export type JsonReading =
  { read: true; value: unknown } | { read: false; because: 'web_page' | 'too_deep' | 'not_json' };

/**
 * JSON as other systems send it. Nesting is counted before anything is built; whole numbers that a double cannot hold are handed over
 * as text, so that a 64-bit id stays what it was.
 *
 * @example readJson('{"id":9007199254740993}') // { read: true, value: { id: '9007199254740993' } }
 */
export function readJson(source: string | Buffer): JsonReading {
  const text = (typeof source === 'string' ? source : source.toString('utf8')).replace(/^\uFEFF/, '');
  if (/^\s*</.test(text)) return { read: false, because: 'web_page' };
  const seen = look(text);
  if (seen.deepest > DEEPEST) return { read: false, because: 'too_deep' };
  try {
    return { read: true, value: JSON.parse(seen.bigNumbers.length > 0 ? quoted(text, seen.bigNumbers) : text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { read: false, because: 'not_json' };
    throw error;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** One pass over the text: how deep it nests, and where whole numbers stand that are too big for a double. */
function look(text: string): { deepest: number; bigNumbers: [from: number, to: number][] } {
  let depth = 0;
  let deepest = 0;
  const bigNumbers: [number, number][] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, (depth += 1));
    else if (code === 0x7d || code === 0x5d) depth -= 1;
    else if (isDigit(code)) {
      const from = text[at - 1] === '-' ? at - 1 : at;
      while (isDigit(text.charCodeAt(at + 1))) at += 1;
      const whole = !/[.eE]/.test(text[at + 1] ?? '') && !/[.eE+]/.test(text[from - 1] ?? '');
      if (whole && at - from >= 15 && !Number.isSafeInteger(Number(text.slice(from, at + 1)))) {
        bigNumbers.push([from, at + 1]);
      } else if (!whole) while (/[\d.eE+-]/.test(text[at + 1] ?? '')) at += 1;
    }
  }
  return { deepest, bigNumbers };
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

function quoted(text: string, numbers: [number, number][]): string {
  let result = '';
  let done = 0;
  for (const [from, to] of numbers) {
    result += `${text.slice(done, from)}"${text.slice(from, to)}"`;
    done = to;
  }
  return result + text.slice(done);
}

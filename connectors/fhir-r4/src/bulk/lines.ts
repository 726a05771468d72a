import { request, type Dispatcher } from 'undici';
import type { ConnectorContext } from '@keepwell/connector-sdk';
import { LARGEST_PIECE } from '../bundle-entries.js';

/** One line of a file, and the byte at which the next one begins. */
export interface Line {
  text: string;
  end: number;
  /** The file ended with it, without a line break: it may have been cut off. */
  last: boolean;
  /** Larger than any record of a practice: its text was left behind. */
  tooLarge: boolean;
}

export type OpenedFile = { lines: AsyncGenerator<Line> } | { status: number; retryAfter: string | null };

const LINE_BREAK = 0x0a;

/** A file of an export from one of its bytes on; what stands before is skipped here where the server cannot. */
export async function openLines(
  context: ConnectorContext,
  url: string,
  from: number,
  token: string | null,
): Promise<OpenedFile> {
  const answer = await request(url, {
    dispatcher: context.http.streams,
    signal: context.signal,
    headers: {
      accept: 'application/fhir+ndjson',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(from > 0 ? { range: `bytes=${from}-` } : {}),
    },
  });
  const { statusCode: status, headers, body } = answer;
  const begins = new RegExp(`^bytes ${from}-`).test(headerOf(headers, 'content-range') ?? '');
  if (status === 200 || (status === 206 && begins)) {
    return { lines: linesOf(body, from, status === 200 ? from : 0) };
  }
  await body.dump({ limit: 64 * 1024, signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  return { status, retryAfter: headerOf(headers, 'retry-after') };
}

/** Line by line, one in memory at a time, however large the file is: the other side is read no faster than its lines are taken. */
async function* linesOf(body: Dispatcher.ResponseData['body'], from: number, skip: number): AsyncGenerator<Line> {
  let at = from;
  let toSkip = skip;
  let held: Buffer[] = [];
  let heldBytes = 0;
  let tooLarge = false;
  const finish = (piece: Buffer, last: boolean): Line => {
    const text = tooLarge
      ? ''
      : Buffer.concat([...held, piece])
          .toString('utf8')
          .replace(/^\uFEFF/, '');
    const line: Line = { text, end: at, last, tooLarge };
    held = [];
    heldBytes = 0;
    tooLarge = false;
    return line;
  };
  for await (const chunk of body) {
    let bytes = chunk as Buffer;
    if (toSkip > 0) {
      const skipped = Math.min(toSkip, bytes.length);
      toSkip -= skipped;
      bytes = bytes.subarray(skipped);
    }
    let start = 0;
    for (let found = bytes.indexOf(LINE_BREAK); found !== -1; found = bytes.indexOf(LINE_BREAK, start)) {
      at += found + 1 - start;
      const piece = bytes.subarray(start, found);
      start = found + 1;
      yield finish(piece, false);
    }
    const rest = bytes.subarray(start);
    at += rest.length;
    heldBytes += rest.length;
    if (heldBytes > LARGEST_PIECE) {
      tooLarge = true;
      held = [];
    } else if (rest.length > 0) {
      // A copy: a slice would keep the whole of the chunk it came in.
      held.push(Buffer.from(rest));
    }
  }
  if (heldBytes > 0) yield finish(Buffer.alloc(0), true);
}

function headerOf(headers: Record<string, string | string[] | undefined>, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

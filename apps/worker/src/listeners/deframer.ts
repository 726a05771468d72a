const START = 0x0b;
const END = 0x1c;
const RETURN = 0x0d;
/** What a frame adds to its message. */
const FRAME_BYTES = 3;

/** What came over the line is no MLLP, or too much of it: the line is closed. A sentence without any of it. */
export class LineRefused extends Error {
  override readonly name = 'LineRefused';
}

/** So many bytes outside frames, and nobody means to send messages (safety H-03). */
const MOST_JUNK = 64 * 1024;

/**
 * Takes frames out of a stream of bytes: VT, message, FS, CR. A frame may come in any number of pieces, and a piece may hold
 * any number of frames. Never holds more than one frame's limit; time grows with the bytes alone.
 */
export class Deframer {
  /** Bytes of the open frame from earlier pieces; null: between frames. */
  private held: Buffer | null = null;
  private length = 0;
  private junk = 0;

  constructor(private readonly maxFrameBytes: number) {}

  get isOpen(): boolean {
    return this.held !== null;
  }

  /** Frames that are complete now. Throws `LineRefused`. */
  push(chunk: Buffer): Buffer[] {
    const frames: Buffer[] = [];
    let at = 0;
    while (at < chunk.length) {
      if (this.held === null) {
        const start = chunk.indexOf(START, at);
        this.skip(chunk, at, start === -1 ? chunk.length : start);
        if (start === -1) break;
        at = start + 1;
        this.held = EMPTY;
        this.length = 0;
      }
      const end = this.endIn(chunk, at);
      if (end === null) {
        this.keep(chunk.subarray(at));
        break;
      }
      frames.push(this.frame(chunk.subarray(at, end.message)));
      at = end.after;
    }
    return frames;
  }

  /** FS and CR; the FS may have been the last byte of the piece before. A new frame after FS ends it as well. */
  private endIn(chunk: Buffer, from: number): { message: number; after: number } | null {
    if (from === 0 && this.length > 0 && this.held?.[this.length - 1] === END && isEnd(chunk[0])) {
      this.length -= 1;
      return { message: 0, after: chunk[0] === RETURN ? 1 : 0 };
    }
    for (let at = chunk.indexOf(END, from); at !== -1; at = chunk.indexOf(END, at + 1)) {
      const next = chunk[at + 1];
      if (isEnd(next)) return { message: at, after: next === RETURN ? at + 2 : at + 1 };
    }
    return null;
  }

  private frame(last: Buffer): Buffer {
    const { held, length } = this;
    this.held = null;
    if (length + last.length > this.maxFrameBytes) throw this.tooLong();
    if (held === null || length === 0) return last;
    return Buffer.concat([held.subarray(0, length), last]);
  }

  private keep(piece: Buffer): void {
    const wanted = this.length + piece.length;
    if (wanted > this.maxFrameBytes) throw this.tooLong();
    let held = this.held ?? EMPTY;
    if (held.length < wanted) {
      // Doubling: a frame that comes byte by byte costs no more than one that comes at once.
      const larger = Buffer.allocUnsafe(Math.min(Math.max(wanted, held.length * 2, 1024), this.maxFrameBytes));
      held.copy(larger, 0, 0, this.length);
      held = larger;
    }
    piece.copy(held, this.length);
    this.length = wanted;
    this.held = held;
  }

  private tooLong(): LineRefused {
    return new LineRefused(`A message is longer than ${this.maxFrameBytes} bytes.`);
  }

  private skip(chunk: Buffer, from: number, to: number): void {
    // Senders that end frames with CR LF mean no harm.
    for (let at = from; at < to; at += 1) if (chunk[at] !== RETURN && chunk[at] !== 0x0a) this.junk += 1;
    if (this.junk > MOST_JUNK) throw new LineRefused('What comes over the line is not framed as MLLP.');
  }
}

const EMPTY = Buffer.alloc(0);

function isEnd(next: number | undefined): boolean {
  return next === RETURN || next === START;
}

/** A message as it goes over the line. */
export function framed(message: Buffer): Buffer {
  return allFramed([message]);
}

/** Several, one after the other. */
export function allFramed(messages: readonly Buffer[]): Buffer {
  let size = 0;
  for (const message of messages) size += message.length + FRAME_BYTES;
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const message of messages) {
    bytes[at] = START;
    at += 1 + message.copy(bytes, at + 1);
    bytes[at] = END;
    bytes[at + 1] = RETURN;
    at += 2;
  }
  return bytes;
}

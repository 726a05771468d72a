import type { Socket } from 'node:net';
import { allFramed, Deframer, LineRefused } from './deframer.js';

export interface LineLimits {
  maxFrameBytes: number;
  /** How long a message may take to arrive whole. */
  frameMs: number;
  /** How long a line may be silent. */
  idleMs: number;
}

/** The answers to one message: at once where nothing is kept. */
export type Handle = (message: Buffer) => Buffer[] | Promise<Buffer[]>;

/** More than this unanswered on one line, and it is not read on until some are. */
const MOST_UNANSWERED = 64;

/** How long the other side may take to read its last answers. */
const LAST_WORDS_MS = 2_000;

/** A message and what is answered to it; null: not known yet. `failed`: nothing can be, and the sender sends again. */
interface Turn {
  answers: Buffer[] | 'failed' | null;
}

/**
 * One line of MLLP: messages come out, answers go back in the order of the messages, however they were worked off. A sender
 * may send the next before the answer to the last.
 */
export class MllpLine {
  private readonly deframer: Deframer;
  /** What is not answered yet, in the order in which it came. */
  private turns: Turn[] = [];
  private isAnswering = false;
  /** The other side sends and does not read its answers. */
  private isFull = false;
  private whenAnswered: (() => void) | null = null;
  private frameTimer: NodeJS.Timeout | null = null;
  private isEnding = false;

  constructor(
    private readonly socket: Socket,
    private readonly limits: LineLimits,
    private readonly handle: Handle,
    private readonly tell: (says: string) => void,
  ) {
    this.deframer = new Deframer(limits.maxFrameBytes);
    socket.setNoDelay(true);
    socket.setTimeout(limits.idleMs, () => this.close('The line was silent for too long.'));
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    // A peer that goes away is no trouble; what it sent and was not answered it sends again.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.stopTimer());
    socket.on('drain', () => {
      this.isFull = false;
      this.readOn();
    });
  }

  /** Reads nothing more, answers what came whole, and hangs up. */
  async end(): Promise<void> {
    this.isEnding = true;
    this.socket.pause();
    this.stopTimer();
    if (this.turns.length > 0) await new Promise<void>((done) => (this.whenAnswered = done));
    await new Promise<void>((done) => {
      if (this.socket.destroyed) return done();
      this.socket.end(() => done());
      this.socket.once('close', () => done());
      // Who does not read what is left for them must not keep us.
      setTimeout(done, LAST_WORDS_MS).unref();
    });
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    if (this.isEnding) return;
    try {
      const frames = this.deframer.push(chunk);
      if (!this.deframer.isOpen || frames.length > 0) this.stopTimer();
      if (this.deframer.isOpen) this.startTimer();
      for (const frame of frames) if (frame.length > 0) this.take(frame);
    } catch (error) {
      if (!(error instanceof LineRefused)) throw error;
      this.close(error.message);
    }
  }

  private take(message: Buffer): void {
    const turn: Turn = { answers: null };
    this.turns.push(turn);
    if (this.turns.length >= MOST_UNANSWERED) this.socket.pause();
    try {
      const answered = this.handle(message);
      if (Array.isArray(answered)) return this.settle(turn, answered);
      answered.then(
        (answers) => this.settle(turn, answers),
        () => this.settle(turn, 'failed'),
      );
    } catch {
      this.settle(turn, 'failed');
    }
  }

  private settle(turn: Turn, answers: Buffer[] | 'failed'): void {
    turn.answers = answers;
    if (this.isAnswering || this.turns[0] !== turn) return;
    this.isAnswering = true;
    // What else is settled by the same commit goes out in the same write.
    process.nextTick(() => this.answer());
  }

  private answer(): void {
    this.isAnswering = false;
    const ready: Buffer[] = [];
    let settled = 0;
    for (const { answers } of this.turns) {
      if (answers === null || answers === 'failed') break;
      ready.push(...answers);
      settled += 1;
    }
    this.turns.splice(0, settled);
    if (ready.length > 0 && !this.socket.destroyed) this.isFull = !this.socket.write(allFramed(ready));
    // Said to the log by whoever failed; a sender without an answer sends again.
    if (this.turns[0]?.answers === 'failed') {
      this.turns = [];
      this.socket.destroy();
    }
    if (this.turns.length === 0) this.whenAnswered?.();
    this.readOn();
  }

  private readOn(): void {
    if (this.isFull && !this.isEnding) this.socket.pause();
    else if (this.turns.length < MOST_UNANSWERED && !this.isEnding && this.socket.isPaused()) this.socket.resume();
  }

  private startTimer(): void {
    this.frameTimer ??= setTimeout(() => this.close('A message did not arrive whole in time.'), this.limits.frameMs);
  }

  private stopTimer(): void {
    if (this.frameTimer !== null) clearTimeout(this.frameTimer);
    this.frameTimer = null;
  }

  private close(says: string): void {
    if (this.socket.destroyed) return;
    this.tell(says);
    this.socket.destroy();
  }
}

import type { Socket } from 'node:net';
import { Deframer, framed, LineRefused } from './deframer.js';

export interface LineLimits {
  maxFrameBytes: number;
  /** How long a message may take to arrive whole. */
  frameMs: number;
  /** How long a line may be silent. */
  idleMs: number;
}

/** More than this unanswered on one line, and it is not read on until some are. */
const MOST_UNANSWERED = 64;

/**
 * One line of MLLP: messages come out, answers go back in the order of the messages, however they were worked off. A sender
 * may send the next before the answer to the last.
 */
export class MllpLine {
  private readonly deframer: Deframer;
  private unanswered = 0;
  private answers: Promise<void> = Promise.resolve();
  private frameTimer: NodeJS.Timeout | null = null;
  private isEnding = false;

  constructor(
    private readonly socket: Socket,
    private readonly limits: LineLimits,
    private readonly handle: (message: Buffer) => Promise<Buffer[]>,
    private readonly tell: (says: string) => void,
  ) {
    this.deframer = new Deframer(limits.maxFrameBytes);
    socket.setNoDelay(true);
    socket.setTimeout(limits.idleMs, () => this.close('The line was silent for too long.'));
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    // A peer that goes away is no trouble; what it sent and was not answered it sends again.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.stopTimer());
  }

  /** Reads nothing more, answers what came whole, and hangs up. */
  async end(): Promise<void> {
    this.isEnding = true;
    this.socket.pause();
    this.stopTimer();
    await this.answers;
    await new Promise<void>((done) => {
      if (this.socket.destroyed) return done();
      this.socket.end(() => done());
      this.socket.once('close', () => done());
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
    this.unanswered += 1;
    if (this.unanswered >= MOST_UNANSWERED) this.socket.pause();
    const answered = this.handle(message);
    // Looked at in its turn; until then nobody must call it unhandled.
    answered.catch(() => undefined);
    this.answers = this.answers.then(() => this.answer(answered));
  }

  private async answer(answered: Promise<Buffer[]>): Promise<void> {
    try {
      for (const answer of await answered) if (!this.socket.destroyed) this.socket.write(framed(answer));
    } catch {
      // Said to the log by whoever failed; a sender without an answer sends again.
      this.socket.destroy();
    }
    this.unanswered -= 1;
    if (this.unanswered < MOST_UNANSWERED && !this.isEnding && this.socket.isPaused()) this.socket.resume();
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

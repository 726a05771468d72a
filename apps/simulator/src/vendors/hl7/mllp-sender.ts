import { connect, type Socket } from 'node:net';

/** What the other side said to one message: MSA-1 and MSA-2. */
export interface Answered {
  code: string;
  controlId: string;
}

const ANSWER_MS = 10_000;

/** One line to a listener: one message at a time, each waits for its answer. */
export class MllpSender {
  private socket: Socket | null = null;
  private received = Buffer.alloc(0);
  private waiting: ((answer: Answered) => void) | null = null;

  constructor(
    private readonly host: string,
    private readonly port: number,
    /** How large the pieces are in which bytes are written; null: at once. */
    private readonly pieceBytes: (() => number) | null = null,
  ) {}

  async send(message: Buffer): Promise<Answered> {
    const socket = this.socket ?? (await this.open());
    const answer = new Promise<Answered>((done, failed) => {
      const timer = setTimeout(() => {
        socket.destroy();
        failed(new Error('No answer came in time'));
      }, ANSWER_MS);
      const closed = () => {
        clearTimeout(timer);
        failed(new Error('The line was closed before an answer came'));
      };
      socket.once('close', closed);
      this.waiting = (answered) => {
        clearTimeout(timer);
        socket.off('close', closed);
        done(answered);
      };
    });
    // Looked at below; a line that closes while we write must not count as unhandled.
    answer.catch(() => undefined);
    await this.write(socket, Buffer.concat([Buffer.from([0x0b]), message, Buffer.from([0x1c, 0x0d])]));
    return answer;
  }

  close(): void {
    this.socket?.destroy();
    this.socket = null;
  }

  private async write(socket: Socket, bytes: Buffer): Promise<void> {
    if (this.pieceBytes === null) return void socket.write(bytes);
    for (let at = 0; at < bytes.length;) {
      const end = at + Math.max(1, this.pieceBytes());
      socket.write(bytes.subarray(at, end));
      at = end;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private async open(): Promise<Socket> {
    const socket = connect(this.port, this.host);
    socket.setNoDelay(true);
    await new Promise<void>((done, failed) => {
      socket.once('connect', () => done());
      socket.once('error', failed);
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.socket === socket) this.socket = null;
    });
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    this.received = Buffer.alloc(0);
    this.socket = socket;
    return socket;
  }

  private read(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    for (let end = this.received.indexOf(0x1c); end !== -1; end = this.received.indexOf(0x1c)) {
      const text = this.received.toString('latin1', this.received.indexOf(0x0b) + 1, end);
      this.received = this.received.subarray(end + 2);
      const msa =
        text
          .split(/[\r\n]+/)
          .find((line) => line.startsWith('MSA'))
          ?.split('|') ?? [];
      const waiting = this.waiting;
      this.waiting = null;
      waiting?.({ code: msa[1] ?? '', controlId: msa[2] ?? '' });
    }
  }
}

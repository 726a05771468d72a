import { Readable } from 'node:stream';

/**
 * The content of a mail, read only after the server has said "go on" (354): the first read is the moment before which nothing can have left.
 * What `beforeWrite` throws then ends the stream without a byte.
 */
export class ContentStream extends Readable {
  written = false;
  prevented: unknown = null;

  constructor(
    private readonly content: Buffer,
    private readonly beforeWrite: () => void,
  ) {
    super();
  }

  override _read(): void {
    if (this.written) return;
    try {
      this.beforeWrite();
    } catch (error) {
      this.prevented = error;
      this.destroy(error instanceof Error ? error : new Error('prevented'));
      return;
    }
    this.written = true;
    this.push(this.content);
    this.push(null);
  }
}

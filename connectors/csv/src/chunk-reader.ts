import type { FileHandle } from 'node:fs/promises';

const CHUNK_BYTES = 64 * 1024;

/** Reads a file forwards in pieces. What was read last is kept: parsing that starts again a line further reads nothing twice. */
export class ChunkReader {
  private start = 0;
  private chunk: Buffer = Buffer.alloc(0);

  constructor(private readonly file: FileHandle) {}

  /** Bytes from here on, as many as are at hand; none at the end of the file. They are never written over. */
  async from(offset: number): Promise<Buffer> {
    if (offset < this.start || offset >= this.start + this.chunk.length) {
      const fresh = Buffer.allocUnsafe(CHUNK_BYTES);
      const { bytesRead } = await this.file.read(fresh, 0, CHUNK_BYTES, offset);
      this.start = offset;
      this.chunk = fresh.subarray(0, bytesRead);
    }
    return this.chunk.subarray(offset - this.start);
  }
}

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { stringify } from 'csv-stringify/sync';

/** The folder is in use: writing into it would mix two practices. */
export class FolderNotEmpty extends Error {
  override readonly name = 'FolderNotEmpty';
  constructor(readonly dir: string) {
    super(`${dir} is not empty: choose another folder, or say --force to write over what is there`);
  }
}

export async function prepareFolder(dir: string, force: boolean): Promise<void> {
  await mkdir(dir, { recursive: true });
  if (!force && (await readdir(dir)).length > 0) throw new FolderNotEmpty(dir);
}

/** A file being written no faster than the disk takes it. */
export class TextFile {
  private readonly out: WriteStream;
  private failure: Error | null = null;

  constructor(dir: string, name: string) {
    this.out = createWriteStream(join(dir, name));
    // Kept, and thrown at the next write or at the end: a full disk must not look like success.
    this.out.on('error', (cause: Error) => (this.failure = cause));
  }

  async write(text: string): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (!this.out.write(text)) await once(this.out, 'drain');
  }

  async close(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.out.end();
    await finished(this.out);
  }
}

const ROWS_PER_WRITE = 512;

export class CsvSink {
  private readonly file: TextFile;
  private waiting: string[][];
  rows = 0;

  constructor(dir: string, name: string, columns: string[]) {
    this.file = new TextFile(dir, name);
    this.waiting = [columns];
  }

  /** True when `flush` is due. Not a promise: most rows only join those waiting. */
  add(cells: string[]): boolean {
    this.rows += 1;
    this.waiting.push(cells);
    return this.waiting.length >= ROWS_PER_WRITE;
  }

  async flush(): Promise<void> {
    const text = stringify(this.waiting, { record_delimiter: '\n' });
    this.waiting = [];
    await this.file.write(text);
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close();
  }
}

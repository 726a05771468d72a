import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Connector } from '@keepwell/connector-sdk';
import { ApiConnectionQueries } from '@keepwell/database';
import type { ConnectionRow } from '@keepwell/database';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { SyncJobs } from '../connections/sync-jobs.js';
import { Problem } from '../http/problem.js';
import { UPLOAD_DIR } from '../http/tokens.js';
import type { FileTakenDto } from './dto/inbox.dto.js';
import { fileName } from './file-name.js';

const MOST_BYTES = 100 * 1024 * 1024;
/** Zip, gzip, 7z, rar, bzip2, xz: what they unpack to is anybody's guess. */
const PACKED = ['504b0304', '504b0506', '1f8b', '377abcaf271c', '526172211a07', '425a68', 'fd377a585a00'];

/** Files a person uploads: into the one folder below the operator's that is this connection's, and nowhere else. */
@Injectable()
export class FilesService {
  constructor(
    private readonly work: PracticeWork,
    private readonly connections: ApiConnectionQueries,
    private readonly jobs: SyncJobs,
    @Inject(UPLOAD_DIR) private readonly uploadDir: string | null,
  ) {}

  /** Where a connection's uploads are kept; null: this server takes none. */
  folderOf(practiceId: string, connectionId: string): string | null {
    return this.uploadDir === null ? null : join(resolve(this.uploadDir), practiceId, connectionId);
  }

  isTaken(practiceId: string, { id, settings }: Pick<ConnectionRow, 'id' | 'settings'>): boolean {
    const folder = this.folderOf(practiceId, id);
    return folder !== null && Object.values(settings).includes(folder);
  }

  /** The settings of a connection that takes uploads: its folder is there, and nobody else's. */
  async withFolder(
    connector: Connector,
    { practiceId }: Caller,
    connectionId: string,
    settings: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    const field = Object.entries(connector.settings.properties).find(([, { format }]) => format === 'folder')?.[0];
    if (field === undefined)
      throw new Problem('settings_wrong', `${connector.name} reads no files; connect it by its address.`);
    const folder = this.folderOf(practiceId, connectionId);
    if (folder === null) throw noFolder();
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return { ...settings, [field]: folder };
  }

  async take(
    caller: Caller,
    id: string,
    given: string,
    { body, headers }: Pick<FastifyRequest, 'body' | 'headers'>,
  ): Promise<FileTakenDto> {
    const row = await this.work.run(
      { ...caller, auditEvent: null },
      async (tx) => (await this.connections.list(tx, id))[0],
    );
    if (row === undefined) throw new Problem('not_found', 'There is no such connection.');
    const folder = this.folderOf(caller.practiceId, id);
    if (folder === null) throw noFolder();
    if (!this.isTaken(caller.practiceId, row))
      throw new Problem(
        'conflict',
        'This connection reads a folder of its own; put the file there, or connect one that takes uploads.',
      );
    const name = fileName(given);
    // Said beforehand, it need not be begun.
    if (Number(headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
    if (!(body instanceof Readable)) throw new Problem('file_refused', 'There is no file in this request.');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = join(folder, `.${randomUUID()}.part`);
    try {
      const size = await write(body, part);
      await refusePacked(part);
      return await this.work.run(caller, async (tx, trail) => {
        trail.about('connection', id, { file: name, size });
        const jobId = await this.jobs.readNow(tx, caller.practiceId, id);
        // Whole or not at all: a reader never meets half a file.
        await rename(part, join(folder, basename(name)));
        return { name, size, jobId };
      });
    } finally {
      await rm(part, { force: true });
    }
  }
}

function noFolder(): Problem {
  return new Problem(
    'conflict',
    'This server takes no files: its operator has named no folder for them (IMPORT_DIRS).',
  );
}

function tooLarge(): Problem {
  return new Problem('too_large', 'A file may have 100 MB at most; split it, or put it into the folder yourself.');
}

async function write(body: Readable, path: string): Promise<number> {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > MOST_BYTES) done(tooLarge());
      else done(null, chunk);
    },
  });
  // Not part of the pipeline, which would tear it down with the file: whoever sends could not be told why.
  finished(body).catch((error: Error) => counted.destroy(error));
  await pipeline(body.pipe(counted), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
  if (size === 0) throw new Problem('file_refused', 'The file is empty.');
  return size;
}

async function refusePacked(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const head = Buffer.alloc(8);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const starts = head.subarray(0, bytesRead).toString('hex');
    if (PACKED.some((magic) => starts.startsWith(magic)))
      throw new Problem('file_refused', 'The file is packed; unpack it and upload what is in it.');
  } finally {
    await file.close();
  }
}

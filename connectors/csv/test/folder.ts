import { mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ConnectorContext, type PullPage, SettingsWrong, type UnreadableRecord } from '@keepwell/connector-sdk';
import type { RecordKind, SourceUpsert } from '@keepwell/domain/records';
import { csv } from '../src/connector.js';

const made: string[] = [];

export async function removeFolders(): Promise<void> {
  await Promise.all(made.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
}

/** A folder on disk; file contents as text or as lines. */
export async function folderWith(files: Record<string, string | string[] | Buffer>): Promise<string> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'keepwell-csv-')));
  made.push(dir);
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(dir, name), Array.isArray(content) ? `${content.join('\n')}\n` : content);
  }
  return dir;
}

export interface TestContext extends ConnectorContext {
  said: string[];
}

/** As the command line would make it; reaching for the network fails the test. */
export function contextFor(settings: ConnectorContext['settings'], timezone: string | null = null): TestContext {
  const said: string[] = [];
  return {
    said,
    settings,
    timezone,
    get http(): never {
      throw new Error('a folder of files needs no network');
    },
    folders: {
      resolve: async (field, folder) => {
        const real = await realpath(folder).catch((cause: unknown) => {
          throw new SettingsWrong(field, `${folder} does not exist`, { cause });
        });
        if (!(await stat(real)).isDirectory()) throw new SettingsWrong(field, `${folder} is a file, not a folder`);
        return real;
      },
    },
    now: () => Date.UTC(2026, 10, 21, 9),
    signal: new AbortController().signal,
    log: (message) => said.push(message),
  };
}

export interface Read {
  pages: PullPage[];
  unreadable: UnreadableRecord[];
  records: PullPage['records'];
}

/** Walks one stream to its end. */
export async function readStream(context: ConnectorContext, stream: string, limit = 1000): Promise<Read> {
  const pages: PullPage[] = [];
  let cursor: PullPage['nextCursor'] = null;
  for (;;) {
    const page: PullPage = await csv.pull(context, stream, cursor, { limit });
    pages.push(page);
    if (page.done) break;
    cursor = JSON.parse(JSON.stringify(page.nextCursor));
  }
  return {
    pages,
    records: pages.flatMap((page) => page.records),
    unreadable: pages.flatMap((page) => page.unreadable),
  };
}

export function upserts<K extends RecordKind>(read: Read, kind: K): SourceUpsert<K>[] {
  return read.records.filter(
    (record): record is typeof record & SourceUpsert<K> => record.kind === kind && record.op === 'upsert',
  );
}

/** Two patients; what a test says nothing about. */
export const PATIENTS = ['id,phone', 'p1,1', 'p2,2'];
export const APPOINTMENTS = 'id,patient_id,starts_at,status';

/** Reads a folder with these rows of appointments, and what else is given. */
export async function appointments(lines: string[], files: Record<string, string | string[]> = {}, settings = {}) {
  const dir = await folderWith({ 'patients.csv': PATIENTS, 'appointments.csv': lines, ...files });
  const context = contextFor({ dir, ...settings });
  return { ...(await readStream(context, 'appointments.csv')), context, dir };
}

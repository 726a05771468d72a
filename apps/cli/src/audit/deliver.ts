import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, CommandFailed } from '../failure.js';
import type { Io } from '../io.js';

/** To a file, whole or not at all; else to stdout. */
export async function deliver(document: string | Buffer, file: string | null, io: Io): Promise<void> {
  if (file === null) return io.out(document.toString());
  const target = path.resolve(file);
  const unfinished = `${target}.${process.pid}.part`;
  try {
    await writeFile(unfinished, document, { flag: 'wx' });
    await rename(unfinished, target);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new CommandFailed(`The audit could not be written to ${file}: ${reasonOf(cause)}`, { cause });
  }
  io.say(`Written to ${file}`);
}

function reasonOf(cause: unknown): string {
  const code = codeOf(cause);
  switch (code) {
    case 'ENOENT':
      return 'its folder does not exist';
    case 'EISDIR':
    case 'ENOTEMPTY':
    case 'EEXIST':
      return 'a folder of that name is in the way';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'this account may not write there';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return code ?? String(cause);
  }
}

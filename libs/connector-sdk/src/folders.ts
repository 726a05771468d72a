import { access, constants, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { GuardedFolders } from './connector.js';
import { SettingsWrong } from './errors.js';

/** What a server lets connections read, and how much of it is one practice's. */
export interface FoldersOfServer extends GuardedFolders {
  /** For connections of this practice: what lies below a folder that is named by the id of another one is not theirs. */
  of(practiceId: string): GuardedFolders;
}

/** Uploads lie in folders named by the practice's id, and so may an operator's imports. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The folders a connection may read. `'any'` is for the command line, where the person at the keyboard owns the files;
 * a server names its import folders. The real path is compared, so neither `..` nor a link leads out.
 */
export function openFolders({ allow }: { allow: string[] | 'any' }): FoldersOfServer {
  return { ...foldersOf(allow, null), of: (practiceId) => foldersOf(allow, practiceId) };
}

function foldersOf(allow: string[] | 'any', practiceId: string | null): GuardedFolders {
  return {
    async resolve(field, given) {
      if (allow === 'any') return realFolder(field, given, given);
      if (allow.length === 0) {
        throw new SettingsWrong(field, 'This server reads no folders: its operator has named none (IMPORT_DIRS).');
      }
      // `..` is taken away by name first, so that what is looked at here is what is opened below.
      const path = resolve(given);
      if (await leadsInside(allow, path, practiceId)) {
        const real = await realFolder(field, path, given);
        if (await leadsInside(allow, real, practiceId)) return real;
      }
      // One sentence for all that lies out there: a folder, a file, nothing, or what this user may not read.
      throw new SettingsWrong(
        field,
        `The folder "${given}" lies outside the folders this server may read (IMPORT_DIRS).`,
      );
    },
  };
}

async function leadsInside(allow: string[], path: string, practiceId: string | null): Promise<boolean> {
  const end = await realEnd(path);
  let leads = false;
  for (const folder of allow) {
    const root = await realEnd(resolve(folder));
    if (!isInside(root, end)) continue;
    const [first = ''] = relative(root, end).split(sep);
    if (practiceId !== null && ID.test(first) && first.toLowerCase() !== practiceId.toLowerCase()) return false;
    leads = true;
  }
  return leads;
}

/** Where a path leads, also when nothing is there: links on the way are followed, the other names stay. */
async function realEnd(path: string, linksLeft = 40): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    const place = await realEnd(parent, linksLeft);
    const target = linksLeft > 0 ? await readlink(path).catch(() => null) : null;
    return target === null ? join(place, basename(path)) : realEnd(resolve(place, target), linksLeft - 1);
  }
}

async function realFolder(field: string, path: string, given: string): Promise<string> {
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isDirectory()) {
      throw new SettingsWrong(field, `"${given}" is a file; name the folder that holds the files.`);
    }
    await access(real, constants.R_OK | constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof SettingsWrong) throw error;
    const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : null;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new SettingsWrong(field, `The folder "${given}" may not be read by this user.`, { cause: error });
    }
    throw new SettingsWrong(field, `There is no folder "${given}".`, { cause: error });
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

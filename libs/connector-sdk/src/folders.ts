import { access, constants, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { GuardedFolders } from './connector.js';
import { SettingsWrong } from './errors.js';

/**
 * The folders a connection may read. `'any'` is for the command line, where the person at the keyboard owns the files;
 * a server names its import folders. The real path is compared, so neither `..` nor a link leads out.
 */
export function openFolders({ allow }: { allow: string[] | 'any' }): GuardedFolders {
  return {
    async resolve(field, path) {
      const real = await realFolder(field, path);
      if (allow === 'any') return real;
      if (allow.length === 0) {
        throw new SettingsWrong(field, 'This server reads no folders: its operator has named none (IMPORT_DIRS).');
      }
      for (const folder of allow) {
        const root = await realpath(folder).catch(() => resolve(folder));
        if (isInside(root, real)) return real;
      }
      throw new SettingsWrong(
        field,
        `The folder "${path}" lies outside the folders this server may read (IMPORT_DIRS).`,
      );
    },
  };
}

async function realFolder(field: string, path: string): Promise<string> {
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isDirectory()) {
      throw new SettingsWrong(field, `"${path}" is a file; name the folder that holds the files.`);
    }
    await access(real, constants.R_OK | constants.X_OK);
    return real;
  } catch (error) {
    if (error instanceof SettingsWrong) throw error;
    const code = error !== null && typeof error === 'object' && 'code' in error ? error.code : null;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new SettingsWrong(field, `The folder "${path}" may not be read by this user.`, { cause: error });
    }
    throw new SettingsWrong(field, `There is no folder "${path}".`, { cause: error });
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolders } from './folders.js';

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'keepwell-folders-')));
  await mkdir(join(root, 'imports', 'clinic'), { recursive: true });
  await mkdir(join(root, 'imports-of-others'));
  await writeFile(join(root, 'imports', 'file.csv'), 'id\n');
  await symlink(join(root, 'imports-of-others'), join(root, 'imports', 'way-out'));
});
afterEach(() => rm(root, { recursive: true }));

describe('openFolders', () => {
  it('gives the real path of a folder inside an allowed one', async () => {
    const folders = openFolders({ allow: [join(root, 'imports')] });
    const clinic = join(root, 'imports', 'clinic');
    await expect(folders.resolve('dir', join(clinic, '..', 'clinic'))).resolves.toBe(clinic);
    await expect(folders.resolve('dir', join(root, 'imports'))).resolves.toBe(join(root, 'imports'));
  });

  it.each(['imports-of-others', 'imports/way-out', 'imports/../imports-of-others', '.'])(
    'refuses %s, which lies outside',
    async (path) => {
      const folders = openFolders({ allow: [join(root, 'imports')] });
      await expect(folders.resolve('dir', join(root, path))).rejects.toMatchObject({
        name: 'SettingsWrong',
        field: 'dir',
        message: expect.stringContaining('lies outside'),
      });
    },
  );

  it('refuses every folder in a server whose operator has named none', async () => {
    await expect(openFolders({ allow: [] }).resolve('dir', root)).rejects.toThrow('has named none');
  });

  it('says clearly that a folder is missing or is a file', async () => {
    const folders = openFolders({ allow: 'any' });
    await expect(folders.resolve('dir', join(root, 'absent'))).rejects.toThrow('There is no folder');
    await expect(folders.resolve('dir', join(root, 'imports', 'file.csv'))).rejects.toThrow('is a file');
  });
});

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

  it('N-05 keeps what lies below the id of a practice for that practice', async () => {
    const [ours, theirs] = ['019a0000-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002'];
    const imports = join(root, 'imports');
    for (const id of [ours, theirs]) await mkdir(join(imports, id, 'uploads'), { recursive: true });
    await symlink(join(imports, theirs), join(imports, ours, 'by-a-link'));
    const folders = openFolders({ allow: [imports] }).of(ours);
    await expect(folders.resolve('dir', join(imports, ours, 'uploads'))).resolves.toContain(ours);
    await expect(folders.resolve('dir', join(imports, 'clinic'))).resolves.toContain('clinic');
    for (const path of [join(theirs, 'uploads'), theirs, join(ours, '..', theirs), join(ours, 'by-a-link', 'uploads')])
      await expect(folders.resolve('dir', join(imports, path))).rejects.toThrow('lies outside');
    await expect(folders.resolve('dir', join(imports, theirs.toUpperCase()))).rejects.toThrow('lies outside');
  });

  it('tells nothing of what lies outside: one sentence, whatever is there', async () => {
    const imports = join(root, 'imports');
    const others = join(root, 'imports-of-others');
    await writeFile(join(others, 'file.csv'), 'id\n');
    await mkdir(join(others, 'locked'), { mode: 0 });
    await symlink(join(others, 'absent'), join(imports, 'nowhere'));
    await symlink(join(imports, 'loop'), join(imports, 'loop'));
    const folders = openFolders({ allow: [imports] });
    const said = async (path: string) => {
      const error = await folders.resolve('dir', path).catch((caught: unknown) => caught);
      return error instanceof Error ? error.message.replace(path, '…') : error;
    };
    const outside = 'The folder "…" lies outside the folders this server may read (IMPORT_DIRS).';
    for (const path of [
      others,
      join(others, 'absent'),
      join(others, 'absent', 'deeper'),
      join(others, 'file.csv'),
      join(others, 'file.csv', 'below'),
      join(others, 'locked'),
      join(others, 'locked', 'below'),
      join(imports, 'way-out', 'absent'),
      join(imports, 'way-out', 'file.csv'),
      join(imports, 'nowhere'),
      join(imports, 'nowhere', 'deeper'),
      `${others}\0`,
    ]) {
      expect(await said(path)).toBe(outside);
    }
    expect(await said(join(imports, 'absent'))).toBe('There is no folder "…".');
    expect(await said(join(imports, 'loop'))).toBe('There is no folder "…".');
    expect(await said(join(imports, 'file.csv'))).toBe('"…" is a file; name the folder that holds the files.');
    // By name this is the import folder itself; by way of the link it would be its parent.
    await expect(folders.resolve('dir', `${imports}/way-out/..`)).resolves.toBe(imports);
  });

  it('refuses every folder in a server whose operator has named none', async () => {
    await expect(openFolders({ allow: [] }).resolve('dir', root)).rejects.toThrow('has named none');
  });

  it('says clearly that a folder is missing or is a file', async () => {
    const folders = openFolders({ allow: 'any' });
    await expect(folders.resolve('dir', join(root, 'absent'))).rejects.toThrow('There is no folder');
    await expect(folders.resolve('dir', join(root, 'imports', 'file.csv'))).rejects.toThrow('is a file');
  });
});

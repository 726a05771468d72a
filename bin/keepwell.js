#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { ensureBuilt } from './build.js';

// `api` and `worker` start one process kind each, for production; everything else is the command line.
const command = process.argv[2];
const app = command === 'api' || command === 'worker' ? command : 'cli';
const main = new URL(`../dist/apps/${app}/src/main.js`, import.meta.url);

try {
  await ensureBuilt(command === 'up' || command === 'api' ? ['server', 'console'] : ['server']);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
if (!existsSync(main)) {
  process.stderr.write('Keepwell is not built. Run `npm ci`, then try again.\n');
  process.exit(1);
}
try {
  await import(main.href);
} catch (error) {
  // What a person can put right is said in a sentence; anything else is a fault, and shown where it is.
  const isSpoken = ['EnvironmentWrong', 'DatabaseUnusable', 'PortTaken'].includes(error.name);
  process.stderr.write(`error: ${isSpoken ? error.message : error.stack}\n`);
  process.exit(1);
}

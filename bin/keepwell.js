#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { ensureBuilt } from './build.js';

const main = new URL('../dist/apps/cli/src/main.js', import.meta.url);

try {
  const command = process.argv[2];
  await ensureBuilt(command === 'up' ? ['server', 'console'] : ['server']);
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
if (!existsSync(main)) {
  process.stderr.write('Keepwell is not built. Run `npm ci`, then try again.\n');
  process.exit(1);
}
await import(main.href);

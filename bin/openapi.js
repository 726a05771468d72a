#!/usr/bin/env node
/**
 * Writes openapi.json and the console's types from the built server, without listening. `--check` writes nothing and
 * fails when what is committed no longer says what the server does.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import openapiTS, { astToString } from 'openapi-typescript';
import { ensureBuilt } from './build.js';

const root = resolve(import.meta.dirname, '..');
const DESCRIPTION = 'openapi.json';
const CONSOLE_TYPES = 'apps/console/src/api.schema.ts';

/** The compiler lists the words of a union in an order of its own, which changes with unrelated code. */
function withSortedWords(node) {
  if (Array.isArray(node)) return node.map(withSortedWords);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'enum' && Array.isArray(value)
        ? [...value].sort((one, other) => String(one).localeCompare(String(other), 'en'))
        : withSortedWords(value),
    ]),
  );
}

async function textOf(path) {
  try {
    return await readFile(join(root, path), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

await ensureBuilt(['server']);
const { describeApiWithoutStarting } = await import(pathToFileURL(join(root, 'dist/apps/api/src/openapi.js')).href);
const description = withSortedWords(await describeApiWithoutStarting());
const types = astToString(await openapiTS(structuredClone(description), { alphabetize: false }));
const wanted = {
  [DESCRIPTION]: await format(JSON.stringify(description), {
    ...(await resolveConfig(join(root, DESCRIPTION))),
    parser: 'json',
  }),
  [CONSOLE_TYPES]: `/** Written by \`npm run openapi\` from the API's own description. Do not edit. */\n${types}`,
};

const stale = [];
for (const [path, text] of Object.entries(wanted)) {
  if ((await textOf(path)) === text) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) await writeFile(join(root, path), text);
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(
    `${stale.join(' and ')} no longer say what the API does: run npm run openapi and commit them.\n`,
  );
  process.exitCode = 1;
} else {
  process.stderr.write(stale.length === 0 ? 'The description is up to date.\n' : `Wrote ${stale.join(' and ')}.\n`);
}

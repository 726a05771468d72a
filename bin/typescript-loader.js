/**
 * Lets a child process run our TypeScript as it stands: `node --import ./bin/typescript-loader.js file.ts` (the command line for
 * connectors that are being written, and tests).
 * The aliases are those of tsconfig.json, the compiler is the one that Jest uses.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const root = new URL('../', import.meta.url);
const KEPT = fileURLToPath(new URL('node_modules/.cache/keepwell-typescript', root));
const { compilerOptions } = JSON.parse(readFileSync(new URL('tsconfig.json', root), 'utf8'));

export async function resolve(specifier, context, next) {
  const alias = compilerOptions.paths[specifier]?.[0];
  if (alias !== undefined) return { url: new URL(alias, root).href, shortCircuit: true };
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

/** Kept by content: a proof that kills hundreds of processes must not spend its time compiling. */
async function compiled(filename) {
  const text = readFileSync(filename, 'utf8');
  const key = createHash('sha256').update(`1 ${filename}\n${text}`).digest('hex');
  const kept = join(KEPT, `${key}.js`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  const { transform } = await import('@swc/core');
  const { code } = await transform(text, {
    filename,
    sourceMaps: 'inline',
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      keepClassNames: true,
      target: 'es2022',
    },
    module: { type: 'es6' },
  });
  mkdirSync(KEPT, { recursive: true });
  // Another process may be writing the same: a half-written one must never be read.
  writeFileSync(`${kept}.${process.pid}`, code);
  renameSync(`${kept}.${process.pid}`, kept);
  return code;
}

if (isMainThread) register(import.meta.url, pathToFileURL('./'));

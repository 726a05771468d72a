import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;
const fromRepository = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export default defineConfig({
  root,
  plugins: [react()],
  resolve: {
    alias: [
      { find: '@keepwell/domain/records', replacement: fromRepository('libs/domain/src/records.ts') },
      { find: /^@keepwell\/domain$/, replacement: fromRepository('libs/domain/src/index.ts') },
    ],
  },
  build: {
    outDir: fromRepository('dist/console'),
    emptyOutDir: true,
    sourcemap: true,
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // The polyfill is an inline script in some browsers; every supported one preloads modules itself.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': process.env['KEEPWELL_API'] ?? 'http://127.0.0.1:3000' } },
});

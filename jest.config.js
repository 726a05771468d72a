import { readFileSync } from 'node:fs';

/** One list of aliases for the compiler, the tests and the reader: tsconfig.json. */
const { compilerOptions } = JSON.parse(readFileSync(new URL('./tsconfig.json', import.meta.url), 'utf8'));
const aliases = Object.fromEntries(
  Object.entries(compilerOptions.paths).map(([alias, [target]]) => [`^${alias}$`, `<rootDir>/${target.slice(2)}`]),
);

const typescript = (jsx = false) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax: 'typescript', decorators: !jsx, tsx: jsx },
      transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
      keepClassNames: true,
      target: 'es2022',
    },
    module: { type: 'es6' },
  },
];

const server = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    ...aliases,
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its ESM build imports JSON in a way Jest warns of, once a file.
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  setupFiles: ['<rootDir>/test/support/sandbox-process.js'],
  transform: { '^.+\\.ts$': typescript() },
  testEnvironment: 'node',
};

/**
 * unit:     pure code and code whose only neighbour is loopback; no services needed
 * database: needs PostgreSQL (embedded, started once for the run)
 * journeys: whole stories across apps: PostgreSQL, Redis, Chromium
 * nightly:  the long forms of proofs that the others hold in short
 * console:  React components in jsdom
 */
export default {
  testSequencer: '<rootDir>/test/support/longest-first.js',
  projects: [
    {
      ...server,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{apps/!(console),libs,connectors,config}/**/*.spec.ts',
        '<rootDir>/test/unit/**/*.spec.ts',
      ],
      testPathIgnorePatterns: ['\\.db\\.spec\\.ts$', '/node_modules/'],
    },
    {
      ...server,
      displayName: 'database',
      testMatch: ['<rootDir>/{apps/!(console),libs,connectors,test}/**/*.db.spec.ts'],
      globalSetup: '<rootDir>/test/support/start-services.js',
      globalTeardown: '<rootDir>/test/support/stop-services.js',
    },
    {
      ...server,
      displayName: 'journeys',
      testMatch: ['<rootDir>/test/journeys/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/start-services.js',
      globalTeardown: '<rootDir>/test/support/stop-services.js',
    },
    {
      ...server,
      displayName: 'nightly',
      testMatch: ['<rootDir>/test/nightly/**/*.nightly-spec.ts'],
      globalSetup: '<rootDir>/test/support/start-services.js',
      globalTeardown: '<rootDir>/test/support/stop-services.js',
    },
    {
      ...server,
      displayName: 'console',
      testEnvironment: '<rootDir>/apps/console/test/browser-environment.js',
      testMatch: ['<rootDir>/apps/console/**/*.spec.tsx'],
      moduleNameMapper: { ...server.moduleNameMapper, '\\.css$': '<rootDir>/apps/console/test/empty.js' },
      transform: { '^.+\\.tsx?$': typescript(true) },
    },
  ],
};

/**
 * Who may import whom (docs/decisions/0003-the-house.md). A new exception needs a line here saying why.
 * Paths are matched whole, from the root of the repository.
 */
const OURS = '^(apps|libs|connectors|config)/';

/** @param name @param from @param allowed what of ours `from` may import besides itself */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  // What a connector's tests run against is the simulator: that is no part of the connector.
  from: { path: from, pathNot: ['\\.spec\\.tsx?$', '^connectors/[^/]+/(test/|conformance\\.ts$)'] },
  to: { path: OURS, pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Entities that name each other are the one exception.',
      severity: 'error',
      from: { pathNot: '^libs/database/src/entities/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      comment:
        'No clock, no network, no framework: only itself, the zone arithmetic, a hash that runs everywhere, and chance from a seed.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^libs/domain/',
          'node_modules/temporal-polyfill/',
          'node_modules/@noble/hashes/',
          'node_modules/pure-rand/',
        ],
      },
    },
    only('sdk', 'Connector authors get the records and the guarded client.', '^libs/connector-sdk/', [
      '^libs/domain/src/records\\.ts$',
      '^libs/outbound/src/index\\.ts$',
    ]),
    only('connectors-know-the-sdk-only', 'One folder each.', '^connectors/[^/]+/', [
      '^libs/connector-sdk/src/(index|testing/index)\\.ts$',
      '^libs/domain/src/records\\.ts$',
    ]),
    {
      name: 'no-connector-knows-another',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^connectors/([^/]+)/', pathNot: '^connectors/$1/' },
    },
    only('database', 'Knows the domain; config only where the connection is made.', '^libs/database/', [
      '^libs/domain/src/(index|records)\\.ts$',
      '^config/env\\.ts$',
    ]),
    only('queues', 'Handed its settings by the apps.', '^libs/queues/', ['^libs/domain/src/(index|records)\\.ts$']),
    only('messaging', 'Texts and channels; handed its settings by the apps.', '^libs/messaging/', [
      '^libs/domain/src/(index|records)\\.ts$',
      '^libs/outbound/src/index\\.ts$',
    ]),
    only('documents', 'Numbers as pages, PDF and CSV; asks nobody.', '^libs/documents/', [
      '^libs/domain/src/(index|records)\\.ts$',
    ]),
    only('outbound', 'Knows nothing of ours.', '^libs/outbound/', []),
    only('env', 'Nothing of ours.', '^config/', []),
    only('simulator', 'Knows the words of the domain only.', '^apps/simulator/', [
      '^libs/domain/src/(index|records)\\.ts$',
    ]),
    only('console', 'Talks to the API over HTTP.', '^apps/console/', [
      '^libs/domain/src/(index|records|evaluation)\\.ts$',
    ]),
    only('api', 'Not the worker; connectors by their list.', '^apps/api/', [
      '^libs/',
      '^config/',
      '^connectors/index\\.ts$',
    ]),
    only('worker', 'Not the api; connectors by their list.', '^apps/worker/', [
      '^libs/',
      '^config/',
      '^connectors/index\\.ts$',
    ]),
    only('cli', 'Starts everything; a connector only by the list.', '^apps/cli/', [
      '^libs/',
      '^config/',
      '^connectors/index\\.ts$',
      '^apps/(api|worker|simulator)/src/index\\.ts$',
    ]),
    {
      name: 'through-the-front-door',
      comment: 'Across libs only by the index, or by records.ts and testing.',
      severity: 'error',
      from: { path: '^(apps|connectors|config|libs/([^/]+))/' },
      to: {
        path: '^libs/([^/]+)/src/',
        pathNot: ['^libs/[^/]+/src/(index|records|evaluation|testing/index)\\.ts$', '^libs/$2/'],
      },
    },
    {
      name: 'typeorm-lives-in-database',
      severity: 'error',
      from: { path: OURS, pathNot: ['^libs/database/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm)/' },
    },
    {
      name: 'bull-lives-in-queues',
      severity: 'error',
      from: { path: OURS, pathNot: ['^libs/queues/', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/(bull|@nestjs/bull)/' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

import type { CheckResult, Manifest } from '@keepwell/connector-sdk';
import type { Command } from 'commander';
import { CommandFailed } from '../failure.js';
import type { Io } from '../io.js';
import { addSourceOptions, type SourceOptions } from '../source/source-options.js';

export function registerConnector(program: Command, io: Io): void {
  const connector = program.command('connector').description('work with the sources Keepwell can read');
  connector
    .command('list')
    .description('every kind of source, and what each needs to be told')
    .option('--json', 'for programs: JSON on stdout')
    .action(async (options: { json?: boolean }) => list(options.json ?? false, io));
  addSourceOptions(connector.command('check'))
    .description('try a source: what is there, what cannot be read, what the rules will miss; stores nothing')
    .option('--json', 'for programs: JSON on stdout')
    .action(async (options: SourceOptions & { json?: boolean }) => check(options, io));
  connector
    .command('new')
    .description('write the folder of a new connector; its kit says what is to be filled in')
    .argument('<name>', 'in small letters, digits and hyphens: acme-dental')
    .option('--in <folder>', 'where to write it (default: connectors/ of this repository, and its list)')
    .action(async (name: string, options: { in?: string }) => createNew(name, options, io));
  connector
    .command('test')
    .description('run the conformance kit over a connector that is being written')
    .argument('<dir>', 'its folder, like connectors/acme-dental')
    .option('--json', 'for programs: JSON on stdout')
    .action(async (dir: string, options: { json?: boolean }) => test(dir, options.json ?? false, io));
  connector
    .command('sync')
    .description('read the connections of a practice now and store what changed')
    .option('--practice <name>', 'id or name; needed only where there are several')
    .option('--connection <name>', 'id or name of one connection (default: all)')
    .option('--json', 'for programs: JSON on stdout')
    .action(async (options: SyncOptions) => sync(options, io));
}

interface SyncOptions {
  practice?: string;
  connection?: string;
  json?: boolean;
}

async function sync({ practice, connection, json }: SyncOptions, io: Io): Promise<void> {
  const { syncConnections } = await import('../operation/sync-connections.js');
  const runs = await syncConnections({ practice: practice ?? null, connection: connection ?? null }, io);
  if (json) io.out(`${JSON.stringify(runs, null, 2)}\n`);
  else {
    for (const { name, state, read, applied, unchanged, quarantined } of runs) {
      io.out(
        `${name}: ${state}; ${read} read = ${applied} applied + ${unchanged} unchanged + ${quarantined} put aside\n`,
      );
    }
  }
  const failed = runs.find(({ state }) => state === 'failed' || state === 'skipped');
  if (failed !== undefined)
    throw new CommandFailed(`${failed.name} was not read: ${failed.problem ?? 'no reason given'}`);
}

async function createNew(name: string, options: { in?: string }, io: Io): Promise<void> {
  const { newConnector } = await import('../connector/new-connector.js');
  const { folder, files, listedIn } = await newConnector(name, options);
  io.out(`Written to ${folder}:\n${files.map((file) => `  ${file}\n`).join('')}`);
  if (listedIn !== null) io.out(`Added to ${listedIn}.\n`);
  io.out('Now fill in src/client.ts and src/map.ts (look for FILL IN), and ask what is missing:\n');
  io.out(`  npm run keepwell -- connector test ${folder}\n`);
}

async function test(dir: string, json: boolean, io: Io): Promise<void> {
  const { outcomeText, testConnector } = await import('../connector/test-connector.js');
  const outcome = await testConnector(dir, io);
  io.out(json ? `${JSON.stringify(outcome, null, 2)}\n` : outcomeText(outcome));
  if (outcome.failures.length > 0) throw new CommandFailed(`${outcome.connector} does not pass the conformance kit.`);
}

async function list(json: boolean, io: Io): Promise<void> {
  const { CONNECTORS } = await import('@keepwell/connectors');
  const kinds = CONNECTORS.map(({ id, name, description, settings, keeps, manifest }) => ({
    id,
    name,
    description,
    settings,
    keeps,
    manifest,
  }));
  if (json) return io.out(`${JSON.stringify(kinds, null, 2)}\n`);
  for (const { id, description, settings, manifest } of kinds) {
    io.out(`${id}\n  ${description}\n`);
    for (const line of manifestLines(manifest)) io.out(`  ${line}\n`);
    for (const [key, property] of Object.entries(settings.properties)) {
      const needed = settings.required?.includes(key) ? ' (needed)' : '';
      io.out(`    --set ${key}=…  ${property.description ?? property.title}${needed}\n`);
    }
  }
}

/** What a connector can do, in a few lines. */
function manifestLines({ waysIn, gives, writes, throttle }: Manifest): string[] {
  const kinds = Object.entries(gives).map(([kind, { mode, confidence }]) =>
    confidence === 'verified' ? `${kind} (${mode})` : `${kind} (${mode}, experimental)`,
  );
  const written = Object.keys(writes).map((kind) => kind.replace('_', ' '));
  const pace = throttle?.budgets.map(({ requests, perMs }) => `${requests} in ${perMs / 1000} s`) ?? [];
  return [
    `reads by ${waysIn.join(', ')}: ${kinds.join(', ')}`,
    ...(written.length > 0 ? [`writes: ${written.join(', ')}`] : []),
    ...(pace.length > 0 ? [`asks at most ${pace.join(' and ')}`] : []),
  ];
}

async function check({ json, ...options }: SourceOptions & { json?: boolean }, io: Io): Promise<void> {
  const { openSource } = await import('../source/open-source.js');
  const source = await openSource(options, io);
  try {
    const result = await source.connector.check(source.context);
    if (json) io.out(`${JSON.stringify(result, null, 2)}\n`);
    else await print(result, io);
    if (!result.ok) throw new CommandFailed(result.problems[0] ?? 'The source cannot be read.');
  } finally {
    await source.close();
  }
}

async function print(result: CheckResult, io: Io): Promise<void> {
  const section = (title: string, lines: string[]) => {
    if (lines.length > 0) io.out(`${title}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  };
  const counts = Object.entries(result.counts).map(([kind, count]) => `${kind}: ${count}`);
  section(result.ok ? 'The source can be read.' : 'The source cannot be read:', result.ok ? [] : result.problems);
  if (result.ok) io.out('The source can be read.\n');
  section('Time zone', result.timezone === null ? [] : [result.timezone]);
  section('Records', counts);
  section(
    'Missing',
    result.missing.map(({ says }) => says),
  );
  section('Notes', result.notes);
  if (result.proposal !== undefined) {
    const { stringify } = await import('yaml');
    io.out('\nA guess from the headings. Nothing uses it by itself: save it as mapping.yaml, read it through,\n');
    io.out('then add: --set mapping=mapping.yaml\n\n');
    io.out(stringify(result.proposal));
  }
}

import { type Command, Option } from 'commander';
import { UsageWrong } from '../failure.js';
import type { CaseTab } from '@keepwell/database';
import type { Io } from '../io.js';
import { addSourceOptions, addSourceOptionsIfAny, type SourceOptions } from '../source/source-options.js';

interface ExplainOptions extends Omit<SourceOptions, 'connector'> {
  connector?: string;
  patient?: string;
  list?: boolean;
  tab?: CaseTab;
  practice?: string;
  asOf?: string;
  json?: boolean;
}

interface BacktestOptions extends SourceOptions {
  from: string;
  to: string;
  every: string;
  rule?: string[];
  setRule?: string[];
  format?: string;
  json?: boolean;
}

export function registerRules(program: Command, io: Io): void {
  const rules = program.command('rules').description('what the rules are, and what they say about a patient');
  rules
    .command('list')
    .description('every rule: kind, class, what it looks for, its parameters')
    .option('--json', 'for programs: JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => list(json ?? false, io));
  addSourceOptionsIfAny(rules.command('explain'))
    .description(
      'why a patient is listed, or why not, rule by rule; or what the list showed. Without --connector the practice that is stored here is asked, ' +
        'with the settings, the usual gaps and the models of that moment',
    )
    .option('--patient <id>', 'the patient’s id in the source')
    .option('--list', 'the whole list as it was shown, instead of one patient')
    .addOption(new Option('--tab <tab>', 'with --list: which part of it').choices(TABS).default('today'))
    .option('--practice <name>', 'id or name; needed only where several are stored')
    .option('--as-of <instant>', 'look at that instant, or at the start of that date')
    .option('--json', 'for programs: JSON on stdout')
    .action(async (options: ExplainOptions) => explain(options, io));
  addSourceOptions(rules.command('backtest'))
    .description(
      'whom the rules would have flagged on past days with what was known then, how early, and who stayed away',
    )
    .requiredOption('--from <date>', 'first day to ask about')
    .requiredOption(
      '--to <date>',
      'last day; alerts are judged where their horizon (physio 30 days) ends inside the data',
    )
    .option('--every <days>', 'ask every so many days', '1')
    .addOption(new Option('--rule <id>', 'only this rule, on or off; repeat for more').argParser(repeated))
    .addOption(
      new Option(
        '--set-rule <rule.name=value>',
        'try another threshold beside the present one, e.g. R05.PT="3 BD", or R08=on',
      ).argParser(repeated),
    )
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'json']))
    .option('--json', 'the same as --format json')
    .action(async (options: BacktestOptions) => backtest(options, io));
  registerBacktests(rules, io);
}

interface StoredOptions {
  practice?: string;
  json?: boolean;
}

/** Those that were asked for in a practice that is stored here. */
function registerBacktests(rules: Command, io: Io): void {
  const backtests = rules
    .command('backtests')
    .description('the backtests that were asked for in a stored practice, which a server does');
  const stored = (command: Command) =>
    command
      .option('--practice <name>', 'id or name; needed only where several are stored')
      .option('--json', 'for programs: JSON on stdout');
  stored(backtests.command('list', { isDefault: true }))
    .description('how far each is, newest first')
    .action(async (options: StoredOptions) => listBacktests(options, io));
  stored(backtests.command('watch'))
    .description('wait until one is done, and show its figures; Ctrl-C stops the waiting alone')
    .argument('[id]', 'which; needed only where several wait or run')
    .action(async (id: string | undefined, options: StoredOptions) => watch(id, options, io));
  stored(backtests.command('cancel'))
    .description('call one off that waits or runs; it stops within moments, and what it had counted is let go')
    .argument('[id]', 'which; needed only where several wait or run')
    .action(async (id: string | undefined, options: StoredOptions) => cancel(id, options, io));
}

async function listBacktests({ practice, json }: StoredOptions, io: Io): Promise<void> {
  const { storedBacktests } = await import('../rules/stored-backtests.js');
  const { printRuns } = await import('../rules/backtest-text.js');
  const runs = await storedBacktests(practice ?? null, io);
  io.out(json ? `${JSON.stringify(runs, null, 2)}\n` : printRuns(runs));
}

async function watch(id: string | undefined, { practice, json }: StoredOptions, io: Io): Promise<void> {
  const { watchBacktest } = await import('../rules/stored-backtests.js');
  const { printBacktest } = await import('../rules/backtest-text.js');
  const done = await watchBacktest({ id: id ?? null, practice: practice ?? null }, io);
  io.out(json ? `${JSON.stringify(done, null, 2)}\n` : printBacktest(done));
}

async function cancel(id: string | undefined, { practice, json }: StoredOptions, io: Io): Promise<void> {
  const { cancelBacktest } = await import('../rules/stored-backtests.js');
  const run = await cancelBacktest({ id: id ?? null, practice: practice ?? null }, io);
  io.out(
    json
      ? `${JSON.stringify(run, null, 2)}\n`
      : `The backtest from ${run.from} to ${run.to} was called off; ask anew to begin again.\n`,
  );
}

const TABS: CaseTab[] = ['today', 'waiting', 'in_outreach', 'snoozed', 'backlog', 'resolved', 'all'];

function repeated(text: string, before: string[] = []): string[] {
  return [...before, text];
}

const KINDS = { O: 'off track', W: 'at risk', V: 'service task' } as const;

async function list(json: boolean, io: Io): Promise<void> {
  const { RULES } = await import('@keepwell/domain');
  const rules = RULES.map(({ id, name, version, kind, class: urgency, says, defaults, startsOff }) => ({
    rule: id,
    name,
    version,
    kind,
    class: urgency,
    says,
    startsOff: startsOff === true,
    parameters: defaults,
  }));
  if (json) return io.out(`${JSON.stringify(rules, null, 2)}\n`);
  for (const { rule, name, kind, class: urgency, says, startsOff, parameters } of rules) {
    const off = startsOff ? ', off until switched on' : '';
    io.out(`${rule} ${name} (${KINDS[kind]}, ${urgency}${off})\n  ${says}\n`);
    const shown = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
    if (shown.length > 0) io.out(`  ${shown.join(', ')}\n`);
  }
}

async function explain(options: ExplainOptions, io: Io): Promise<void> {
  const { json, patient, list: wantsList, tab = 'today', practice, asOf, connector, ...source } = options;
  if ((patient === undefined) === (wantsList !== true)) throw new UsageWrong('say either --patient ID or --list');
  if (wantsList && connector !== undefined)
    throw new UsageWrong('--list shows what a stored practice’s list was: leave --connector out');
  const { printExplanation, printListThen } = await import('../rules/explanation-text.js');
  const question = { practice: practice ?? null, asOf: asOf ?? null };
  if (patient === undefined) {
    const { listThen } = await import('../rules/stored-practice.js');
    const shown = await listThen(tab, question, io);
    return io.out(json ? `${JSON.stringify(shown, null, 2)}\n` : printListThen(shown));
  }
  const { explainPatient } = await import('../rules/explain.js');
  const { explainStored } = await import('../rules/stored-practice.js');
  const explained =
    connector === undefined
      ? await explainStored(patient, question, io)
      : await explainPatient({ ...source, connector }, patient, asOf ?? null, io);
  io.out(json ? `${JSON.stringify(explained, null, 2)}\n` : printExplanation(explained));
}

async function backtest(options: BacktestOptions, io: Io): Promise<void> {
  const { json, format, from, to, every, rule = [], setRule = [], ...source } = options;
  if (json && format !== undefined && format !== 'json')
    throw new UsageWrong(`--json and --format ${format} exclude each other`);
  const { backtestSource } = await import('../rules/backtest.js');
  const { printBacktest } = await import('../rules/backtest-text.js');
  const tried = await backtestSource(source, { from, to, every, rules: rule, changes: setRule }, io);
  io.out(json || format === 'json' ? `${JSON.stringify(tried, null, 2)}\n` : printBacktest(tried));
}

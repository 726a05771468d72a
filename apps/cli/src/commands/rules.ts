import type { Command } from 'commander';
import type { Io } from '../io.js';
import { addSourceOptions, type SourceOptions } from '../source/source-options.js';

interface ExplainOptions extends SourceOptions {
  patient: string;
  asOf?: string;
  json?: boolean;
}

export function registerRules(program: Command, io: Io): void {
  const rules = program.command('rules').description('what the rules are, and what they say about a patient');
  rules
    .command('list')
    .description('every rule: kind, class, what it looks for, its parameters')
    .option('--json', 'for programs: JSON on stdout')
    .action(async ({ json }: { json?: boolean }) => list(json ?? false, io));
  addSourceOptions(rules.command('explain'))
    .description('why a patient is listed, or why not, rule by rule')
    .requiredOption('--patient <id>', 'the patient’s id in the source')
    .option('--as-of <instant>', 'look at that instant, or at the start of that date')
    .option('--json', 'for programs: JSON on stdout')
    .action(async (options: ExplainOptions) => explain(options, io));
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

async function explain({ json, patient, asOf, ...options }: ExplainOptions, io: Io): Promise<void> {
  const { explainPatient } = await import('../rules/explain.js');
  const { printExplanation } = await import('../rules/explanation-text.js');
  const explained = await explainPatient(options, patient, asOf ?? null, io);
  io.out(json ? `${JSON.stringify(explained, null, 2)}\n` : printExplanation(explained));
}

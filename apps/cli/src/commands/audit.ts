import { type Command, Option } from 'commander';
import { CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';
import { addSourceOptions, type SourceOptions } from '../source/source-options.js';

interface AuditOptions extends SourceOptions {
  asOf?: string;
  format?: string;
  json?: boolean;
  out?: string;
}

export function registerAudit(program: Command, io: Io): void {
  addSourceOptions(program.command('audit'))
    .description('who is off track, why, and where people leave, straight from a source; stores nothing')
    .option('--as-of <instant>', 'look at that instant, or at the start of that date (default: now)')
    .addOption(new Option('--format <format>', 'how to show it').choices(['text', 'json', 'html', 'pdf']))
    .option('--out <file>', 'write it to a file')
    .option('--json', 'the same as --format json')
    .addHelpText('after', '\nAge of majority, for guardians: --set majority=18')
    .action(async (options: AuditOptions) => audit(options, io));
}

async function audit({ format, json, out, asOf, ...options }: AuditOptions, io: Io): Promise<void> {
  if (json && format !== undefined && format !== 'json')
    throw new UsageWrong(`--json and --format ${format} exclude each other`);
  const wanted = json ? 'json' : (format ?? 'text');
  if (wanted === 'pdf' && out === undefined) throw new UsageWrong('a PDF goes to a file: name it with --out audit.pdf');
  const { runAudit } = await import('../audit/run-audit.js');
  const { auditPrinter } = await import('../audit/printers.js');
  const { deliver } = await import('../audit/deliver.js');
  const print = await auditPrinter(wanted);
  const { report, talk } = await runAudit(options, asOf ?? null, io);
  await deliver(await print(report), out ?? null, io);
  // The text says it itself.
  if (wanted !== 'text') for (const line of talk) io.say(line);
  const { read, applied, putAside } = report.source;
  if (read > 0 && applied === 0) {
    throw new CommandFailed(
      `None of the ${read} records could be used${putAside[0] === undefined ? '' : `; the first: ${putAside[0].example}`}. ` +
        'See what was found with: keepwell connector check',
    );
  }
}

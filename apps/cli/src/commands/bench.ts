import type { Command } from 'commander';
import type { Io } from '../io.js';

interface BenchFlags {
  json?: boolean;
  quick?: boolean;
}

/** Each area measures ours beside its floor and its peer in the same run; see docs. */
export function registerBench(program: Command, io: Io): void {
  const bench = program.command('bench').description('measure Keepwell beside a physical floor and a peer, in one run');
  bench
    .command('sync')
    .description(
      'from fetched pages to stored records: first load, and reading again what changed a little or not at all',
    )
    .option('--json', 'for programs: JSON on stdout')
    .option('--quick', '20,000 appointments instead of 200,000')
    .action(async ({ json, quick }: BenchFlags) => {
      const { benchSync } = await import('../bench/sync.js');
      const { reportText } = await import('../bench/bench-report.js');
      const report = await benchSync({
        ...(quick === true ? { rows: 20_000 } : {}),
        onProgress: (line) => io.say(line),
        signal: io.signal,
      });
      io.out(json === true ? `${JSON.stringify(report)}\n` : reportText(report));
    });
  bench
    .command('hl7')
    .description('HL7 v2: reading, answering over MLLP, and answering after the commit')
    .option('--json', 'for programs: JSON on stdout')
    .option('--quick', '2,000 messages instead of 20,000')
    .action(async ({ json, quick }: BenchFlags) => {
      const { benchHl7 } = await import('../bench/hl7.js');
      const { reportText } = await import('../bench/bench-report.js');
      const report = await benchHl7({
        ...(quick === true ? { messages: 2_000 } : {}),
        onProgress: (line) => io.say(line),
        signal: io.signal,
      });
      io.out(json === true ? `${JSON.stringify(report)}\n` : reportText(report));
    });
  bench
    .command('rules')
    .description('the rules alone, over a whole practice, after changes, and a day later')
    .option('--json', 'for programs: JSON on stdout')
    .option('--quick', 'smaller practices: 2,000 and 20,000 patients')
    .action(async ({ json, quick }: BenchFlags) => {
      const { benchRules } = await import('../bench/rules.js');
      const { reportText } = await import('../bench/bench-report.js');
      const report = await benchRules({
        ...(quick === true ? { sizes: [2_000, 20_000], rounds: 3 } : {}),
        onProgress: (line) => io.say(line),
        signal: io.signal,
      });
      io.out(json === true ? `${JSON.stringify(report)}\n` : reportText(report));
    });
}

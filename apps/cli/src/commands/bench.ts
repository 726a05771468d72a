import { InvalidArgumentError, Option, type Command } from 'commander';
import { CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';

interface DetectionFlags {
  json?: boolean;
  quick?: boolean;
  tuning?: boolean;
  seeds: number;
  fromSeed?: number;
  patients: number;
  world?: string;
}

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
    .option(
      '--patients <number>',
      'instead: one practice of this size, a night later, one change at a time, and the memory',
      whole,
    )
    .addOption(new Option('--only <part>', 'the rules by themselves, nothing of the database').choices(['evaluator']))
    .action(async ({ json, quick, patients, only }: BenchFlags & { patients?: number; only?: 'evaluator' }) => {
      const { reportText } = await import('../bench/bench-report.js');
      const common = { onProgress: (line: string) => io.say(line), signal: io.signal };
      const sizes = quick === true ? { sizes: [2_000, 20_000], rounds: 3 } : {};
      const report =
        patients === undefined
          ? await (await import('../bench/rules.js')).benchRules({ ...sizes, ...common, only })
          : await (await import('../bench/rules-large.js')).benchLarge({ patients, ...common });
      io.out(json === true ? `${JSON.stringify(report)}\n` : reportText(report));
    });
  bench
    .command('detection')
    .description(
      'who is found, how early, how truly: simulated practices whose truth is known, walked morning by morning, beside\n' +
        'fixed gaps of 60 and 90 days',
    )
    .option('--json', 'for programs: JSON on stdout')
    .option('--quick', 'one seed, 300 patients, 20 trials of the effect of contact')
    .option('--seeds <number>', 'practices simulated for each world', whole, 3)
    .option('--from-seed <number>', 'the first of the seeds (default: the first that nothing was tuned on)', whole)
    .option('--patients <number>', 'patients of each practice', whole, 1000)
    .option('--world <name>', 'only this world: physio, dental, mixed, quiet or no_leavers')
    .option('--tuning', 'use the seeds on which rules and parameters were tried out; never for figures to be shown')
    .action(async (flags: DetectionFlags) => runDetection(flags, io));
}

async function runDetection(flags: DetectionFlags, io: Io): Promise<void> {
  const { json, quick, tuning = false, patients, world } = flags;
  const { benchDetection } = await import('../bench/detection.js');
  const { detectionText } = await import('../bench/detection/report-text.js');
  const { seedsOf, TUNING_SEEDS, WORLDS } = await import('../bench/detection/worlds.js');
  const seeds = seedsOf(quick === true ? 1 : flags.seeds, tuning, flags.fromSeed);
  const tuned = seeds.filter((seed) => TUNING_SEEDS.includes(seed));
  if (tuned.length > 0 && !tuning) {
    throw new UsageWrong(
      `rules were tuned on seed ${tuned.join(', ')}: choose others, or say --tuning if you are tuning and show the figures to nobody`,
    );
  }
  const only = WORLDS.find(({ id }) => id === world);
  if (world !== undefined && only === undefined) {
    throw new UsageWrong(`--world is one of ${WORLDS.map(({ id }) => id).join(', ')}, not ${world}`);
  }
  const report = await benchDetection({
    seeds,
    patients: quick === true ? 300 : patients,
    ...(only === undefined ? {} : { worlds: [only.id] }),
    ...(quick === true ? { upliftSeeds: 20 } : {}),
    onProgress: (line) => io.say(line),
    signal: io.signal,
  });
  io.out(json === true ? `${JSON.stringify(report)}\n` : detectionText(report));
  const wrong = report.worlds.reduce((sum, each) => sum + each.forbidden.length + each.unexplained.length, 0);
  if (wrong > 0) throw new CommandFailed(`${wrong} forbidden cases or reasons that rest on nothing; --json names each`);
}

function whole(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isInteger(number) || number < 1 || number > 1_000_000) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 1,000,000.');
  }
  return number;
}

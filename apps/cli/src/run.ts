import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, CommanderError } from 'commander';
import { registerAudit } from './commands/audit.js';
import { registerBench } from './commands/bench.js';
import { registerConnector } from './commands/connector.js';
import { registerMigrate } from './commands/migrate.js';
import { registerRules } from './commands/rules.js';
import { registerUp } from './commands/up.js';
import { registerSimulate } from './commands/simulate.js';
import { registerUser } from './commands/user.js';
import { sentenceFor, UsageWrong } from './failure.js';
import type { Io } from './io.js';

/** Runs one command line and answers its exit code: 0 done, 1 failed with a sentence, 2 wrong usage. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const program = createProgram(io);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageWrong) {
      io.say(`error: ${error.message}`);
      io.say(`Usage is shown by: ${['keepwell', ...commandIn(program, argv), '--help'].join(' ')}`);
      return 2;
    }
    if (io.signal.aborted) {
      io.say('Stopped.');
      return 1;
    }
    io.say(`error: ${sentenceFor(error)}`);
    if (argv.includes('--trace') && error instanceof Error) io.say(error.stack ?? '');
    return 1;
  }
}

/** The words of the command line that name a command, not what follows them. */
function commandIn(program: Command, [word, ...rest]: readonly string[]): string[] {
  const command = program.commands.find((each) => each.name() === word);
  return command === undefined ? [] : [command.name(), ...commandIn(command, rest)];
}

export function createProgram(io: Io): Command {
  const program = new Command('keepwell')
    .description('Finds patients who are off track, says why, and helps to bring them back.')
    .version(version(), '-V, --version')
    .option('--trace', 'on a fault, show where it happened')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.say(text.trimEnd()),
    })
    .showHelpAfterError()
    .enablePositionalOptions(false);
  registerUp(program, io);
  registerAudit(program, io);
  registerConnector(program, io);
  registerRules(program, io);
  registerSimulate(program, io);
  registerMigrate(program, io);
  registerUser(program, io);
  registerBench(program, io);
  return program;
}

/** The package's own version; this file is three folders deep in the sources and four in the build. */
function version(): string {
  for (let folder = import.meta.dirname; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    try {
      const content: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      if (typeof content === 'object' && content !== null && 'version' in content) return String(content.version);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return 'unknown';
}

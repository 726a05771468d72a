import { InvalidArgumentError, type Command } from 'commander';

interface SimulateOptions {
  format?: 'csv';
  out?: string;
  serve?: 'fhir';
  port: number;
  seed: string;
  patients: number;
  asOf?: number;
  months: number;
  dirt: number;
  speed: number;
  pageSize: number;
  comebacks: number;
  force?: boolean;
  json?: boolean;
}

/** `keepwell simulate`: a practice that does not exist, as a folder or as a living server. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .summary('make a simulated practice with known truth')
    .description(
      'Makes a simulated practice. `--format csv --out DIR` writes a CSV folder with truth.json beside it;\n' +
        '`--serve fhir --port N` serves it as a FHIR R4 server that lives on (its control is under /_sim).',
    )
    .option('--format <kind>', 'write a data set: csv', choice('csv'))
    .option('--out <dir>', 'folder for the data set; must be empty, or see --force')
    .option('--serve <kind>', 'serve it over HTTP on loopback: fhir', choice('fhir'))
    .option('--port <number>', 'port of the server, 0 for a free one', whole(0, 65_535), 0)
    .option('--seed <seed>', 'the same seed gives the same practice', '1')
    .option('--patients <number>', 'patients registered at --as-of', whole(1, 5_000_000), 1000)
    .option('--as-of <instant>', 'instant or date at which it is looked at (default: now)', instant)
    .option('--months <number>', 'length of the history', whole(1, 240), 18)
    .option('--dirt <share>', 'unreadable rows in the CSV files: 0 none, 1 about one in a hundred', between(0, 1), 0)
    .option('--speed <factor>', 'simulated seconds per second, for --serve', between(0, 100_000), 1)
    .option('--page-size <number>', 'largest page, for --serve', whole(1, 10_000), 100)
    .option(
      '--comebacks <number>',
      'off-track patients who book by themselves in an hour, for --serve',
      whole(0, 3600),
      0,
    )
    .option('--force', 'write into a folder that is not empty')
    .option('--json', 'say what was done as JSON on stdout')
    .action(async (options: SimulateOptions, command: Command) => {
      if ((options.format === undefined) === (options.serve === undefined)) {
        command.error('Say either --format csv --out DIR or --serve fhir --port N', { exitCode: 2 });
      }
      if (options.format !== undefined) await writeFolder(options, command);
      else await serve(options, command);
    });
}

async function writeFolder(options: SimulateOptions, command: Command): Promise<void> {
  const { out } = options;
  if (out === undefined) return command.error('--format csv needs --out DIR', { exitCode: 2 });
  const { FolderNotEmpty, simulatePractice, writeCsvFolder } = await import('@keepwell/simulator');
  const practice = simulatePractice(practiceOptions(options));
  try {
    const report = await writeCsvFolder(practice, out, {
      force: options.force,
      onProgress: progress(options.patients),
    });
    const rows = Object.values(report.rows).reduce((sum, count) => sum + count, 0);
    if (options.json) process.stdout.write(`${JSON.stringify({ out, ...report })}\n`);
    else {
      process.stderr.write(
        `Wrote ${report.patients} patients, ${rows} rows in ${Object.keys(report.rows).length} files to ${out}; ` +
          `${report.offTrack} of them are off-track (truth.json says who and why).\n`,
      );
    }
  } catch (error) {
    if (!(error instanceof FolderNotEmpty) && !isSystemError(error)) throw error;
    command.error(error.message, { exitCode: 1 });
  }
}

async function serve(options: SimulateOptions, command: Command): Promise<void> {
  const { serveFhir, simulatePractice, startClock } = await import('@keepwell/simulator');
  const practice = simulatePractice(practiceOptions(options));
  const clock = startClock({ from: practice.options.asOf, speed: options.speed });
  try {
    const server = await serveFhir({
      practice,
      clock,
      port: options.port,
      pageSize: options.pageSize,
      comebacksPerHour: options.comebacks,
    });
    if (options.json) process.stdout.write(`${JSON.stringify({ url: server.url, controlUrl: server.controlUrl })}\n`);
    process.stderr.write(
      `FHIR R4 server of a simulated practice with ${options.patients} patients: ${server.url}\n` +
        `Make something happen: curl -X POST ${server.controlUrl}/patients/ID/book (cancel, no-show); ` +
        `who is off-track: curl ${server.controlUrl}\nStop with Ctrl-C.\n`,
    );
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    });
    await server.close();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const taken = error.code === 'EADDRINUSE';
    command.error(taken ? `Port ${options.port} is in use: choose another, or 0 for a free one` : error.message, {
      exitCode: 1,
    });
  }
}

function practiceOptions({ seed, patients, asOf, months, dirt }: SimulateOptions) {
  return { seed, patients, asOf: asOf ?? Math.floor(Date.now() / 1000) * 1000, months, dirt };
}

/** One line on a terminal, at most ten times a second; nothing when stderr is a file. */
function progress(patients: number): ((done: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  let shownAt = 0;
  return (done) => {
    if (done < patients && Date.now() - shownAt < 100) return;
    shownAt = Date.now();
    process.stderr.write(`\r${done} of ${patients} patients${done < patients ? '' : '\n'}`);
  };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

function choice<T extends string>(...known: T[]): (value: string) => T {
  return (value) => {
    const found = known.find((word) => word === value);
    if (found === undefined) throw new InvalidArgumentError(`It must be one of: ${known.join(', ')}.`);
    return found;
  };
}

function whole(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === '' || !Number.isInteger(number) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

function between(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === '' || !(number >= least && number <= most)) {
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    }
    return number;
  };
}

function instant(value: string): number {
  const at = /^\d{4}-\d{2}-\d{2}(T.*(Z|[+-]\d{2}:\d{2}))?$/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a date, or an instant with offset or Z.');
  return at;
}

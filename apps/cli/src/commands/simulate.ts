import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Practice } from '@keepwell/simulator';
import { CommandFailed, UsageWrong } from '../failure.js';
import type { Io } from '../io.js';
import { startProgress } from '../progress.js';

interface SimulateOptions {
  format?: string;
  out?: string;
  serve?: string;
  to?: string;
  missedBy?: string;
  server?: string;
  port: number;
  seed: string;
  patients: number;
  asOf?: string;
  months: number;
  dirt: number;
  flaws?: string;
  mix?: string;
  speed: number;
  pageSize: number;
  comebacks: number;
  force?: boolean;
  json?: boolean;
}

/** `keepwell simulate`: a practice that does not exist, as a folder or as a living server. */
export function registerSimulate(program: Command, io: Io): void {
  program
    .command('simulate')
    .summary('make a simulated practice with known truth')
    .description(
      'Makes a simulated practice. `--format csv --out DIR` writes a CSV folder with truth.json and events.jsonl beside it;\n' +
        '`--serve fhir --port N` serves it as a FHIR R4 server that lives on (its control is under /_sim);\n' +
        '`--serve cliniko` and others serve the same practice as that vendor has it.',
    )
    .addOption(new Option('--format <kind>', 'write a data set').choices(['csv']))
    .option('--out <dir>', 'folder for the data set; must be empty, or see --force')
    .option('--serve <kind>', 'serve it over HTTP on loopback: fhir, or a vendor such as cliniko or opendental')
    .option('--to <host:port>', 'for --serve hl7: the listener that the messages are sent to')
    .option(
      '--missed-by <dialect>',
      'for --serve hl7: how a missed visit is told: S26, SCH-25, S15-reason, S14-word or AIS',
      'S26',
    )
    .option(
      '--server <kind>',
      'for --serve fhir: refuse what such a server refuses: epic, oracle-health, athenahealth, openemr, …',
    )
    .option('--port <number>', 'port of the server, 0 for a free one', whole(0, 65_535), 0)
    .option('--seed <seed>', 'the same seed gives the same practice', '1')
    .option('--patients <number>', 'patients registered at --as-of', whole(1, 5_000_000), 1000)
    .option('--as-of <instant>', 'instant or date at which it is looked at (default: now)', instant)
    .option('--months <number>', 'length of the history', whole(1, 240), 18)
    .option('--dirt <share>', 'unreadable rows in the CSV files: 0 none, 1 about one in a hundred', between(0, 1), 0)
    .option(
      '--flaws <list>',
      'what a careless desk does to the records: usual, none, or names with shares such as late_outcomes=0.2,merges=0.01',
    )
    .option('--mix <list>', 'shares of the specialties, such as PT=60,DE=40 (default: all six)')
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
    .action(async (options: SimulateOptions) => {
      if ((options.format === undefined) === (options.serve === undefined)) {
        throw new UsageWrong('say either --format csv --out DIR or --serve fhir --port N');
      }
      if (options.format !== undefined) await writeFolder(options, io);
      else if (options.serve === 'fhir') await serve(options, io);
      else if (options.serve === 'hl7') await sendHl7(options, io);
      else await serveAs(options.serve ?? '', options, io);
    });
}

async function writeFolder(options: SimulateOptions, io: Io): Promise<void> {
  const { out, patients, force = false } = options;
  if (out === undefined) throw new UsageWrong('--format csv needs --out DIR');
  const { FolderNotEmpty, writeCsvFolder } = await import('@keepwell/simulator');
  const progress = await startProgress(io, 'patients');
  try {
    const report = await writeCsvFolder(await practiceOf(options, io), out, {
      force,
      onProgress: (done) => progress.update(done, patients, 'patients'),
    });
    if (options.json) io.out(`${JSON.stringify({ out, ...report })}\n`);
    const rows = Object.values(report.rows).reduce((sum, count) => sum + count, 0);
    io.say(
      `Wrote ${report.patients} patients, ${rows} rows in ${Object.keys(report.rows).length} files to ${out}; ` +
        `${report.offTrack} of them are off-track (truth.json says who and why, events.jsonl when).`,
    );
  } catch (error) {
    if (error instanceof FolderNotEmpty) throw new CommandFailed(error.message, { cause: error });
    throw systemSentence(error, { EEXIST: `${out} is a file: choose a folder`, ENOTDIR: `${out} is not a folder` });
  } finally {
    progress.stop();
  }
}

async function serve(options: SimulateOptions, io: Io): Promise<void> {
  const { port, speed, pageSize, comebacks } = options;
  const { MANNERS, serveFhir, SIMULATED_ZONE, startClock } = await import('@keepwell/simulator');
  const manners = MANNERS.find(({ id }) => id === options.server);
  if (options.server !== undefined && manners === undefined) {
    throw new UsageWrong(`--server is one of ${MANNERS.map(({ id }) => id).join(', ')}`);
  }
  const practice = await practiceOf(options, io);
  const clock = startClock({ from: practice.options.asOf, speed });
  const starting = serveFhir({
    ...{ practice, clock, port, pageSize, comebacksPerHour: comebacks },
    ...(manners === undefined ? {} : { manners }),
  });
  const server = await starting.catch((error: unknown) => {
    throw systemSentence(error, { EADDRINUSE: `port ${port} is in use: choose another, or 0 for a free one` });
  });
  if (options.json) io.out(`${JSON.stringify({ url: server.url, controlUrl: server.controlUrl })}\n`);
  io.say(`A simulated practice of ${options.patients} patients answers FHIR R4 at ${server.url}`);
  if (manners !== undefined) {
    const settings = { url: server.url, timezone: SIMULATED_ZONE, ...manners.settings };
    io.say(`It refuses what ${manners.software} refuses. Settings of a connection: ${JSON.stringify(settings)}`);
  }
  io.say(`Who is off-track: curl ${server.controlUrl}`);
  io.say(
    `Make something happen: curl -X POST ${server.controlUrl}/patients/ID/book (or cancel, no-show). Ctrl-C stops.`,
  );
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  await server.close();
}

/** The practice as a vendor's system has it; says with which settings a connection reads it. */
async function serveAs(kind: string, options: SimulateOptions, io: Io): Promise<void> {
  const { FACES, findFace, startClock } = await import('@keepwell/simulator');
  const face = findFace(kind);
  if (face === undefined) {
    throw new UsageWrong(`--serve knows fhir, ${FACES.map(({ id }) => id).join(', ')}; not ${kind}`);
  }
  const { port, speed } = options;
  const practice = await practiceOf(options, io);
  const clock = startClock({ from: practice.options.asOf, speed });
  const server = await face.serve({ practice, clock, port }).catch((error: unknown) => {
    throw systemSentence(error, { EADDRINUSE: `port ${port} is in use: choose another, or 0 for a free one` });
  });
  const { url, controlUrl } = server;
  if (options.json) io.out(`${JSON.stringify({ url, controlUrl, settings: server.world.settings })}\n`);
  io.say(`A simulated practice of ${options.patients} patients answers as ${face.name} at ${url}`);
  io.say(`Settings of a connection to it: ${JSON.stringify(server.world.settings)}`);
  io.say(`Who is off-track: curl ${controlUrl}. Ctrl-C stops.`);
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  await server.close();
}

/** HL7 v2 is not asked for but sent: the practice is told to a listener, all of it first, then what changes. */
async function sendHl7(options: SimulateOptions, io: Io): Promise<void> {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(options.to ?? '') ?? [];
  if (host === undefined)
    throw new UsageWrong('--serve hl7 needs --to HOST:PORT of a listener, such as --to 127.0.0.1:2575');
  const { LivingPractice, NO_SHOW_DIALECTS, SIMULATED_ZONE, startClock, startHl7Feed } =
    await import('@keepwell/simulator');
  const noShow = NO_SHOW_DIALECTS.find((dialect) => dialect === options.missedBy);
  if (noShow === undefined) throw new UsageWrong(`--missed-by is one of ${NO_SHOW_DIALECTS.join(', ')}`);
  const practice = await practiceOf(options, io);
  const living = new LivingPractice(practice, startClock({ from: practice.options.asOf, speed: options.speed }));
  living.settle();
  const codes: Record<string, number> = {};
  const onAnswer = (_type: string, code: string) => void (codes[code || 'none'] = (codes[code || 'none'] ?? 0) + 1);
  const feed = startHl7Feed({ living, host, port: Number(port), dialect: { zone: SIMULATED_ZONE, noShow }, onAnswer });
  feed.tellAll();
  io.say(
    `Telling a simulated practice of ${options.patients} patients to ${host}:${port}; then what changes in it. Ctrl-C stops.`,
  );
  const beat = setInterval(() => living.settle(), 1_000);
  const all = feed.sent().then((sent) => io.say(`${sent} messages were taken: what stands is told.`));
  if (!io.signal.aborted) await new Promise((resolve) => io.signal.addEventListener('abort', resolve, { once: true }));
  clearInterval(beat);
  await feed.close();
  await all;
  if (options.json) io.out(`${JSON.stringify({ answers: codes })}\n`);
}

/** What a known trouble of the system means here; any other error as it is. */
function systemSentence(error: unknown, sentences: Record<string, string>): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const sentence = sentences[code];
  return sentence === undefined ? error : new CommandFailed(sentence, { cause: error });
}

async function practiceOf(options: SimulateOptions, io: Io): Promise<Practice> {
  const { seed, patients, asOf, months, dirt, flaws, mix } = options;
  const { parseFlaws, parseMix, SIMULATED_ZONE, simulatePractice, startOfDate } = await import('@keepwell/simulator');
  // A plain date means its first instant in the practice's zone (rules-decisions Q20); whole seconds, as clocks write them.
  const at = asOf === undefined ? io.now() : asOf.includes('T') ? Date.parse(asOf) : startOfDate(asOf, SIMULATED_ZONE);
  return simulatePractice({
    ...{ seed, patients, asOf: Math.floor(at / 1000) * 1000, months, dirt },
    ...(flaws === undefined ? {} : { flaws: told('--flaws', flaws, parseFlaws) }),
    ...(mix === undefined ? {} : { mix: told('--mix', mix, parseMix) }),
  });
}

function told<Value>(flag: string, text: string, parse: (text: string) => Value): Value {
  try {
    return parse(text);
  } catch (error) {
    throw new UsageWrong(`${flag}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
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

function instant(value: string): string {
  const shaped = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2}))?$/.test(value);
  if (!shaped || Number.isNaN(Date.parse(value))) {
    throw new InvalidArgumentError('It must be a date (2026-11-02), or an instant with offset or Z.');
  }
  return value;
}

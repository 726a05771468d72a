import { InvalidArgumentError, type Command } from 'commander';
import type { Io } from '../io.js';

interface UpOptions {
  demo: boolean;
  port?: number;
}

/** `keepwell up`: what `npm start` runs. */
export function registerUp(program: Command, io: Io): void {
  program
    .command('up')
    .summary('start everything on this computer')
    .description(
      'Starts database, API, worker and console in one process. On an empty database a simulated practice is connected\n' +
        'over HTTP (--no-demo: an empty practice instead). Without DATABASE_URL an embedded PostgreSQL is used.\n' +
        'In production `keepwell api` and `keepwell worker` start one process kind each.',
    )
    .option('--no-demo', 'connect no simulated practice')
    .option('--port <number>', 'port of API and console (default: PORT, else 3000)', portNumber)
    .action(async ({ demo, port }: UpOptions) => {
      const [{ readEnv }, { startEverything }, { FIRST_ADMIN_EMAIL }] = await Promise.all([
        import('@keepwell/env'),
        import('../up/everything.js'),
        import('../up/first-admin.js'),
      ]);
      // On a terminal the log speaks only when something is wrong; LOG_LEVEL says otherwise.
      const env = readEnv(undefined, { logLevel: 'warn' });
      const stopped = signalled(io.signal);
      const everything = await startEverything({ ...env, port: port ?? env.port }, { demo });
      io.say(`Keepwell is at ${everything.url} (with ${everything.database}).`);
      if (everything.signInLink !== null) {
        io.say(`Sign in as ${FIRST_ADMIN_EMAIL} with this one-time link, good for a day:`);
        io.say(`  ${everything.signInLink}`);
      }
      if (everything.simulator !== null) {
        io.say(`A simulated practice is connected: ${everything.simulator.url}`);
        io.say(`  make a patient book: curl -X POST ${everything.simulator.controlUrl}/patients/ID/book`);
      }
      io.say('Ctrl-C stops.');
      await stopped;
      io.say('Stopping …');
      await everything.stop();
    });
}

/** Resolves when the process is asked to end. */
function signalled(interrupted: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve();
    interrupted.addEventListener('abort', () => resolve(), { once: true });
    process.once('SIGTERM', () => resolve());
    process.once('SIGHUP', () => resolve());
  });
}

function portNumber(value: string): number {
  const port = Number(value);
  if (value.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  }
  return port;
}

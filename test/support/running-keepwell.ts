import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const STARTED_WITHIN_MS = 240_000;

export interface RunningKeepwell {
  /** Origin of the console. */
  url: string;
  /** The one-time link for the first admin, as it is printed. */
  signInLink: string;
  /** Control of the simulated practice. */
  simulatorUrl: string;
  stop(): Promise<void>;
}

/** `npm start` as a stranger would run it: a process of its own, an empty data folder, a free port, the simulated practice. */
export async function runKeepwell(): Promise<RunningKeepwell> {
  const dataDir = mkdtempSync(join(tmpdir(), 'keepwell-journey-'));
  // The embedded database runs under an account of its own when the tests run as root.
  chmodSync(dataDir, 0o755);
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...inherited } = process.env;
  const child = spawn(process.execPath, ['bin/keepwell.js', 'up', '--port', '0'], {
    cwd: root,
    env: { ...inherited, KEEPWELL_DATA_DIR: join(dataDir, 'keepwell'), LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const said = await new Promise<string>((started, failed) => {
      let text = '';
      const timer = setTimeout(() => failed(new Error(`Keepwell did not start in time: ${text}`)), STARTED_WITHIN_MS);
      const read = (chunk: Buffer) => {
        text += chunk.toString();
        if (!text.includes('Ctrl-C stops.')) return;
        clearTimeout(timer);
        started(text);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => {
        clearTimeout(timer);
        failed(new Error(`Keepwell ended with ${code} instead of starting: ${text}`));
      });
    });
    return {
      url: new URL(partOf(said, /(http:\S+\/sign-in\/link)/)).origin,
      signInLink: partOf(said, /(http:\S+\/sign-in\/link#token=\S+)/),
      simulatorUrl: partOf(said, /(http:\S+\/_sim)\//),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function partOf(said: string, pattern: RegExp): string {
  const found = pattern.exec(said)?.[1];
  if (found === undefined) throw new Error(`Keepwell did not say ${pattern}: ${said}`);
  return found;
}

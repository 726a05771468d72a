import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
const START_MS = 120_000;

export interface KeepwellUp {
  /** Where the console is. */
  url: string;
  signInLink: string | null;
  /** `POST …/patients/ID/book` and the like; null: no simulated practice. */
  controlUrl: string | null;
  /** What it has said so far, stdout and stderr. */
  said(): string;
  /** Ends it as an operator would; answers the exit code. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** A folder for the embedded database, which may run as an account of its own. */
export async function aDataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'keepwell-up-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Runs the command line as built, with no more of the environment than a program needs. */
export function runKeepwell(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [join(ROOT, 'bin/keepwell.js'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs a command to its end. */
export async function keepwell(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; said: string }> {
  const child = runKeepwell(args, env);
  let out = '';
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, said };
}

/** `npm start`, on a free port and in a folder of its own; ready when it says where it is. */
export async function startKeepwell(
  dataDir: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<KeepwellUp> {
  const child = runKeepwell(['up', '--port', '0', ...args], { KEEPWELL_DATA_DIR: dataDir, ...env });
  const closed = once(child, 'close') as Promise<[number | null]>;
  let said = '';
  const ready = new Promise<void>((done, failed) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ctrl-C stops.')) done();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', (code) => failed(new Error(`keepwell up ended with ${code}: ${said}`)));
    setTimeout(() => failed(new Error(`keepwell up is not ready after ${START_MS} ms: ${said}`)), START_MS).unref();
  });
  try {
    await ready;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    url: must(/Keepwell is at (\S+)/, said),
    signInLink: /(http\S+\/sign-in\/link#token=\S+)/.exec(said)?.[1] ?? null,
    controlUrl: /curl -X POST (\S+\/_sim)\//.exec(said)?.[1] ?? null,
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM');
      return (await closed)[0];
    },
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

function must(pattern: RegExp, text: string): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`Expected ${String(pattern)} in: ${text}`);
  return found;
}

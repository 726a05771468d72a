import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';
import { OUTREACH_TIMES, type OutreachTimes } from '../../../apps/worker/src/outreach/outreach-times.js';
import type { ChildSettings } from './sender-child.js';

/**
 * As in production, in the same order and much shorter: how old a claim may be < a provider's time < the lease < a frozen process's
 * pause < the wait for what nobody knows about. Not all by one factor: a claim must still be made in time on a busy machine. Where a
 * provider looks stays as wide: its clock has whole seconds.
 */
export const CHILD_TIMES: OutreachTimes = {
  ...OUTREACH_TIMES,
  ...{ claimFreshMs: 2_500, providerTimeoutMs: 2_000, claimLeaseMs: 5_000, unknownWaitMs: 10_000, lookUpGapMs: 4_000 },
  ...{ waitMs: 500, retryMs: 300 },
};
export const PAUSE_MS = 7_000;

export interface SenderChild {
  /** Where it takes callbacks. */
  hooks: string;
  /** Resolves when it stands at its fault point. */
  atFault: Promise<void>;
  /** Resolves when it has come by as many points as it was told. */
  passed: Promise<void>;
  goOn(): void;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  exited: Promise<unknown>;
  isAlive(): boolean;
}

const OUT = join(process.cwd(), 'node_modules/.cache/keepwell-tests', `sender-${process.pid}`);
let compiling: Promise<unknown> | null = null;

/** Once for all children of this test. Within the repository, because what is not compiled in is looked for from there. */
async function compiledChild(): Promise<string> {
  compiling ??= promisify(execFile)(process.execPath, ['test/support/outreach/compile-child.js', OUT]);
  await compiling;
  return join(OUT, 'sender-child.cjs');
}

/** Loaded, and waiting to be told what to send. */
interface WarmChild {
  child: ChildProcess;
  said: Interface;
  exited: Promise<unknown>;
}

const alive = new Set<ChildProcess>();
/** So many stand by: who takes the place of a killed one is there at once. */
const SPARE = 3;
const spare: Promise<WarmChild>[] = [];

/** None may outlive a test. */
export function killChildren(): void {
  for (const child of alive) child.kill('SIGKILL');
  spare.length = 0;
  rmSync(OUT, { recursive: true, force: true });
  compiling = null;
}

async function warmChild(): Promise<WarmChild> {
  const child = spawn(process.execPath, ['test/support/outreach/start-child.js', await compiledChild()], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  alive.add(child);
  const exited = once(child, 'exit').finally(() => alive.delete(child));
  const said = createInterface({ input: child.stdout });
  await saying(said, exited, 'warm');
  return { child, said, exited };
}

function nextChild(): Promise<WarmChild> {
  const child = spare.shift() ?? warmChild();
  while (spare.length < SPARE) {
    const another = warmChild();
    // Whoever takes it learns of it; at the end of a test nobody does.
    another.catch(() => undefined);
    spare.push(another);
  }
  return child;
}

export async function startSender(
  settings: Omit<ChildSettings, 'times' | 'fault' | 'naive' | 'sayAfter'> & Partial<ChildSettings>,
): Promise<SenderChild> {
  const told: ChildSettings = { times: CHILD_TIMES, naive: false, fault: null, sayAfter: null, ...settings };
  const { child, said, exited } = await nextChild();
  const hears = (word: string): Promise<void> => {
    const heard = saying(said, exited, word).then(() => undefined);
    // Not everybody waits for it.
    heard.catch(() => undefined);
    return heard;
  };
  const [atFault, passed] = [hears('at'), hears('passed')];
  const ready = saying(said, exited, 'ready');
  child.stdin?.write(`${JSON.stringify(told)}\n`);
  return {
    hooks: `http://127.0.0.1:${await ready}`,
    atFault,
    passed,
    goOn: () => void child.stdin?.write('go on\n'),
    signal: (name) => void child.kill(name),
    exited,
    isAlive: () => child.exitCode === null && child.signalCode === null,
  };
}

/** What follows upon the word when the child says it. */
function saying(said: Interface, exited: Promise<unknown>, word: string): Promise<string> {
  return new Promise((resolve, reject) => {
    said.on('line', (line) => {
      const [first, what = ''] = line.split(' ');
      if (first === word) resolve(what);
    });
    exited.then(() => reject(new Error(`the child ended before it said ${word}`)), reject);
  });
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { FaultPoint } from '../../../apps/worker/src/outreach/fault-points.js';
import { OUTREACH_TIMES, type OutreachTimes } from '../../../apps/worker/src/outreach/outreach-times.js';
import type { ChildSettings } from './sender-child.js';

/**
 * As in production, in the same order and much shorter: how old a claim may be < a provider's time < the lease < a frozen process's
 * pause < the wait for what nobody knows about. Not all by one factor: a claim must still be made in time on a busy machine. Where a
 * provider looks stays as wide: its clock has whole seconds.
 */
export const CHILD_TIMES: OutreachTimes = {
  ...OUTREACH_TIMES,
  ...{ claimFreshMs: 1_500, providerTimeoutMs: 2_000, claimLeaseMs: 5_000, unknownWaitMs: 10_000, lookUpGapMs: 4_000 },
  ...{ waitMs: 500, retryMs: 300 },
};
export const PAUSE_MS = 7_000;

export interface SenderChild {
  /** Where it takes callbacks. */
  hooks: string;
  /** Resolves when it stands at its fault point. */
  atFault: Promise<void>;
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
  return join(OUT, 'sender-child.mjs');
}

const alive = new Set<ChildProcess>();

/** None may outlive a test. */
export function killChildren(): void {
  for (const child of alive) child.kill('SIGKILL');
  rmSync(OUT, { recursive: true, force: true });
  compiling = null;
}

export async function startSender(
  settings: Omit<ChildSettings, 'times' | 'fault' | 'naive'> & { fault?: FaultPoint; naive?: boolean },
): Promise<SenderChild> {
  const told: ChildSettings = {
    ...{ times: CHILD_TIMES, naive: false },
    ...settings,
    fault: settings.fault ?? null,
  };
  const child = spawn(process.execPath, [await compiledChild()], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, SENDER_CHILD: JSON.stringify(told) },
  });
  alive.add(child);
  const exited = once(child, 'exit').finally(() => alive.delete(child));
  const said = createInterface({ input: child.stdout });
  let reached = () => {};
  const atFault = new Promise<void>((resolve) => (reached = resolve));
  const port = await new Promise<string>((resolve, reject) => {
    said.on('line', (line) => {
      const [word, what = ''] = line.split(' ');
      if (word === 'ready') resolve(what);
      else if (word === 'at') reached();
    });
    exited.then(() => reject(new Error('the child ended early')), reject);
  });
  return {
    hooks: `http://127.0.0.1:${port}`,
    atFault,
    goOn: () => void child.stdin.write('go on\n'),
    signal: (name) => void child.kill(name),
    exited,
    isAlive: () => child.exitCode === null && child.signalCode === null,
  };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Connection, newId } from '@keepwell/database';
import { MllpSender } from '@keepwell/simulator';
import { aPractice } from './builders.js';
import type { TestDatabase } from './database.js';

export interface KilledListener {
  kills: number;
  /** Control ids that were answered AA. */
  acknowledged: Set<string>;
  /** Rows that are not repetitions, by control id. */
  kept: Map<string, number>;
}

const LINES = 8;

/**
 * Sends numbered messages over eight lines while the listener is killed (`kill -9`) about every `every` of them, in the middle of whatever it
 * is doing. A message without an answer is sent again, as interface engines do.
 */
export async function killListener(test: TestDatabase, messages: number, every: number): Promise<KilledListener> {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: 'engine', settings: {} }),
  );
  const settings = { databaseUrl: test.databaseUrl, practiceId, connectionId };
  let child = await startChild(settings);
  let starting: Promise<void> | null = null;
  let [next, kills, sinceKill] = [0, 0, 0];
  const acknowledged = new Set<string>();
  const again = async (): Promise<void> => {
    starting ??= (async () => {
      child.process.kill('SIGKILL');
      child = await startChild(settings);
      starting = null;
    })();
    await starting;
  };
  const line = async (): Promise<void> => {
    while (next < messages) {
      const control = `K${next}`;
      next += 1;
      while (!acknowledged.has(control)) {
        const sender = new MllpSender('127.0.0.1', child.port);
        try {
          const { code, controlId } = await sender.send(Buffer.from(messageOf(control)));
          if (code === 'AA' && controlId === control) acknowledged.add(control);
        } catch {
          await again();
        } finally {
          sender.close();
        }
      }
      sinceKill += 1;
      if (sinceKill >= every && starting === null && next < messages) {
        sinceKill = 0;
        kills += 1;
        // Not awaited here: the other lines have messages on their way.
        child.process.kill('SIGKILL');
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: LINES }, line));
  } finally {
    child.process.kill('SIGKILL');
  }
  const rows = await test.asSuperuser<{ key: string; n: number }>(
    `select encode(dedupe_key, 'hex') as key, count(*)::int as n from inbox_item where practice_id = $1 and state <> 'duplicate' group by 1`,
    [practiceId],
  );
  return { kills, acknowledged, kept: new Map(rows.map(({ key, n }) => [key, n])) };
}

function messageOf(control: string): string {
  return [
    `MSH|^~\\&|ENGINE|NORTH|||20260301090000||SIU^S12^SIU_S12|${control}|P|2.5.1`,
    `SCH||${control}|||||||||^^^20260310090000`,
    `PID|1||${control}^^^NORTH^MR`,
    '',
  ].join('\r');
}

interface Child {
  process: ChildProcess;
  port: number;
}

/** A listener in a process of its own. Rejects when it does not start. */
export async function startChild(settings: object): Promise<Child> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      './test/support/typescript-loader.js',
      'test/support/listener-child.ts',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LISTENER_CHILD: JSON.stringify(settings) } },
  );
  for await (const said of createInterface({ input: child.stdout })) {
    if (said.startsWith('port ')) return { process: child, port: Number(said.slice(5)) };
  }
  throw new Error('The listener did not start');
}

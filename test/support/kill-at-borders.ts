import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Connection, newId } from '@keepwell/database';
import pg from 'pg';
import { aPractice } from './builders.js';
import type { TestDatabase } from './database.js';
import { RECORDS_PER_PAGE } from './many-pages.js';

const LEASE_MS = 400;

export interface Survived {
  kills: number;
  killsBeforeCommit: number;
  records: number;
  versions: number;
  markedPersons: number;
  patients: number;
  /** Of all runs together: a page counted twice would show here. */
  applied: number;
  read: number;
  cursor: unknown;
}

/**
 * Safety S-01: kills the reading process with -9 at every page border; at every second one not between two pages but
 * inside the transaction, when everything of the page is written and nothing is committed.
 */
export async function killAtBorders(test: TestDatabase, pages: number): Promise<Survived> {
  try {
    return await killAll(test, pages);
  } finally {
    for (const child of alive) child.kill('SIGKILL');
  }
}

async function killAll(test: TestDatabase, pages: number): Promise<Survived> {
  const { id: practiceId } = await aPractice(test.db);
  const connectionId = newId();
  await test.db.inPractice(practiceId, (tx) =>
    tx.save(Connection, { practiceId, id: connectionId, connector: 'paged', name: 'paged', settings: {} }),
  );
  const settings = { databaseUrl: test.databaseUrl, practiceId, connectionId, pages, leaseMs: LEASE_MS };
  let kills = 0;
  let killsBeforeCommit = 0;
  for (let border = 0; border < pages; border += 1) {
    const child = startChild(settings);
    if (border % 2 === 1) {
      await child.readTo(border);
      const letGo = await inTheMiddle(test, connectionId, () => child.answer());
      killsBeforeCommit += 1;
      await child.kill();
      await letGo();
      kills += 1;
      // The page is still owed: the next child stores it and is killed behind it.
      const again = startChild(settings);
      await again.readTo(border + 1 < pages ? border + 1 : null, border);
      await again.kill();
    } else {
      await child.readTo(border + 1 < pages ? border + 1 : null, border);
      await child.kill();
    }
    kills += 1;
  }
  const last = startChild(settings);
  await last.readTo(null);
  return { kills, killsBeforeCommit, ...(await lookAt(test, practiceId, connectionId)) };
}

/** Alive until killed or ended: none may outlive the test. */
const alive = new Set<ChildProcess>();

function startChild(settings: object) {
  const process_: ChildProcess = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--import',
      './test/support/typescript-loader.js',
      'test/support/sync-child.ts',
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, SYNC_CHILD: JSON.stringify(settings) } },
  );
  alive.add(process_);
  process_.once('exit', () => alive.delete(process_));
  if (process_.stdout === null) throw new Error('no output');
  const exited = once(process_, 'exit');
  const lines = createInterface({ input: process_.stdout })[Symbol.asyncIterator]();
  const answer = () => process_.stdin?.write('go on\n');
  return {
    answer,
    kill: async () => {
      process_.kill('SIGKILL');
      await exited;
    },
    /** Lets it go on until it stands before page `border`; null: until it ends. `from`: where it has to begin. */
    readTo: async (border: number | null, from?: number) => {
      for (let first = true; ; first = false) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error('the child ended early');
        const [word, page] = String(value).split(' ');
        if (word !== 'border') {
          if (border !== null || word !== 'ok') throw new Error(`the child says: ${value}`);
          await exited;
          return;
        }
        if (first && from !== undefined && Number(page) !== from)
          throw new Error(`it began at ${page}, not at ${from}`);
        if (border !== null && Number(page) === border) return;
        answer();
      }
    },
  };
}

/** Holds the row that a page writes last, lets the child go on, and returns when the child waits for that row. */
async function inTheMiddle(test: TestDatabase, connectionId: string, goOn: () => void): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: test.superuserUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query(`select 1 from sync_run where connection_id = $1 for update`, [connectionId]);
  goOn();
  const until = Date.now() + 30_000;
  for (;;) {
    const waiting = await test.asSuperuser(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'update sync_run'`,
    );
    if (waiting.length > 0) break;
    if (Date.now() > until) throw new Error('the child never came to the end of its page');
    await new Promise((later) => setTimeout(later, 10));
  }
  // To be called when the child is dead: its transaction must not get through.
  return async () => {
    await holder.query('rollback');
    await holder.end();
  };
}

async function lookAt(test: TestDatabase, practiceId: string, connectionId: string) {
  const [row] = await test.asSuperuser<Omit<Survived, 'kills' | 'killsBeforeCommit'>>(
    `select (select count(*)::int from appointment where practice_id = $1) + (select count(*)::int from patient where practice_id = $1) as records,
            (select count(*)::int from record_version where practice_id = $1) as versions,
            (select count(*)::int from changed_patient where practice_id = $1) as "markedPersons",
            (select count(*)::int from patient where practice_id = $1) as patients,
            (select sum(applied)::int from sync_run where connection_id = $2) as applied,
            (select sum(read)::int from sync_run where connection_id = $2) as read,
            (select cursor from stream_state where connection_id = $2) as cursor`,
    [practiceId, connectionId],
  );
  if (row === undefined) throw new Error('nothing to look at');
  return row;
}

export function expectedOf(pages: number): Omit<Survived, 'kills' | 'killsBeforeCommit'> {
  return {
    records: pages * RECORDS_PER_PAGE,
    versions: 0,
    markedPersons: pages,
    patients: pages,
    applied: pages * RECORDS_PER_PAGE,
    read: pages * RECORDS_PER_PAGE,
    cursor: { page: pages, walk: 1 },
  };
}

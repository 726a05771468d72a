import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolders } from '@keepwell/connector-sdk';
import {
  Connection,
  type Database,
  migrate,
  newId,
  openDatabase,
  Practice,
  SecretStore,
  startEmbeddedPostgres,
} from '@keepwell/database';
import type { SourceRecord, SourceUpsert } from '@keepwell/domain';
import { createGuardedHttp } from '@keepwell/outbound';
import { createLog, SyncRunner } from '@keepwell/worker';
import pg from 'pg';
import { type BenchCase, type BenchReport, machine, median, speed } from './bench-report.js';
import { copyAndMerge, hashDiff, readyLines, type Target } from './sync-floor.js';
import { findAndSave, typeormUpsert } from './sync-peer.js';
import { appointments, fetched, patients } from './sync-rows.js';

export interface BenchSyncOptions {
  /** Appointments read. */
  rows?: number;
  rounds?: number;
  pageSize?: number;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

interface Bench {
  database: Database;
  secrets: SecretStore;
  /** As the app's role: the floor pays for row-level security as we do. */
  app: pg.Client;
  superuser: pg.Client;
  rows: number;
  rounds: number;
  pageSize: number;
  say: (line: string) => void;
  signal: AbortSignal | undefined;
}

/** Rows for the peers: at their speed the whole would take minutes. */
const UPSERT_SAMPLE = 20_000;
const SAVE_SAMPLE = 500;

/** From pages already fetched to committed records: first load and re-sync, beside PostgreSQL's own limit and TypeORM. */
export async function benchSync(options: BenchSyncOptions = {}): Promise<BenchReport> {
  const { rows = 200_000, rounds = 3, pageSize = 5_000, onProgress: say = () => undefined, signal } = options;
  const dir = await mkdtemp(join(tmpdir(), 'keepwell-bench-'));
  // Run as root, PostgreSQL works under an account of its own and must be able to walk in.
  await chmod(dir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: dir });
  try {
    await migrate(server.migrationUrl);
    const database = await openDatabase({ url: server.databaseUrl });
    const app = new pg.Client({ connectionString: server.databaseUrl });
    const superuser = new pg.Client({ connectionString: server.superuserUrl });
    await Promise.all([app.connect(), superuser.connect()]);
    const bench = {
      database,
      secrets: new SecretStore(server.masterKey),
      app,
      superuser,
      rows,
      rounds,
      pageSize,
      say,
      signal,
    };
    try {
      return { bench: 'sync', cases: await measure(bench), machine: machine(), notes: notesOf(bench) };
    } finally {
      await Promise.all([app.end(), superuser.end()]);
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(bench: Bench): Promise<BenchCase[]> {
  const { rows } = bench;
  const records = appointments(rows);
  const first: number[] = [];
  const floor: number[] = [];
  let target = await aConnection(bench);
  for (let round = 0; round < bench.rounds; round += 1) {
    bench.signal?.throwIfAborted();
    bench.say(`first load of ${rows.toLocaleString('en')} appointments, round ${round + 1}`);
    target = await aConnection(bench);
    await sync(bench, target, patients(rows));
    first.push(await sync(bench, target, records));
    const empty = await aConnection(bench);
    floor.push(await copyAndMerge(bench.app, empty, readyLines(records, empty)));
    // Each round starts as the first did: the tables hold what the others read.
    if (round + 1 < bench.rounds) for (const { practiceId } of [target, empty]) await forget(bench, practiceId);
  }
  await bench.superuser.query('vacuum analyze appointment');
  bench.say('TypeORM, a sample');
  const peers = await peersOf(bench, records);
  const cases = [
    speed('first load', 'rows/s', rows / median(first), rows / median(floor), peers.upsert),
    speed('first load, find + save', 'rows/s', rows / median(first), null, peers.save),
  ];
  const diff = await diffFloor(bench, records);
  for (const percent of [0, 5, 100]) cases.push(...(await resync(bench, target, percent, diff, peers.upsertAgain)));
  return cases;
}

async function resync(
  bench: Bench,
  target: Target,
  percent: number,
  floor: number,
  peer: number,
): Promise<BenchCase[]> {
  const { rows } = bench;
  const changed = Math.round((rows * percent) / 100);
  const rounds = percent === 100 ? 1 : bench.rounds;
  const times: number[] = [];
  const before = await written(bench);
  for (let round = 0; round < rounds; round += 1) {
    bench.signal?.throwIfAborted();
    bench.say(`reading it again, ${percent} % changed, round ${round + 1}`);
    const shift = percent * 100 + round + 1;
    times.push(await sync(bench, target, appointments(rows, changed, shift)));
  }
  const cases = [speed(`re-sync, ${percent} % changed`, 'rows/s', rows / median(times), floor, peer)];
  if (percent === 0) {
    const after = await written(bench);
    const per = (value: number) => value / (rows * rounds);
    const line = (name: string, value: number, unit: string) => ({ ...speed(name, unit, value, null, null) });
    cases.push(line('unchanged: WAL of all tables, per row', per(after.wal - before.wal), 'bytes'));
    cases.push(line('unchanged: rows of records written', after.tuples - before.tuples, 'rows'));
    cases.push(line('unchanged: dead rows of records', after.dead - before.dead, 'rows'));
  }
  // The next measurement starts from what was there at first.
  if (percent > 0) await sync(bench, target, appointments(rows, changed, percent * 100 + 50));
  return cases;
}

async function sync(bench: Bench, { practiceId, connectionId }: Target, records: SourceRecord[]): Promise<number> {
  const runner = new SyncRunner({
    database: bench.database,
    secrets: bench.secrets,
    findConnector: () => fetched(() => records, bench.pageSize),
    http: createGuardedHttp({ exceptions: [] }),
    folders: openFolders({ allow: [] }),
    log: createLog('silent'),
    pageSize: bench.pageSize,
  });
  const signal = bench.signal ?? new AbortController().signal;
  const from = performance.now();
  const { state, problem, counts } = await runner.run({ practiceId, connectionId, trigger: 'manual', signal });
  const seconds = (performance.now() - from) / 1000;
  if (state !== 'ok' || counts.read !== records.length) throw new Error(`The sync ended ${state}: ${problem}`);
  return seconds;
}

async function peersOf(bench: Bench, records: SourceUpsert<'appointment'>[]) {
  const target = await aConnection(bench);
  const sample = records.slice(0, Math.min(UPSERT_SAMPLE, records.length));
  const upsert = sample.length / (await typeormUpsert(bench.database, target, sample));
  const upsertAgain = sample.length / (await typeormUpsert(bench.database, target, sample));
  const rows = records.slice(0, SAVE_SAMPLE);
  const save = rows.length / (await findAndSave(bench.database, await aConnection(bench), rows));
  return { upsert, upsertAgain, save };
}

async function diffFloor(bench: Bench, records: SourceUpsert<'appointment'>[]): Promise<number> {
  const target = await aConnection(bench);
  await copyAndMerge(bench.app, target, readyLines(records, target));
  await bench.superuser.query('vacuum analyze appointment');
  const times: number[] = [];
  for (let round = 0; round < bench.rounds; round += 1)
    times.push(await hashDiff(bench.app, target, records, bench.pageSize));
  return records.length / median(times);
}

async function aConnection({ database }: Bench): Promise<Target> {
  const target = { practiceId: newId(), connectionId: newId() };
  const { practiceId, connectionId } = target;
  await database.inPractice(practiceId, async (tx) => {
    await tx.insert(Practice, { id: practiceId, name: 'Benchmark', slug: practiceId, timezone: 'Europe/London' });
    await tx.insert(Connection, { practiceId, id: connectionId, connector: 'bench', name: 'Benchmark', settings: {} });
  });
  return target;
}

async function forget({ superuser }: Bench, practiceId: string): Promise<void> {
  for (const table of ['appointment', 'patient', 'changed_patient']) {
    await superuser.query(`delete from ${table} where practice_id = $1`, [practiceId]);
  }
  await superuser.query('vacuum appointment, patient, changed_patient');
}

/** What was written so far: bytes of WAL, rows of records, rows that died. */
async function written({ superuser }: Bench): Promise<{ wal: number; tuples: number; dead: number }> {
  await superuser.query('select pg_stat_force_next_flush()');
  const { rows } = await superuser.query<{ wal: string; tuples: string; dead: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as wal, sum(n_tup_ins + n_tup_upd + n_tup_del) as tuples, sum(n_dead_tup) as dead
       from pg_stat_user_tables where relname in ('appointment', 'patient', 'record_version')`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('PostgreSQL keeps no statistics');
  return { wal: Number(row.wal), tuples: Number(row.tuples), dead: Number(row.dead) };
}

function notesOf({ rows, pageSize }: Bench): string[] {
  return [
    `${rows.toLocaleString('en')} appointments, pages of ${pageSize.toLocaleString('en')} already in memory; PostgreSQL on this machine, fsync on, row-level security on.`,
    'Ours checks and hashes every record, finds its patient, keeps history, counts, marks who changed and saves the cursor, page by page.',
    'Floor of the first load: ready lines by COPY to staging and one MERGE, in one transaction. Floor of the re-sync: hash and compare, nothing else.',
    'Peer: TypeORM upsert() in batches of 1,000, and findOneBy() + save(), into the same table; neither keeps history nor says who changed.',
    'Ids are made in code, only for new rows: an unchanged row burns none.',
  ];
}

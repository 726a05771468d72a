import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EvaluationQueries,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  TimelineQueries,
  type Database,
} from '@keepwell/database';
import {
  aggregatesOf,
  defaultSettings,
  evaluatePerson,
  preparePractice,
  type PersonFacts,
  type PracticeFacts,
} from '@keepwell/domain';
import { EvaluationRunner } from '@keepwell/worker';
import pg from 'pg';
import { copyOut, LISTED_KINDS } from './rules-floor.js';
import { createPeer, type Peer } from './rules-peer.js';
import { BENCH_NOW, changePatients, fillPractice, VISITS_PER_PATIENT, type BenchPractice } from './rules-practice.js';
import { duration, machine, median, speed, type BenchCase, type BenchReport } from './bench-report.js';

export interface BenchRulesOptions {
  /** Sizes of the practice; growth is read off the first and the last. */
  sizes?: number[];
  rounds?: number;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

interface Bench {
  database: Database;
  client: pg.Client;
  owner: pg.Client;
  runner: EvaluationRunner;
  peer: Peer | null;
  rounds: number;
  say: (line: string) => void;
  signal: AbortSignal | undefined;
}

const SAMPLE = 2_000;
const PEER_SAMPLE = 500;
const NAIVE_SAMPLE = 200;
const DAY_MS = 86_400_000;

/** The rules on their own, over a practice in PostgreSQL, and after changes: each beside a floor or a peer in the same run. */
export async function benchRules(options: BenchRulesOptions = {}): Promise<BenchReport> {
  const { sizes = [20_000, 200_000], rounds = 5, onProgress: say = () => undefined, signal } = options;
  const dir = await mkdtemp(join(tmpdir(), 'keepwell-bench-'));
  // Run as root, PostgreSQL works under an account of its own and must be able to walk in.
  await chmod(dir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: dir });
  try {
    await migrate(server.migrationUrl);
    const database = await openDatabase({ url: server.databaseUrl });
    const client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    // Only an owner may analyze; autovacuum does so in the life of a practice.
    const owner = new pg.Client({ connectionString: server.migrationUrl });
    await owner.connect();
    const runner = new EvaluationRunner(database);
    const bench: Bench = { database, client, owner, runner, peer: await createPeer(), rounds, say, signal };
    try {
      const cases = await measure(bench, sizes);
      return { bench: 'rules', cases, machine: machine(), notes: notesOf(bench.peer) };
    } finally {
      await client.end();
      await owner.end();
      await database.close();
    }
  } finally {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function measure(bench: Bench, sizes: number[]): Promise<BenchCase[]> {
  const cases: BenchCase[] = [];
  const growing = new Map<string, number[]>();
  for (const [i, size] of sizes.entries()) {
    bench.signal?.throwIfAborted();
    bench.say(`filling a practice of ${size.toLocaleString('en')} patients`);
    const practice = await fillPractice(bench.client, size);
    await bench.owner.query('analyze');
    if (i === 0) cases.push(await evaluatorAlone(bench, practice));
    bench.say('evaluating everybody for the first time');
    const from = performance.now();
    await bench.runner.run({ practiceId: practice.practiceId, now: BENCH_NOW });
    cases.push(speed(`first pass, ${named(size)}`, 'patients/s', size / seconds(from), null, null));
    await bench.owner.query('analyze');
    cases.push(await fullPass(bench, practice, i === 0));
    for (const changed of [1, 1_000]) {
      const ms = await incremental(bench, practice, changed);
      growing.set(`${named(changed)} changed`, [...(growing.get(`${named(changed)} changed`) ?? []), ms]);
      cases.push(duration(`${named(changed)} changed of ${named(size)}`, ms));
    }
    cases.push(await duePass(bench, practice));
  }
  for (const [name, [first = Number.NaN, ...more]] of growing) {
    const last = more.at(-1);
    if (last !== undefined)
      cases.push({ ...duration(`growth, ${name}, ten times the patients`, last / first), unit: '×' });
  }
  return cases;
}

const named = (count: number): string => (count >= 1000 ? `${count / 1000} k` : String(count));
const seconds = (from: number): number => (performance.now() - from) / 1000;

async function somePersons(
  { database }: Bench,
  { practiceId }: BenchPractice,
  count: number,
): Promise<{ facts: PracticeFacts; persons: PersonFacts[] }> {
  return database.inPractice(practiceId, async (tx) => {
    const queries = new EvaluationQueries();
    const { facts } = await queries.context(tx, practiceId);
    const ids = await queries.everyone(tx, practiceId, null, count);
    return { facts, persons: await new TimelineQueries().currentFacts(tx, practiceId, ids) };
  });
}

/** From raw records in memory to answers, beside json-rules-engine on the same records. */
async function evaluatorAlone(bench: Bench, practice: BenchPractice): Promise<BenchCase> {
  const { facts, persons } = await somePersons(bench, practice, SAMPLE);
  const prepared = preparePractice(facts, aggregatesOf(persons, facts, BENCH_NOW), defaultSettings('live'));
  const forPeer = persons.slice(0, PEER_SAMPLE);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < bench.rounds + 1; round++) {
    let from = performance.now();
    for (const person of persons) evaluatePerson(prepared, person, [], BENCH_NOW);
    ours.push(persons.length / seconds(from));
    if (bench.peer === null) continue;
    from = performance.now();
    for (const person of forPeer) await bench.peer.ask(person, BENCH_NOW);
    theirs.push(forPeer.length / seconds(from));
  }
  // The first round warms up.
  const peer = bench.peer === null ? null : median(theirs.slice(1));
  return speed('evaluator alone', 'patients/s', median(ours.slice(1)), null, peer);
}

/** Everybody, from PostgreSQL, with nothing to write; beside reading the same rows and dropping them, and row by row. */
async function fullPass(bench: Bench, practice: BenchPractice, withNaive: boolean): Promise<BenchCase> {
  const rounds = practice.patients > 50_000 ? 1 : Math.min(bench.rounds, 3);
  const ours: number[] = [];
  const floor: number[] = [];
  bench.say('asking everybody again');
  for (let round = 0; round < rounds; round++) {
    let from = performance.now();
    await bench.runner.runFull({ practiceId: practice.practiceId, now: BENCH_NOW });
    ours.push(practice.patients / seconds(from));
    from = performance.now();
    await copyOut(bench.client, practice.practiceId);
    floor.push(practice.patients / seconds(from));
  }
  const naive = withNaive ? await rowByRow(bench, practice) : null;
  return speed(`full pass, ${named(practice.patients)}`, 'patients/s', median(ours), median(floor), naive);
}

/** What a first implementation does: a query per kind and patient, then the engine. The rows are not even made into records. */
async function rowByRow(bench: Bench, practice: BenchPractice): Promise<number | null> {
  const { client, peer } = bench;
  if (peer === null) return null;
  const { persons } = await somePersons(bench, practice, NAIVE_SAMPLE);
  await client.query("select set_config('app.practice', $1, false)", [practice.practiceId]);
  const from = performance.now();
  for (const person of persons) {
    const id = person.personId;
    await client.query('select * from patient where id = $1', [id]);
    for (const kind of LISTED_KINDS) await client.query(`select * from ${kind} where patient_id = $1`, [id]);
    await peer.ask(person, BENCH_NOW);
  }
  return persons.length / seconds(from);
}

async function incremental(bench: Bench, practice: BenchPractice, count: number): Promise<number> {
  const times: number[] = [];
  bench.say(`changing ${count} of ${practice.patients.toLocaleString('en')} patients, ${bench.rounds} times`);
  for (let round = 0; round < bench.rounds + 2; round++) {
    await changePatients(bench.client, practice, count, round);
    const from = performance.now();
    const { asked } = await bench.runner.run({ practiceId: practice.practiceId, now: BENCH_NOW });
    times.push(performance.now() - from);
    if (asked < count) throw new Error(`${count} patients were changed and ${asked} asked about`);
  }
  return median(times.slice(2));
}

/** One day later: only those whose answer can have changed are asked. */
async function duePass(bench: Bench, practice: BenchPractice): Promise<BenchCase> {
  const from = performance.now();
  const { asked } = await bench.runner.run({ practiceId: practice.practiceId, now: BENCH_NOW + DAY_MS });
  const ms = performance.now() - from;
  const share = Number(((asked / practice.patients) * 100).toPrecision(2));
  return duration(`a day later, ${named(practice.patients)}: ${asked} due (${share} %)`, ms);
}

function notesOf(peer: Peer | null): string[] {
  return [
    `Every patient has ${VISITS_PER_PATIENT} appointments, every third a plan; PostgreSQL on this machine, fsync on.`,
    'Ours goes from raw records to findings with evidence, a verdict of every rule and the instant of the next change.',
    peer === null
      ? 'json-rules-engine is not installed here (a development dependency): no peer.'
      : 'The peer, json-rules-engine, gets the same ten rules approximated and the same records; what its conditions need is counted within the clock, as for ours. It knows no zones, opening days, versions or several episodes, and answers with names only.',
    'Floor of the full pass: COPY of the same rows out of PostgreSQL, dropped unread. Ours also compares every answer, finding and case with what is stored.',
  ];
}

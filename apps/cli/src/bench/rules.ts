import { EvaluationQueries, TimelineQueries } from '@keepwell/database';
import type { PersonFacts, PracticeFacts } from '@keepwell/domain';
import { onRulesBed, type RulesBed } from './rules-bed.js';
import { copyOut, LISTED_KINDS } from './rules-floor.js';
import { EVALUATOR_SAMPLE, evaluatorAlone } from './rules-evaluator.js';
import { createPeer, type Peer } from './rules-peer.js';
import { BENCH_NOW, changePatients, fillPractice, VISITS_PER_PATIENT, type BenchPractice } from './rules-practice.js';
import { duration, machine, median, speed, type BenchCase, type BenchReport } from './bench-report.js';

export interface BenchRulesOptions {
  /** Sizes of the practice; growth is read off the first and the last. */
  sizes?: number[];
  /** How many patients are changed at once, each no more than the smallest practice has. */
  changes?: number[];
  rounds?: number;
  /** The rules by themselves, and nothing of the database. */
  only?: 'evaluator' | undefined;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

interface Bench extends RulesBed {
  peer: Peer | null;
  rounds: number;
  say: (line: string) => void;
  signal: AbortSignal | undefined;
}

const NAIVE_SAMPLE = 200;
const DAY_MS = 86_400_000;

/** The rules on their own, over a practice in PostgreSQL, and after changes: each beside a floor or a peer in the same run. */
export async function benchRules(options: BenchRulesOptions = {}): Promise<BenchReport> {
  const { only, changes = [1, 1_000], rounds = 5, signal } = options;
  const sizes = only === undefined ? (options.sizes ?? [20_000, 200_000]) : [EVALUATOR_SAMPLE];
  const { onProgress: say = () => undefined } = options;
  return onRulesBed(async (bed) => {
    const bench: Bench = { ...bed, peer: await createPeer(), rounds, say, signal };
    const cases = await measure(bench, sizes, changes, only);
    return { bench: 'rules', cases, machine: machine(), notes: notesOf(bench.peer) };
  });
}

async function measure(
  bench: Bench,
  sizes: number[],
  changes: number[],
  only: BenchRulesOptions['only'],
): Promise<BenchCase[]> {
  const cases: BenchCase[] = [];
  const growing = new Map<string, number[]>();
  for (const [i, size] of sizes.entries()) {
    bench.signal?.throwIfAborted();
    bench.say(`filling a practice of ${size.toLocaleString('en')} patients`);
    const practice = await fillPractice(bench.client, size);
    await bench.owner.query('analyze');
    if (i === 0) {
      bench.say('asking the rules by themselves');
      const sample = await somePersons(bench, practice, EVALUATOR_SAMPLE);
      cases.push(...(await evaluatorAlone(sample, bench.peer, bench.rounds)));
      if (only === 'evaluator') return cases;
    }
    bench.say('evaluating everybody for the first time');
    const from = performance.now();
    await bench.runner.run({ practiceId: practice.practiceId, now: BENCH_NOW });
    cases.push(speed(`first pass, ${named(size)}`, 'patients/s', size / seconds(from), null, null));
    await bench.owner.query('analyze');
    cases.push(await fullPass(bench, practice, i === 0), await thoroughPass(bench, practice));
    for (const changed of changes) {
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

/**
 * Everybody, from PostgreSQL, with nothing to write: every answer is compared with the stored one. Beside reading the same
 * rows and dropping them, and row by row.
 */
async function fullPass(bench: Bench, practice: BenchPractice, withNaive: boolean): Promise<BenchCase> {
  const rounds = practice.patients > 50_000 ? 1 : Math.min(bench.rounds, 3);
  const ours: number[] = [];
  const floor: number[] = [];
  bench.say('asking everybody again');
  for (let round = 0; round < rounds; round++) {
    let from = performance.now();
    await bench.runner.runFull({ practiceId: practice.practiceId, now: BENCH_NOW, isThorough: false });
    ours.push(practice.patients / seconds(from));
    from = performance.now();
    await copyOut(bench.client, practice.practiceId);
    floor.push(practice.patients / seconds(from));
  }
  const naive = withNaive ? await rowByRow(bench, practice) : null;
  return speed(`full pass, ${named(practice.patients)}`, 'patients/s', median(ours), median(floor), naive);
}

/** The same, and every stored finding, case and share of the medians is read and compared as well: what a check of all that stands costs. */
async function thoroughPass(bench: Bench, { practiceId, patients }: BenchPractice): Promise<BenchCase> {
  const from = performance.now();
  await bench.runner.runFull({ practiceId, now: BENCH_NOW });
  return speed(`thorough pass, ${named(patients)}`, 'patients/s', patients / seconds(from), null, null);
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
    'Ours decides: the state of each patient, which rules hold for which episode and since when, and the instant of the next change. "Every word written": findings with evidence and a verdict of each rule as well, which is asked only of whoever is stored anew or looked at.',
    peer === null
      ? 'json-rules-engine is not installed here (a development dependency): no peer.'
      : 'The peer, json-rules-engine, gets the same fifteen rules approximated and the same records. From records: what its conditions need is counted within the clock, as is our timeline. Rules alone: both are ready beforehand. The same 500 patients for both, by the seconds that the processor spent. It knows no zones, opening days, versions or several episodes, and answers with names only.',
    'Floor of the full pass: COPY of the same rows out of PostgreSQL, dropped unread. Ours reads them, asks, and compares every answer with the stored one; the thorough pass every finding and case as well.',
  ];
}

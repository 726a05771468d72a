import { duration, machine, speed, type BenchCase, type BenchReport } from './bench-report.js';
import { onRulesBed, type RulesBed } from './rules-bed.js';
import { BENCH_NOW, changePatients, fillPractice, VISITS_PER_PATIENT, type BenchPractice } from './rules-practice.js';

export interface BenchLargeOptions {
  patients: number;
  /** Single changes whose latency is measured. */
  events?: number;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

interface Large extends RulesBed {
  practice: BenchPractice;
  say: (line: string) => void;
  signal: AbortSignal | undefined;
}

const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;
const SAMPLE_MS = 100;
/** A process that has just begun has not yet taken what it works with. */
const WARM_UP_PATIENTS = 5_000;

/** One large practice: everybody for the first time, a night later, one change at a time, everybody again; and the memory each takes. */
export async function benchLarge(options: BenchLargeOptions): Promise<BenchReport> {
  const { patients, events = 100, onProgress: say = () => undefined, signal } = options;
  const cases = await onRulesBed(async (bed) => {
    const small = await fillPractice(bed.client, WARM_UP_PATIENTS);
    await bed.runner.run({ practiceId: small.practiceId, now: BENCH_NOW });
    say(`filling a practice of ${patients.toLocaleString('en')} patients`);
    const practice = await fillPractice(bed.client, patients);
    await bed.owner.query('analyze');
    const large: Large = { ...bed, practice, say, signal };
    return [
      ...(await passOfEverybody(large, 'first pass', true)),
      ...(await nightLater(large)),
      ...(await singleEvents(large, events)),
      ...(await passOfEverybody(large, 'full pass', false)),
    ];
  });
  const notes = [
    `Every patient has ${VISITS_PER_PATIENT} appointments, every third a plan; PostgreSQL on this machine, fsync on.`,
    'A single event: one patient’s records changed and marked, until the new answer, findings, case and counters are committed.',
    'Memory: how far the resident set of this process rose above where it stood before, sampled ten times a second.',
  ];
  return { bench: 'rules', cases, machine: machine(), notes };
}

async function passOfEverybody(large: Large, name: string, isFirst: boolean): Promise<BenchCase[]> {
  const { runner, practice, owner, say, signal } = large;
  say(`${name}: asking everybody`);
  const run = { practiceId: practice.practiceId, now: BENCH_NOW, ...(signal === undefined ? {} : { signal }) };
  const { ms, grownMib } = await measured(() =>
    isFirst ? runner.run(run) : runner.runFull({ ...run, isThorough: false }),
  );
  if (isFirst) await owner.query('analyze');
  return [
    speed(name, 'patients/s', (practice.patients / ms) * 1000, null, null),
    { ...duration(`${name}, memory`, grownMib), unit: 'MiB' },
  ];
}

/** Only those whose answer can have changed are asked. */
async function nightLater({ runner, practice, say }: Large): Promise<BenchCase[]> {
  say('a day later: asking those who are due');
  const { ms, grownMib, result } = await measured(() =>
    runner.run({ practiceId: practice.practiceId, now: BENCH_NOW + DAY_MS }),
  );
  const share = Number(((result.asked / practice.patients) * 100).toPrecision(2));
  return [
    duration(`a day later: ${result.asked.toLocaleString('en')} due (${share} %)`, ms),
    { ...duration('a day later, memory', grownMib), unit: 'MiB' },
  ];
}

async function singleEvents({ runner, practice, client, say, signal }: Large, events: number): Promise<BenchCase[]> {
  say(`one change at a time, ${events} times`);
  const times: number[] = [];
  for (let round = 0; round < events; round++) {
    signal?.throwIfAborted();
    await changePatients(client, practice, 1, round);
    const from = performance.now();
    await runner.run({ practiceId: practice.practiceId, now: BENCH_NOW + DAY_MS });
    times.push(performance.now() - from);
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return [duration('one event, p50', at(0.5)), duration('one event, p95', at(0.95))];
}

/** How long it took, and by how much the process grew meanwhile at most. */
async function measured<Result>(
  work: () => Promise<Result>,
): Promise<{ ms: number; grownMib: number; result: Result }> {
  const before = process.memoryUsage.rss();
  let most = before;
  const sampling = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, SAMPLE_MS);
  const from = performance.now();
  try {
    const result = await work();
    return {
      ms: performance.now() - from,
      grownMib: (Math.max(most, process.memoryUsage.rss()) - before) / MIB,
      result,
    };
  } finally {
    clearInterval(sampling);
  }
}

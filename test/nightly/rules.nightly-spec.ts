import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A million takes hours on two cores; fewer where PATIENTS says so. */
const PATIENTS = Number(process.env.PATIENTS ?? 1_000_000);
const MOST_MIB = 150;

interface Measured {
  cases: { name: string; ours: number }[];
}

/** In a process of its own: its memory is what is measured. */
async function benched(patients: number): Promise<(name: string) => number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bin/keepwell.js', 'bench', 'rules', '--patients', String(patients), '--json'],
    { maxBuffer: 1024 * 1024 },
  );
  const { cases } = JSON.parse(stdout) as Measured;
  return (name) => {
    const found = cases.find((each) => each.name === name);
    if (found === undefined) throw new Error(`bench rules measured no "${name}"`);
    return found.ours;
  };
}

describe(`rules in a practice of ${PATIENTS.toLocaleString('en')} patients`, () => {
  it(
    'take memory and time for one change that do not depend on its size',
    async () => {
      const small = await benched(Math.ceil(PATIENTS / 10));
      const large = await benched(PATIENTS);
      for (const pass of ['first pass', 'a day later', 'full pass']) {
        const grown = large(`${pass}, memory`) - small(`${pass}, memory`);
        process.stdout.write(`${pass}: ${Math.round(large(`${pass}, memory`))} MiB, ${Math.round(grown)} more\n`);
        expect(grown).toBeLessThanOrEqual(MOST_MIB);
      }
      process.stdout.write(
        `one event: p50 ${large('one event, p50').toFixed(1)} ms, p95 ${large('one event, p95').toFixed(1)} ms\n`,
      );
      expect(large('one event, p50') / small('one event, p50')).toBeLessThanOrEqual(1.5);
    },
    8 * 3_600_000,
  );
});

import { readFile, writeFile } from 'node:fs/promises';
import { isLongForm } from '../../../../../test/support/long-form.js';
import { checkConnector } from '../check-connector.js';
import { wireOf } from '../check-wire.js';
import { WORLD_CHECKS } from '../check-worlds.js';
import type { ConnectorScenarios } from '../scenarios.js';
import { acmeConnector } from './acme-connector.js';
import { acmeConformance } from './conformance.js';
import { faultTable } from './fault-table.js';
import { WIRE } from '../wire-faults.js';
import { PLANTED_FAULTS, type Part } from './planted-faults.js';

const DOCUMENT = new URL('../../../../../docs/conformance.md', import.meta.url);

/** Those of a world and of the wire cost most: beside its own check each fault meets every fourth of them, others than its neighbour. */
const COSTLY: string[] = [...WORLD_CHECKS.map(({ name }) => name), ...Object.values(WIRE)];
const EVERY = 4;

/** What a fault is not asked in the short form; by night it is asked everything. */
function notAsked(check: string, index: number): Partial<Record<string, string>> {
  const others = isLongForm ? [] : COSTLY.filter((other, n) => other !== check && (n + index) % EVERY !== 0);
  return Object.fromEntries(others.map((other) => [other, 'asked by night']));
}

/** What is tried for a part. */
function reduced(part: Part, honest: ConnectorScenarios, connector = acmeConnector()): ConnectorScenarios {
  const { worlds = [] } = honest;
  if (part === 'worlds') return { ...honest, worlds: worlds.map((world) => ({ ...world, wire: null })) };
  if (part === 'wire') return { ...honest, worlds: [], wire: worlds.map((world) => wireOf(connector, world)) };
  return part === 'ways' || part === 'messages' ? { ...honest, worlds: [] } : honest;
}

type Planted = (typeof PLANTED_FAULTS)[Part][number] & { part: Part; index: number };

/** The checks that fail for a connector with this one fault. */
async function failing({ part, check, index, connector: make, scenarios: change }: Planted): Promise<string[]> {
  const connector = make?.() ?? acmeConnector();
  const { scenarios, close } = acmeConformance(connector);
  const given = (change ?? ((same) => same))(reduced(part, scenarios, connector));
  const report = await checkConnector(connector, {
    ...given,
    excused: { ...given.excused, ...notAsked(check, index) },
  });
  await close?.();
  return [...new Set(report.failures.map((failure) => failure.check))];
}

/** Most of a fault's time is waiting for a line that stays silent: so many are tried at once. */
const AT_ONCE = 4;

/** Each task's own promise; they begin in order, a few at a time. */
function fewAtOnce<T>(tasks: (() => Promise<T>)[]): Promise<T>[] {
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  return tasks.map((task, index) => {
    const lane = index % AT_ONCE;
    const done = (lanes[lane] ?? Promise.resolve()).then(task);
    lanes[lane] = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  });
}

describe('the kit itself', () => {
  let passed: string[] = [];

  it('X07 passes the honest reference connector, whole', async () => {
    const { connector, scenarios, close } = acmeConformance();
    const report = await checkConnector(connector, scenarios);
    await close?.();
    expect(report.failures).toEqual([]);
    expect(report.skipped).toEqual([]);
    ({ passed } = report);
  }, 120_000);

  it('has a planted fault for each of its checks', () => {
    const planted = Object.values(PLANTED_FAULTS).flatMap((faults) => faults.map(({ check }) => check));
    expect([...new Set(planted)].sort()).toEqual([...passed].sort());
  });

  const all: Planted[] = Object.entries(PLANTED_FAULTS)
    .flatMap(([part, faults]) => faults.map((fault) => ({ part: part as Part, ...fault })))
    .map((fault, index) => ({ ...fault, index }));
  let tried: Promise<string[]>[] = [];
  beforeAll(() => {
    tried = fewAtOnce(all.map((fault) => () => failing(fault)));
    // Told by its own test.
    for (const one of tried) one.catch(() => undefined);
  });
  it.each(all)(
    'X07 "$check" alone fails where $fault',
    async ({ check, index }) => {
      const failed = (await tried[index]) ?? [];
      // Beside others a good answer may come after the kit's short limits: what fails too is tried again, alone.
      expect(failed.length === 1 ? failed : await failing(all[index]!)).toEqual([check]);
    },
    300_000,
  );

  it('has its table in docs/conformance.md (UPDATE_DOCS=1 writes it)', async () => {
    const text = await readFile(DOCUMENT, 'utf8');
    const table = faultTable(PLANTED_FAULTS);
    const [before = '', after = ''] = [text.split('<!-- checks -->')[0], text.split('<!-- /checks -->')[1]];
    const wanted = `${before}<!-- checks -->\n\n${table}\n<!-- /checks -->${after}`;
    if (process.env.UPDATE_DOCS === '1') await writeFile(DOCUMENT, wanted);
    else expect(text).toBe(wanted);
  });
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connector } from '../connector.js';
import { Bench, Reader, TurnsInACircle } from './bench.js';
import { startNastyProxy, type NastyProxy } from './nasty-proxy.js';
import { PATIENT_WORDS } from './sample-practice.js';
import type { WireScenario, WireSource, WorldScenario } from './scenarios.js';
import type { Telling } from './telling.js';
import { EndlessWalk } from './walk.js';
import { LARGEST_BODY, WIRE, wireFaults, type WireFault } from './wire-faults.js';
import { addSome } from './world-checks.js';

/** Limits of safety V-01, small: a fault that waits costs this and no more. Long enough for a machine that has much to do. */
const LIMITS = { timeouts: { connectMs: 500, headersMs: 600, totalMs: 900 }, maxBodyBytes: LARGEST_BODY };
/** Faults that are tried at once, each at a source of its own. */
const AT_ONCE = 6;

/** A world, filled, as a source for the wire. */
export function wireOf(connector: Connector, scenario: WorldScenario): WireScenario {
  return {
    ...scenario.wire,
    title: `${scenario.title}, over a bad line`,
    timezone: scenario.timezone,
    ...(scenario.limit === undefined ? {} : { limit: scenario.limit }),
    async open() {
      const world = await scenario.open();
      const bench = new Bench(connector, world, scenario);
      bench.fill();
      for (let n = 0; n < 4; n += 1) addSome(bench, n);
      return world;
    },
  };
}

/** The proxy in front of a good source: each fault in the middle of a reading, some at the first request and at the last. */
export async function checkWire(connector: Connector, scenario: WireScenario, telling: Telling): Promise<void> {
  const hits: string[] = [];
  const trap = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((done) => trap.listen(0, '127.0.0.1', done));
  const trapped = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/latest/meta-data`;
  try {
    const whole = await behindProxy(connector, scenario, async (reader, proxy) => {
      await reader.run();
      return { lines: linesOf(reader), requests: proxy.count(), now: reader.source.now(), secrets: reader.secrets() };
    });
    const faults = wireFaults(scenario, trapped, () => whole.now, whole.secrets).filter(
      ({ check }) => !telling.isExcused(check),
    );
    const tries = faults.flatMap((fault) => placesOf(fault, whole.requests).map((from) => ({ fault, from })));
    await inTurns(tries, async ({ fault, from }) => {
      const problem = await behindProxy(connector, scenario, (reader, proxy) =>
        tryFault(reader, proxy, fault, from, whole.lines),
      );
      telling.tell(fault.check, problem === null ? null : `${fault.title}, at request ${from}: ${problem}`);
    });
    telling.tell(WIRE.redirect, hits.length === 0 ? null : 'the address of a redirect was asked');
  } finally {
    trap.closeAllConnections();
    await new Promise((done) => trap.close(done));
  }
}

function placesOf(fault: WireFault, requests: number): number[] {
  const middle = Math.max(Math.ceil(requests / 2), 1);
  // A refused first request may be the sign-in itself: nothing to renew.
  if (fault.heals === true || fault.everywhere !== true) return fault.onlyEnds === true ? [2] : [middle];
  return [...new Set([1, middle, requests])];
}

async function inTurns<T>(things: T[], use: (thing: T) => Promise<void>): Promise<void> {
  const waiting = [...things];
  const work = async () => {
    for (let thing = waiting.shift(); thing !== undefined; thing = waiting.shift()) await use(thing);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function behindProxy<T>(
  connector: Connector,
  scenario: WireScenario,
  use: (reader: Reader, proxy: NastyProxy) => Promise<T>,
): Promise<T> {
  const source = await scenario.open();
  const proxy = await startNastyProxy(source.origin);
  try {
    const settings = Object.fromEntries(
      Object.entries(source.settings).map(([field, value]) => [
        field,
        typeof value === 'string' ? value.replaceAll(new URL(source.origin).origin, proxy.origin) : value,
      ]),
    );
    const through: WireSource & { advance?: (ms: number) => void } = {
      settings,
      origin: proxy.origin,
      now: () => source.now(),
      close: async () => undefined,
      ...('advance' in source && typeof source.advance === 'function'
        ? { advance: (ms: number) => (source as WireSource & { advance(ms: number): void }).advance(ms) }
        : {}),
    };
    const around = { timezone: scenario.timezone ?? null, limits: LIMITS };
    return await use(new Reader(connector, through, around, scenario.limit), proxy);
  } finally {
    await proxy.close();
    await source.close();
  }
}

const KINDS = ['RetryLater', 'SettingsWrong', 'RecordUnreadable', 'ConnectorBroken'];

async function tryFault(
  reader: Reader,
  proxy: NastyProxy,
  fault: WireFault,
  from: number,
  whole: string[],
): Promise<string | null> {
  proxy.plan(fault.fault, from, fault.times);
  const began = performance.now();
  const met = await errorOf(reader);
  const tookMs = performance.now() - began;
  const requests = proxy.count() - from + 1;
  proxy.relent();
  const problem =
    errorProblem(fault, met, reader, requests) ??
    (fault.check === WIRE.deep && tookMs > 5_000 ? 'it took seconds' : null);
  if (problem !== null || fault.onlyEnds === true) return problem;
  // Healed by itself, or said so: either way nothing is missing once the fault is over.
  if (met === null && !isWhole(reader, whole)) return 'it said nothing, and records are missing';
  const after = await errorOf(reader);
  if (after !== null) return `once the fault was over it still failed with ${after.name}: ${after.message}`;
  return isWhole(reader, whole) ? null : 'once the fault was over, records are missing that were there before';
}

function errorProblem(fault: WireFault, met: Error | null, reader: Reader, requests: number): string | null {
  if (met instanceof EndlessWalk) return 'reading does not end';
  if (fault.onlyEnds === true && (met === null || met instanceof TurnsInACircle)) return null;
  if (met !== null && !KINDS.includes(met.name)) return `${met.name} (${met.message}) is none of the four errors`;
  if (met !== null) {
    const leaks = [...reader.secrets(), ...PATIENT_WORDS].filter((word) => met.message.includes(word));
    if (leaks.length > 0) return 'the sentence holds a secret or a patient';
  }
  if (fault.heals === true && met !== null) return `it failed with ${met.name} instead of signing in again`;
  if (fault.mostRequests !== undefined && requests > fault.mostRequests) return `it asked ${requests} times more`;
  if (fault.error === undefined) return null;
  // A request that was sent again by itself has heard it too.
  const told = met?.name ?? (reader.waits.length > 0 ? 'RetryLater' : 'nothing');
  if (told !== fault.error) return `it is told as ${told} instead of ${fault.error}`;
  const wait = reader.waits[0] ?? null;
  if (fault.afterMs !== undefined && (wait === null || wait < fault.afterMs.from || wait > fault.afterMs.to)) {
    return `a wait of ${wait ?? 'nothing'} ms instead of ${fault.afterMs.from} to ${fault.afterMs.to}`;
  }
  return null;
}

async function errorOf(reader: Reader): Promise<Error | null> {
  try {
    await reader.run();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** What is held, without the times at which it was read. */
function linesOf(reader: Reader): string[] {
  return reader.mirror.lines().map((line) => line.replace(/ \[[^,]*,/, ' ['));
}

function isWhole(reader: Reader, whole: string[]): boolean {
  const held = new Set(linesOf(reader));
  return whole.every((line) => held.has(line));
}

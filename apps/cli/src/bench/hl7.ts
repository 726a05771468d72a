import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findConnector } from '@keepwell/connectors';
import { type ConnectorContext, openFolders, parseSettings } from '@keepwell/connector-sdk';
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
import { createGuardedHttp } from '@keepwell/outbound';
import { createLog, MessageIntake, startMllpServer } from '@keepwell/worker';
import pg from 'pg';
import { type BenchCase, type BenchReport, machine, median, speed } from './bench-report.js';
import {
  appendOnly,
  type BenchServer,
  commitEach,
  fixedAnswers,
  hl7parserReader,
  standardReader,
  standardServer,
} from './hl7-floor.js';
import { aMessage, send } from './hl7-sender.js';

export interface BenchHl7Options {
  /** Messages of one measurement. */
  messages?: number;
  rounds?: number;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

/** Lines at once, and messages unanswered on each. */
const LOADS = [
  { name: '1x1', connections: 1, inFlight: 1, share: 0.1 },
  { name: '16x1', connections: 16, inFlight: 1, share: 0.5 },
  { name: '16x16', connections: 16, inFlight: 16, share: 1 },
];
const LIMITS = { frameMs: 30_000, idleMs: 600_000, perPeer: 64, inAll: 64 };

/** Reading HL7 v2, answering it over MLLP, and answering it after it is kept: beside a fixed answer, hl7-standard, and a commit for each. */
export async function benchHl7(options: BenchHl7Options = {}): Promise<BenchReport> {
  const { messages = 20_000, rounds = 3, onProgress: say = () => undefined, signal } = options;
  const cases: BenchCase[] = [];
  say('reading alone');
  cases.push(...reading(messages, rounds));
  cases.push(...(await answering(messages, rounds, say, signal)));
  cases.push(...(await keeping(messages, rounds, say, signal)));
  return {
    bench: 'hl7',
    cases,
    machine: machine(),
    notes: [
      `${messages.toLocaleString('en')} SIU^S12 of ${aMessage(1).length} bytes; the sender is a thread of its own on this machine. CxN: C lines with N messages unanswered on each.`,
      'Reading: head, patient and booking numbers, keys of order and repetition. Peers read the same fields: hl7-standard, hl7parser.',
      'Answering floor: the same bytes for each frame, nothing read. Peer: hl7-standard behind our frames.',
      'Keeping: sealed, checked for repetition and committed before the answer. Floor: bytes appended in groups to a table without keys. Peer: one transaction for each message, unsealed.',
    ],
  };
}

function hl7(): {
  receive: (bytes: Buffer) => unknown;
  context: ConnectorContext;
  connector: NonNullable<ReturnType<typeof findConnector>>;
} {
  const connector = findConnector('hl7-v2');
  if (connector?.receiveMessage === undefined) throw new Error('There is no connector for HL7 v2 here');
  const context: ConnectorContext = {
    settings: parseSettings(connector.settings, { port: 1, security: 'plain', timezone: 'Europe/London' }),
    timezone: null,
    http: createGuardedHttp({ exceptions: [] }),
    folders: openFolders({ allow: [] }),
    now: Date.now,
    signal: new AbortController().signal,
    log: () => undefined,
  };
  return { connector, context, receive: (bytes) => connector.receiveMessage?.(context, bytes) };
}

function reading(messages: number, rounds: number): BenchCase[] {
  const bytes = Array.from({ length: 1_000 }, (_, n) => aMessage(n));
  const { receive } = hl7();
  const readers = { ours: receive, standard: standardReader(), parser: hl7parserReader() };
  const times: Record<string, number[]> = { ours: [], standard: [], parser: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, read] of Object.entries(readers)) {
      if (read === null) continue;
      const count = name === 'ours' ? messages * 5 : messages;
      const from = performance.now();
      for (let n = 0; n < count; n += 1) read(bytes[n % bytes.length] ?? bytes[0]!);
      // The first round warms up.
      if (round > 0) times[name]?.push(count / ((performance.now() - from) / 1000));
    }
  }
  const rate = (name: string) => (times[name]?.length ? median(times[name]) : null);
  const ours = rate('ours') ?? 0;
  return [
    speed('reading, beside hl7-standard', 'msg/s', ours, null, rate('standard')),
    speed('reading, beside hl7parser', 'msg/s', ours, null, rate('parser')),
  ];
}

type Start = () => Promise<BenchServer>;

/** Ours, floor and peer in turn, round after round: medians of messages a second. */
async function inTurn(
  servers: Record<string, Start | null>,
  load: { connections: number; inFlight: number; messages: number },
  rounds: number,
  signal: AbortSignal | undefined,
): Promise<Record<string, { rate: number; p95Ms: number } | null>> {
  const results: Record<string, { rates: number[]; p95: number[] }> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, start] of Object.entries(servers)) {
      if (start === null) continue;
      signal?.throwIfAborted();
      const server = await start();
      try {
        const { perSecond, p95Ms } = await send({ port: server.port, ...load }, signal);
        const result = (results[name] ??= { rates: [], p95: [] });
        result.rates.push(perSecond);
        result.p95.push(p95Ms);
      } finally {
        await server.close();
      }
    }
  }
  return Object.fromEntries(
    Object.keys(servers).map((name) => {
      const result = results[name];
      return [name, result === undefined ? null : { rate: median(result.rates), p95Ms: median(result.p95) }];
    }),
  );
}

async function answering(
  messages: number,
  rounds: number,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<BenchCase[]> {
  const { connector, context } = hl7();
  const standard = standardReader();
  const ours: Start = () =>
    startMllpServer({
      settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
      limits: LIMITS,
      handle: (message) => connector.receiveMessage?.(context, message).answer('accepted') ?? [],
      tell: () => undefined,
    });
  const cases: BenchCase[] = [];
  for (const { name, connections, inFlight, share } of LOADS) {
    say(`answering ${name}`);
    const load = { connections, inFlight, messages: Math.round(messages * share) };
    const peer: Start | null = standard === null ? null : () => standardServer(standard);
    const result = await inTurn({ ours, floor: fixedAnswers, peer }, load, rounds, signal);
    cases.push(
      speed(
        `answer over MLLP, ${name}`,
        'msg/s',
        result.ours?.rate ?? 0,
        result.floor?.rate ?? null,
        result.peer?.rate ?? null,
      ),
    );
  }
  return cases;
}

async function keeping(
  messages: number,
  rounds: number,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<BenchCase[]> {
  const dir = await mkdtemp(join(tmpdir(), 'keepwell-bench-'));
  // Run as root, PostgreSQL works under an account of its own and must be able to walk in.
  await chmod(dir, 0o755);
  const server = await startEmbeddedPostgres({ dataDir: dir });
  const pool = new pg.Pool({ connectionString: server.migrationUrl, max: 16 });
  try {
    await migrate(server.migrationUrl);
    const database = await openDatabase({ url: server.databaseUrl });
    try {
      const cases: BenchCase[] = [];
      const secrets = new SecretStore(Buffer.alloc(32, 7));
      for (const { name, connections, inFlight, share } of LOADS) {
        say(`answering after the commit, ${name}`);
        const load = { connections, inFlight, messages: Math.round(messages * share) };
        const servers = {
          ours: () => keepingServer(database, secrets),
          floor: () => appendOnly(pool),
          peer: () => commitEach(pool),
        };
        const result = await inTurn(servers, load, rounds, signal);
        const rate = (of: string) => result[of]?.rate ?? null;
        cases.push(speed(`answer after commit, ${name}`, 'msg/s', rate('ours') ?? 0, rate('floor'), rate('peer')));
        const p95 = result.ours?.p95Ms ?? Number.NaN;
        cases.push({
          name: `  95 % of answers within, ${name}`,
          ours: p95,
          floor: null,
          peer: null,
          unit: 'ms',
          ofFloor: null,
          timesPeer: null,
        });
      }
      return cases;
    } finally {
      await database.close();
    }
  } finally {
    await pool.end();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** A practice of its own each time: what waits from the last measurement must not slow this one. */
async function keepingServer(database: Database, secrets: SecretStore): Promise<BenchServer> {
  const { connector, context } = hl7();
  const [practiceId, connectionId] = [newId(), newId()];
  await database.inPractice(practiceId, async (tx) => {
    await tx.insert(Practice, { id: practiceId, name: 'Benchmark', slug: practiceId, timezone: 'Europe/London' });
    await tx.insert(Connection, { practiceId, id: connectionId, connector: 'hl7-v2', name: 'Benchmark', settings: {} });
  });
  const intake = new MessageIntake({
    ...{ database, secrets, connector, context, log: createLog('silent') },
    connection: { practiceId, connectionId },
    // Nobody applies them here: the brake for what waits stays off.
    mostWaiting: Number.POSITIVE_INFINITY,
  });
  const server = await startMllpServer({
    settings: { port: 0, address: '127.0.0.1', tls: null, allow: [], maxFrameBytes: 1024 * 1024 },
    limits: LIMITS,
    handle: (message) => intake.handle(message),
    tell: () => undefined,
  });
  return {
    port: server.port,
    async close() {
      await server.close();
      await intake.end();
    },
  };
}

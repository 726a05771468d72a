import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  type Connector,
  ConnectorBroken,
  type ConnectorContext,
  createRetryBudget,
  type FoldersOfServer,
  parseSettings,
  type PullPage,
  readWithRetries,
  RetryLater,
  type RetrySurroundings,
  type Stream,
} from '@keepwell/connector-sdk';
import {
  ConnectionStatusWordQueries,
  type Database,
  InboxQueries,
  JobQueries,
  LeaseLost,
  MOST_WAITING,
  type RunCounts,
  type RunKey,
  type SecretStore,
  type StreamLease,
  StreamQueries,
  type SyncConnection,
  SyncConnectionQueries,
  SyncRunQueries,
} from '@keepwell/database';
import type { GuardedHttp } from '@keepwell/outbound';
import type { WorkerLog } from '../log.js';
import { AbsenceChecker } from './absence-checker.js';
import type { Pace, PacedRun } from '../pace/pace.js';
import { noCounts, quarantinedTooMany } from './counts.js';
import { type Failure, failureOf } from './failure.js';
import { PageStore } from './page-store.js';
import { tellRun } from './run-events.js';
import { RunTally } from './run-tally.js';

export interface SyncRunnerOptions {
  database: Database;
  secrets: SecretStore;
  findConnector(id: string): Connector | undefined;
  http: GuardedHttp;
  folders: FoldersOfServer;
  /** Keeps all workers to what the other side allows; absent: `http` as it is. */
  pace?: Pace;
  log: WorkerLog;
  pageSize: number;
  leaseMs?: number;
  /** Longest wait that a run sits through when the other side asks for one. */
  patienceMs?: number;
  now?: () => number;
  random?: () => number;
  sleep?: RetrySurroundings['sleep'];
}

export interface SyncRequest {
  practiceId: string;
  connectionId: string;
  trigger: 'schedule' | 'manual' | 'replay';
  signal: AbortSignal;
  onProgress?: (progress: { read: number; total: number | null; stream: string }) => void;
}

export interface SyncResult {
  /** `skipped`: paused, waiting for a person, or being read by another worker. */
  state: 'ok' | 'partial' | 'failed' | 'skipped';
  runId: string | null;
  problem: string | null;
  counts: RunCounts;
  /** Not before then; null: as usual. */
  retryAt: Date | null;
  pollSeconds: number;
}

interface Run {
  connection: SyncConnection;
  connector: Connector;
  context: ConnectorContext;
  paced: PacedRun | null;
  tally: RunTally;
  around: RetrySurroundings;
  key: RunKey;
  counts: RunCounts;
  /** The other side still prepares what these streams are to be read from. */
  waits: { stream: string; says: string; afterMs: number; neverRead: boolean }[];
  onProgress: NonNullable<SyncRequest['onProgress']>;
}

const LEASE_MS = 120_000;
const PATIENCE_MS = 60_000;
/** While too much of what was pushed waits, pulling more would only add to it (safety V-05). */
const BACK_PRESSURE_MS = 30_000;
const FLOODED = 'Much that was sent to this practice waits to be read; reading goes on when less of it does.';

/** Reads a connection: every stream from where it stands to its end, page by page, each stored with its cursor. */
export class SyncRunner {
  private readonly pages: PageStore;
  private readonly absences: AbsenceChecker;
  private readonly streams = new StreamQueries();
  private readonly connections = new SyncConnectionQueries();
  private readonly runs = new SyncRunQueries();
  private readonly jobs = new JobQueries();
  private readonly words = new ConnectionStatusWordQueries();
  private readonly inbox: InboxQueries;
  /** Names this worker in the leases it holds. */
  private readonly holder = randomUUID();

  constructor(private readonly options: SyncRunnerOptions) {
    this.inbox = new InboxQueries(options.secrets);
    this.pages = new PageStore(options.secrets);
    this.absences = new AbsenceChecker(options.database, options.secrets);
  }

  async run(request: SyncRequest): Promise<SyncResult> {
    const { practiceId, connectionId } = request;
    const { database, secrets } = this.options;
    const found = await database.inPractice(practiceId, async (tx) => {
      const connection = await this.connections.find(tx, practiceId, connectionId);
      const waiting = await this.inbox.countWaiting(tx, practiceId, MOST_WAITING);
      const statusMap = await this.words.meanings(tx, practiceId, connectionId);
      return { connection, waiting, statusMap, secrets: await secrets.connectionSecrets(tx, practiceId, connectionId) };
    });
    const { connection } = found;
    if (connection === null) return skipped('The connection is not there any more.', 0);
    if (found.waiting > MOST_WAITING) {
      return { ...skipped(FLOODED, connection.pollSeconds), retryAt: new Date(this.now() + BACK_PRESSURE_MS) };
    }
    if (connection.state === 'paused') return skipped('The connection is paused.', connection.pollSeconds);
    // Polling on would only repeat the refusal; a person who asks for it has perhaps mended it.
    if (connection.state === 'needs_attention' && request.trigger === 'schedule') {
      return skipped('The connection waits for a person.', connection.pollSeconds);
    }
    const key = await database.inPractice(practiceId, (tx) =>
      this.runs.start(tx, practiceId, connectionId, request.trigger),
    );
    const counts = noCounts();
    let run: Run | null = null;
    try {
      run = this.prepare(request, { ...found, connection }, key, counts);
      for (const stream of await this.streamsOf(run)) await this.readStream(run, stream);
      // Without a watermark of its own a stream counts as fresh as the last run that went well: this one has not.
      const unread = run.waits.find(({ neverRead }) => neverRead);
      if (unread !== undefined) throw new RetryLater(unread.says, unread.afterMs);
      return await this.succeed(run);
    } catch (error) {
      const failure = failureOf(error, request.signal);
      if (failure.kind === 'settings') await run?.paced?.endedRefused();
      return await this.fail(connection, key, run, failure);
    } finally {
      if (run !== null) await run.connector.close?.(run.context);
    }
  }

  private prepare(
    request: SyncRequest,
    found: { connection: SyncConnection; secrets: Record<string, string>; statusMap: ConnectorContext['statusMap'] },
    key: RunKey,
    counts: RunCounts,
  ): Run {
    const { options } = this;
    const { connection, secrets, statusMap } = found;
    const connector = options.findConnector(connection.connector);
    if (connector === undefined) throw new ConnectorBroken(`There is no connector "${connection.connector}" here.`);
    const settings = parseSettings(connector.settings, { ...connection.settings, ...secrets });
    const { practiceId, id: connectionId } = connection;
    const paced =
      options.pace?.begin({ practiceId, connectionId, connector, settings, signal: request.signal }) ?? null;
    const context: ConnectorContext = {
      settings,
      timezone: connection.timezone,
      http: paced?.http ?? options.http,
      folders: options.folders.of(practiceId),
      statusMap,
      now: () => this.now(),
      signal: request.signal,
      log: (message, fields) => options.log.info({ ...fields, connectionId: connection.id, runId: key.id }, message),
    };
    const around: RetrySurroundings = {
      sleep: options.sleep ?? ((ms, signal) => wait(ms, undefined, { signal })),
      random: options.random ?? Math.random,
      signal: request.signal,
      budget: createRetryBudget(),
      patienceMs: options.patienceMs ?? PATIENCE_MS,
    };
    return {
      connection,
      connector,
      context,
      paced,
      tally: new RunTally(),
      around,
      key,
      counts,
      waits: [],
      onProgress: request.onProgress ?? (() => undefined),
    };
  }

  private streamsOf({ connector, context, around }: Run): Promise<Stream[]> {
    return readWithRetries(() => connector.streams(context), around);
  }

  private async readStream(run: Run, stream: Stream): Promise<void> {
    const { database } = this.options;
    const { practiceId, id: connectionId } = run.connection;
    const leaseMs = this.options.leaseMs ?? LEASE_MS;
    const key = { practiceId, connectionId, stream: stream.name };
    const taken = await database.inPractice(practiceId, async (tx) => {
      const lease = await this.streams.takeLease(tx, key, this.holder, leaseMs);
      const { kinds, mode, compares = false } = stream;
      if (lease !== null) await this.streams.describe(tx, key, { kinds, mode, compares });
      return lease;
    });
    if (taken === null) throw new LeaseLost(`Another worker is reading ${stream.name}.`);
    const heartbeat = this.keepLease(taken, leaseMs);
    try {
      await this.readPages(run, stream, taken, leaseMs);
    } finally {
      clearInterval(heartbeat);
      await database.inPractice(practiceId, (tx) => this.streams.release(tx, taken));
    }
  }

  private async readPages(run: Run, stream: Stream, taken: StreamLease, leaseMs: number): Promise<void> {
    let lease = taken;
    const passed = new Set<string>();
    for (;;) {
      run.around.signal.throwIfAborted();
      const page = await this.pull(run, stream, lease);
      const { waiting, ...stored } = await this.options.database.inPractice(lease.practiceId, async (tx) => ({
        ...(await this.pages.store(tx, {
          lease,
          stream,
          page,
          run: run.key,
          counts: run.counts,
          connectorVersion: run.connector.version,
          observedAt: this.now(),
          leaseMs,
        })),
        waiting: await this.inbox.countWaiting(tx, lease.practiceId, MOST_WAITING),
      }));
      lease = stored.lease;
      run.counts = stored.counts;
      run.tally.saw(stream.name, page.records);
      run.onProgress({ read: run.counts.read, total: run.counts.total, stream: stream.name });
      await this.absences.confirm(run, lease, stored.absent);
      if (page.done) return;
      if (page.waits !== undefined) {
        run.waits.push({ stream: stream.name, ...page.waits, neverRead: lease.watermark === null });
        return;
      }
      const position = JSON.stringify(lease.cursor);
      if (passed.has(position)) {
        throw new ConnectorBroken(`Reading ${stream.name} turns in a circle: the same position came twice.`);
      }
      passed.add(position);
      if (waiting > MOST_WAITING) throw new RetryLater(FLOODED, BACK_PRESSURE_MS);
      if (page.retryAfterMs) await run.around.sleep(page.retryAfterMs, run.around.signal);
    }
  }

  private pull({ connector, context, around }: Run, stream: Stream, lease: StreamLease): Promise<PullPage> {
    const cursor = (lease.cursor ?? null) as PullPage['nextCursor'] | null;
    return readWithRetries(
      () => connector.pull(context, stream.name, cursor, { limit: this.options.pageSize }),
      around,
    );
  }

  /** A slow source must not cost us the lease; a process that stands still loses it, and its late write is refused. */
  private keepLease(lease: StreamLease, leaseMs: number): NodeJS.Timeout {
    const beat = setInterval(() => {
      this.options.database
        .inPractice(lease.practiceId, (tx) => this.streams.renew(tx, lease, leaseMs))
        .catch((error: unknown) => {
          // The next write finds out for itself whether the lease still holds.
          this.options.log.warn({ connectionId: lease.connectionId, error: String(error) }, 'lease not renewed');
        });
    }, leaseMs / 3);
    beat.unref();
    return beat;
  }

  private async succeed({ connection, key, counts, paced, tally, waits }: Run): Promise<SyncResult> {
    await paced?.endedWell();
    const problems = Object.values(counts.streams).flatMap(({ problem }) => problem ?? []);
    const isPartial = problems.length > 0 || quarantinedTooMany(counts);
    if (problems.length === 0 && isPartial)
      problems.push(`${counts.quarantined} of ${counts.read} records were put aside.`);
    const problem = problems.length > 0 ? problems.join(' ') : null;
    const state = isPartial ? 'partial' : 'ok';
    const shrank = Object.values(counts.streams).some((stream) => stream.problem !== null);
    await this.options.database.inPractice(connection.practiceId, async (tx) => {
      await this.connections.succeeded(tx, connection.practiceId, connection.id, !shrank, problem);
      await this.runs.finish(tx, key, state, problem);
      await tally.write(tx, connection, counts, this.now());
      // Freshness and warm-up are part of every answer: they may have changed although no record did.
      await this.jobs.owe(tx, connection.practiceId, 'evaluate', connection.practiceId);
      await tellRun(tx, { practiceId: connection.practiceId, connectionId: connection.id }, key, state, counts);
    });
    // Sooner than usual where a stream asks for it, never later: the others are due as always.
    const soonestMs = Math.min(...waits.map(({ afterMs }) => afterMs));
    const retryAt = soonestMs < connection.pollSeconds * 1000 ? new Date(this.now() + soonestMs) : null;
    return { state, runId: key.id, problem, counts, retryAt, pollSeconds: connection.pollSeconds };
  }

  private async fail(connection: SyncConnection, key: RunKey, run: Run | null, failure: Failure): Promise<SyncResult> {
    const counts = run?.counts ?? noCounts();
    const { practiceId, id, pollSeconds } = connection;
    const { sentence } = failure;
    if (failure.kind === 'broken') {
      this.options.log.error({ connectionId: id, runId: key.id, error: failure.detail }, 'sync failed');
    }
    await this.options.database.inPractice(practiceId, async (tx) => {
      if (failure.kind === 'settings') await this.connections.needsAttention(tx, practiceId, id, sentence);
      if (failure.kind === 'broken' || failure.kind === 'later')
        await this.connections.failed(tx, practiceId, id, sentence);
      if (failure.kind === 'taken' && counts.read === 0) return this.runs.forget(tx, key);
      const state = counts.read > 0 ? 'partial' : 'failed';
      await this.runs.finish(tx, key, state, sentence);
      await (run?.tally ?? new RunTally()).write(tx, connection, counts, this.now());
      await tellRun(tx, { practiceId, connectionId: id }, key, state, counts);
    });
    const retryAt = failure.retryInMs === null ? null : new Date(this.now() + failure.retryInMs);
    const state = failure.kind === 'taken' ? 'skipped' : 'failed';
    return { state, runId: key.id, problem: sentence, counts, retryAt, pollSeconds };
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}

function skipped(problem: string, pollSeconds: number): SyncResult {
  return { state: 'skipped', runId: null, problem, counts: noCounts(), retryAt: null, pollSeconds };
}

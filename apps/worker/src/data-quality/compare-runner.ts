import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  ConnectorBroken,
  createRetryBudget,
  type PullPage,
  readWithRetries,
  RetryLater,
  type RetrySurroundings,
  type Stream,
} from '@keepwell/connector-sdk';
import {
  type CompareRange,
  CompareRunQueries,
  type Database,
  JobQueries,
  LeaseLost,
  type SecretStore,
  type StreamLease,
  StreamQueries,
  type Transaction,
} from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import type { WorkerLog } from '../log.js';
import type { OpenSource, Sources } from '../pace/sources.js';
import { AbsenceChecker } from '../sync/absence-checker.js';
import { failureOf } from '../sync/failure.js';
import { ComparePage, type ComparedResult } from './compare-page.js';
import { nextNight } from './next-night.js';
import { ToldBookings } from './told-bookings.js';

export interface CompareRunnerOptions {
  database: Database;
  secrets: SecretStore;
  sources: Sources;
  log: WorkerLog;
  pageSize: number;
  now: () => Instant;
  sleep?: RetrySurroundings['sleep'];
  random?: () => number;
}

interface Walk {
  source: OpenSource;
  stream: Stream;
  range: CompareRange;
  around: RetrySurroundings;
}

const DAY_MS = 86_400_000;
/** Each night: what begins from so long ago to so far ahead. */
const BACK_MS = 30 * DAY_MS;
const AHEAD_MS = 90 * DAY_MS;
/** Each week: everything. A day less, so that it stays in its night. */
const WHOLE_EVERY_MS = 6 * DAY_MS;
const LEASE_MS = 120_000;
const PATIENCE_MS = 60_000;
const MOST_QUESTIONS = 500;
const LATER_MS = 60_000;

/**
 * Compares what stands here with its source, stream by stream (safety S-05): what was missed is stored, what is gone there is
 * marked when the source confirms it or a second walk misses it too, and the differences are counted. A stream that cannot be
 * read apart from its usual way is asked nothing.
 */
export class CompareRunner {
  private readonly streams = new StreamQueries();
  private readonly compares = new CompareRunQueries();
  private readonly jobs = new JobQueries();
  private readonly pages: ComparePage;
  private readonly absences: AbsenceChecker;
  private readonly holder = randomUUID();

  constructor(private readonly options: CompareRunnerOptions) {
    this.pages = new ComparePage(options.secrets);
    this.absences = new AbsenceChecker(options.database, options.secrets, MOST_QUESTIONS);
  }

  /** Answers when the connection is compared again; null: when somebody asks, or it has been read again. */
  async run(practiceId: string, connectionId: string, signal: AbortSignal): Promise<Date | null> {
    const source = await this.options.sources.open(practiceId, connectionId, signal);
    if (source === null) return null;
    try {
      const around = this.around(signal);
      const all = await readWithRetries(() => source.connector.streams(source.context), around);
      const streams = all.filter(({ compares }) => compares === true);
      const asked = await this.inPractice(practiceId, (tx) => this.compares.asked(tx, practiceId, connectionId));
      const ranges = asked.length > 0 ? asked : [null];
      for (const range of ranges) {
        for (const stream of streams) {
          const wanted = range ?? (await this.rangeOf(practiceId, connectionId, stream));
          await this.compare({ source, stream, range: { from: wanted.from, to: wanted.to }, around });
        }
        if (range !== null)
          await this.inPractice(practiceId, (tx) => this.compares.forgetAsked(tx, practiceId, range.id));
      }
      await source.paced.endedWell();
      return streams.length === 0 ? null : this.tonight(source);
    } finally {
      await source.close();
    }
  }

  /** Weekly everything, else a window of dates. */
  private async rangeOf(practiceId: string, connectionId: string, { name }: Stream): Promise<CompareRange> {
    const now = this.options.now();
    const whole = await this.inPractice(practiceId, (tx) => this.compares.lastWhole(tx, practiceId, connectionId));
    const last = whole.get(name);
    if (last === undefined || now - last > WHOLE_EVERY_MS) return { from: null, to: null };
    return { from: now - BACK_MS, to: now + AHEAD_MS };
  }

  private async compare(walk: Walk): Promise<void> {
    const { connection } = walk.source;
    const { practiceId, id: connectionId } = connection;
    const stream = `compare:${walk.stream.name}`;
    const key = { practiceId, connectionId, stream };
    const lease = await this.inPractice(practiceId, (tx) => this.streams.takeLease(tx, key, this.holder, LEASE_MS));
    if (lease === null) throw new LeaseLost(`Another worker compares ${walk.stream.name}.`);
    try {
      await this.walk(walk, lease);
    } finally {
      await this.inPractice(practiceId, (tx) => this.streams.release(tx, lease));
    }
  }

  private async walk(walk: Walk, taken: StreamLease): Promise<void> {
    const { source, stream, range, around } = walk;
    const { practiceId, id: connectionId, timezone } = source.connection;
    const beganAt = this.options.now();
    const started = await this.inPractice(practiceId, async (tx) => {
      const { run, goesOn } = await this.compares.start(tx, practiceId, connectionId, stream.name, range, beganAt);
      const fresh = { cursor: null, watermark: null, sequence: taken.sequence, walk: null };
      if (!goesOn)
        await this.streams.savePosition(tx, taken, { ...fresh, lastFullCount: taken.lastFullCount, done: false });
      return { run, goesOn };
    });
    const { run, goesOn } = started;
    let lease: StreamLease = goesOn ? taken : { ...taken, cursor: null, walk: null };
    let counts = run;
    const told = new ToldBookings(timezone ?? 'UTC', beganAt);
    const isWhole = range.from === null && range.to === null;
    const passed = new Set<string>();
    try {
      for (;;) {
        around.signal.throwIfAborted();
        const askedAt = this.options.now();
        const page = await this.pull(walk, lease);
        told.saw(page.records);
        const result: ComparedResult = await this.inPractice(practiceId, (tx) =>
          this.pages.store(tx, {
            ...{ lease, stream, page, counts, askedAt, beganAt: run.startedAt, runId: run.id, leaseMs: LEASE_MS },
            connectorVersion: source.connector.version,
            isWhole,
          }),
        );
        lease = result.lease;
        counts = { ...run, ...result.counts };
        const gone = await this.absences.confirm({ ...source, around }, lease, result.absent, stream.name);
        counts = { ...counts, absent: counts.absent - gone, gone: counts.gone + gone };
        if (page.done) {
          await this.finish(walk, run.id, counts, result, goesOn ? null : told.counts(range));
          return;
        }
        if (page.waits !== undefined) throw new RetryLater(page.waits.says, page.waits.afterMs);
        const position = JSON.stringify(lease.cursor);
        if (passed.has(position)) {
          throw new ConnectorBroken(`Comparing ${stream.name} turns in a circle: the same position came twice.`);
        }
        passed.add(position);
        if (page.retryAfterMs) await around.sleep(page.retryAfterMs, around.signal);
      }
    } catch (error) {
      const failure = failureOf(error, around.signal);
      // Asked to wait, cut off, or in other hands: the walk goes on where it stands.
      if (failure.kind === 'later' || failure.kind === 'stopped' || failure.kind === 'taken') throw error;
      if (failure.kind === 'settings') await source.paced.endedRefused();
      this.options.log.warn({ connectionId, stream: stream.name, error: failure.detail }, 'comparison failed');
      const end = { state: 'failed', problem: failure.sentence, told: null, kept: null } as const;
      await this.inPractice(practiceId, (tx) => this.compares.finish(tx, practiceId, run.id, end));
    }
  }

  private async finish(
    { source, stream }: Walk,
    runId: string,
    counts: ComparedResult['counts'],
    { swept }: ComparedResult,
    told: ReturnType<ToldBookings['counts']>,
  ): Promise<void> {
    const { practiceId, id: connectionId, timezone } = source.connection;
    const key = { practiceId, connectionId, stream: stream.name };
    const now = new Date(this.options.now());
    await this.inPractice(practiceId, async (tx) => {
      const isTold = told !== null && stream.kinds.includes('appointment');
      const kept = isTold ? await this.compares.bookings(tx, connectionId, timezone ?? 'UTC', told, stream.name) : null;
      await this.compares.count(tx, practiceId, runId, counts);
      await this.compares.finish(tx, practiceId, runId, {
        ...{ state: swept.problem === null ? 'ok' : 'refused', problem: swept.problem, kept },
        told: isTold ? { days: told.days, counts: told.counts } : null,
      });
      if (swept.problem !== null) await this.streams.doubt(tx, key, now);
      else if (swept.agrees) await this.streams.doubt(tx, key, null);
      await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
      await this.jobs.owe(tx, practiceId, 'watch', practiceId, now);
    });
    const { walked, missed, changed, absent, gone } = counts;
    const fields = { connectionId, stream: stream.name, walked, missed, changed, absent, gone };
    this.options.log.info(fields, 'compared with its source');
  }

  private pull({ source, stream, range, around }: Walk, lease: StreamLease): Promise<PullPage> {
    const cursor = (lease.cursor ?? null) as PullPage['nextCursor'] | null;
    const options = { limit: this.options.pageSize, compare: range };
    return readWithRetries(() => source.connector.pull(source.context, stream.name, cursor, options), around);
  }

  private tonight({ connection }: OpenSource): Date {
    const now = this.options.now();
    return new Date(Math.max(nextNight(connection.timezone, connection.id, now), now + LATER_MS));
  }

  private around(signal: AbortSignal): RetrySurroundings {
    const { sleep, random = Math.random } = this.options;
    return {
      ...{ signal, random, budget: createRetryBudget(), patienceMs: PATIENCE_MS },
      sleep: sleep ?? ((ms, ending) => wait(ms, undefined, { signal: ending })),
    };
  }

  private inPractice<T>(practiceId: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.options.database.inPractice(practiceId, work);
  }
}

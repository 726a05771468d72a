import { randomUUID } from 'node:crypto';
import { JobQueries, type ClaimedJob, type Database, type DueJob } from '@keepwell/database';
import type { JobKind, WorkQueue } from '@keepwell/queues';
import type { WorkerLog } from '../log.js';
import { retryDelayMs } from './delays.js';
import type { JobWork } from './job-work.js';
import { LeaseKeeper } from './lease-keeper.js';
import { problemSentence } from './problem-sentence.js';

const SWEEP_LIMIT = 1_000;

export interface DispatcherOptions {
  database: Database;
  queue: WorkQueue;
  works: JobWork[];
  log: WorkerLog;
  random?: () => number;
}

/**
 * Between the rows that say what is owed and the queue that says who does it. The sweep hands out ids of due rows; a
 * handler that receives an id claims the row, or finds that somebody else has it and lets it be.
 */
export class Dispatcher {
  /** Names this process in the rows it holds. */
  readonly holder = randomUUID();
  private readonly jobs = new JobQueries();
  private readonly kinds: Map<string, JobKind>;
  private sweeping: Promise<number> | null = null;

  constructor(private readonly options: DispatcherOptions) {
    this.kinds = new Map(options.works.map(({ kind }) => [kind.name, kind]));
  }

  async start(): Promise<void> {
    for (const work of this.options.works) {
      await this.options.queue.handle(work.kind, (jobId, signal) => this.runRow(work, jobId, signal), work.concurrency);
    }
  }

  /** Finds rows whose time has come, newly or because their runner died, and gives hints. Answers how many. */
  sweep(): Promise<number> {
    this.sweeping ??= this.sweepOnce().finally(() => {
      this.sweeping = null;
    });
    return this.sweeping;
  }

  private async sweepOnce(): Promise<number> {
    const { database, queue } = this.options;
    const due = await database.asDispatcher((tx) => this.jobs.findDue(tx, [...this.kinds.keys()], SWEEP_LIMIT));
    for (const row of due) await queue.add(this.kindOf(row), hintOf(row));
    return due.length;
  }

  private kindOf(row: DueJob): JobKind {
    const kind = this.kinds.get(row.kind);
    if (kind === undefined) throw new Error(`No work is known for jobs of kind ${row.kind}`);
    return kind;
  }

  /** Does what one row owes, until it owes nothing more at this moment. */
  private async runRow(work: JobWork, jobId: string, signal: AbortSignal): Promise<void> {
    const { database } = this.options;
    const job = await database.asDispatcher((tx) => this.jobs.claim(tx, jobId, this.holder, work.kind.leaseMs));
    if (job === null) return;
    const lease = new LeaseKeeper(
      work.kind.leaseMs,
      () => database.asDispatcher((tx) => this.jobs.renew(tx, job, work.kind.leaseMs)),
      (error) => this.tell('warn', job, 'renewing the claim failed', error),
      signal,
    );
    const from = performance.now();
    try {
      const nextDueAt = await work.run(job, lease.signal);
      await database.asDispatcher((tx) => this.jobs.finish(tx, job, nextDueAt));
      this.options.log.debug({ kind: job.kind, job: job.id, ms: Math.round(performance.now() - from) }, 'job done');
    } catch (error) {
      await this.giveBack(job, error, { lost: lease.lost, stopping: signal.aborted });
    } finally {
      lease.stop();
    }
  }

  private async giveBack(job: ClaimedJob, error: unknown, why: { lost: boolean; stopping: boolean }): Promise<void> {
    const { database, random = Math.random } = this.options;
    if (why.lost) return this.tell('warn', job, 'the claim on a job was lost; its new holder goes on', error);
    if (why.stopping) {
      await database.asDispatcher((tx) => this.jobs.release(tx, job));
      return;
    }
    const retryInMs = Math.max(retryAfter(error), retryDelayMs(job.attempts, random));
    this.tell('error', job, 'job failed; it is tried again', error, retryInMs);
    await database.asDispatcher((tx) => this.jobs.fail(tx, job, retryInMs, problemSentence(error)));
  }

  private tell(level: 'warn' | 'error', job: ClaimedJob, says: string, error: unknown, retryInMs?: number): void {
    const { kind, id, practiceId, subjectId, attempts } = job;
    const fields = { kind, job: id, practice: practiceId, subject: subjectId, attempts, retryInMs };
    this.options.log[level]({ ...fields, problem: problemSentence(error) }, says);
  }
}

function hintOf(row: DueJob) {
  return { practiceId: row.practiceId, jobId: row.id, occurrence: row.occurrence };
}

/** A source that asked for a pause gets it. */
function retryAfter(error: unknown): number {
  const asked = error instanceof Error && 'afterMs' in error ? error.afterMs : null;
  return typeof asked === 'number' && Number.isFinite(asked) ? asked : 0;
}

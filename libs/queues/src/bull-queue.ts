import Bull from 'bull';
import type { Queue } from 'bull';
import type { JobKind, WorkHint } from './job-kind.js';
import { RunningWork } from './running-work.js';
import { syncJob } from './sync.job.js';
import type { QueueHealth, QueueOptions, WorkHandler, WorkQueue } from './work-queue.js';

/** Longer than this and Redis counts as away; the sweep comes by again. */
const REDIS_PATIENCE_MS = 2_000;

/**
 * Hints through Redis. Bull is in maintenance upstream, so this is the only file that knows it. Its own retries,
 * delays and repeats stay unused: the job row says when what is owed again.
 */
export class BullQueue implements WorkQueue {
  private readonly queues = new Map<string, Queue<{ id: string }>>();
  private readonly work: RunningWork;
  private stopped: Promise<number> | null = null;

  constructor(
    private readonly redisUrl: string,
    private readonly options: QueueOptions & { prefix?: string },
  ) {
    this.work = new RunningWork(options.onError);
  }

  async handle(kind: JobKind, handler: WorkHandler, concurrency = kind.concurrency): Promise<void> {
    const queue = this.queue(kind);
    queue
      .process(concurrency, (job) => this.work.run(kind, job.data.id, handler))
      .catch((error: unknown) => {
        // Stopping closes the connections that the loop waits on.
        if (!this.work.isStopping) this.options.onError(error, { kind: kind.name, jobId: null });
      });
    await this.connected(queue, kind);
  }

  /**
   * Bull opens three connections one after the other; told to stop in between it fails in places where nobody can catch
   * it. Without Redis the worker starts all the same: Bull connects when it can, and the rows wait.
   */
  private async connected(queue: Queue, kind: JobKind): Promise<void> {
    const until = performance.now() + REDIS_PATIENCE_MS;
    const isConnected = () => queue.clients.length >= 3 && queue.clients.every(({ status }) => status === 'ready');
    while (!isConnected()) {
      if (performance.now() > until) {
        this.options.onError(new Error('Redis does not answer'), { kind: kind.name, jobId: null });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // One answer on the connection that all else goes through: what was sent at the start has arrived.
    await within(REDIS_PATIENCE_MS, queue.client.ping());
  }

  async add(kind: JobKind, hint: WorkHint): Promise<void> {
    if (this.work.isStopping) return;
    const key = `${hint.practiceId}/${hint.jobId}/${hint.occurrence}`;
    await within(REDIS_PATIENCE_MS, this.queue(kind).add({ id: hint.jobId }, { jobId: key }));
  }

  async health(): Promise<QueueHealth> {
    // A process that only watches has no queue of its own yet: any will do to ask Redis.
    const queue = this.queues.values().next().value ?? this.queue(syncJob);
    try {
      await within(REDIS_PATIENCE_MS, queue.client.ping());
      return 'ok';
    } catch (error) {
      this.options.onError(error, { kind: queue.name, jobId: null });
      return 'degraded';
    }
  }

  /** Pausing a closed queue would connect it again, so a second call gets the first one's answer. */
  stop(graceMs: number): Promise<number> {
    this.stopped ??= this.end(graceMs);
    return this.stopped;
  }

  private async end(graceMs: number): Promise<number> {
    this.work.refuseMore();
    const queues = [...this.queues.values()];
    await this.each(queues, (queue) => queue.pause(true, true));
    const aborted = await this.work.finish(graceMs);
    // Bull still has to note what has just ended; closing under it leaves a connection that keeps the process alive.
    await this.each(queues, (queue) => queue.whenCurrentJobsFinished());
    await this.each(queues, (queue) => queue.close(true));
    return aborted;
  }

  /** Whatever Redis does, the process must be able to end: trouble is reported, not thrown. */
  private async each(queues: Queue[], step: (queue: Queue) => Promise<unknown>): Promise<void> {
    const outcomes = await Promise.allSettled(queues.map((queue) => within(REDIS_PATIENCE_MS, step(queue))));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') this.options.onError(outcome.reason, { kind: 'stop', jobId: null });
    }
  }

  private queue(kind: JobKind): Queue<{ id: string }> {
    const known = this.queues.get(kind.name);
    if (known !== undefined) return known;
    const queue = new Bull<{ id: string }>(kind.name, this.redisUrl, {
      prefix: this.options.prefix ?? 'keepwell',
      // A finished hint is worth nothing; what happened is in the row.
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true, attempts: 1 },
      settings: { lockDuration: kind.leaseMs, retryProcessDelay: 500 },
      redis: { retryStrategy: (tries: number) => Math.min(tries * 100, 2_000) },
    });
    queue.on('error', (error) => this.options.onError(error, { kind: kind.name, jobId: null }));
    this.queues.set(kind.name, queue);
    return queue;
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

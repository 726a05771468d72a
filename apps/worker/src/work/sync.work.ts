import { SyncConnectionQueries, type ClaimedJob, type Database } from '@keepwell/database';
import { syncJob } from '@keepwell/queues';
import { pollDelayMs } from '../dispatch/delays.js';
import type { JobWork } from '../dispatch/job-work.js';
import type { SyncResult, SyncRunner } from '../sync/sync-runner.js';

/** However soon a source says it can be asked again, it is left alone for this long. */
const LEAST_PAUSE_MS = 15_000;

/** Reads a connection, and says when it is to be read again. */
export class SyncWork implements JobWork {
  readonly kind = syncJob;
  private readonly connections = new SyncConnectionQueries();

  constructor(
    private readonly database: Database,
    private readonly runner: SyncRunner,
    readonly concurrency: number,
    private readonly now: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {}

  async run(job: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const result = await this.runner.run({
      practiceId: job.practiceId,
      connectionId: job.subjectId,
      trigger: job.wasAsked ? 'manual' : 'schedule',
      signal,
    });
    // Interrupted: the row goes back as it was, and another worker reads on from the cursor.
    signal.throwIfAborted();
    const next = this.nextPollAt(result);
    await this.database.inPractice(job.practiceId, (tx) =>
      this.connections.pollAt(tx, job.practiceId, job.subjectId, next),
    );
    return next;
  }

  private nextPollAt({ state, runId, retryAt, pollSeconds }: SyncResult): Date | null {
    // Gone, paused, or waiting for a person: whoever mends that owes the next read.
    if (state === 'skipped' && runId === null && retryAt === null) return null;
    const usual = this.now() + pollDelayMs(pollSeconds, this.random);
    if (retryAt === null) return new Date(usual);
    return new Date(Math.max(retryAt.getTime(), this.now() + LEAST_PAUSE_MS));
  }
}

import type { ClaimedJob } from '@keepwell/database';
import type { JobKind } from '@keepwell/queues';

/** What one kind of job does. Safe to run twice: it may be cut off at any point and started again elsewhere. */
export interface JobWork {
  readonly kind: JobKind;
  /** How many at once in this process; the kind's own number when absent. */
  readonly concurrency?: number;
  /** Answers when the same row is owed again; null: when somebody says so. Throws to be tried again after a while. */
  run(job: ClaimedJob, signal: AbortSignal): Promise<Date | null>;
}

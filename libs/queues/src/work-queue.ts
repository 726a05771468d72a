import type { JobKind, WorkHint } from './job-kind.js';

/** Does the work of one row, or finds that there is none left to do. */
export type WorkHandler = (jobId: string, signal: AbortSignal) => Promise<void>;

export type QueueHealth = 'ok' | 'degraded';

/**
 * One face, two backs: in this process, or through Redis to any number of workers. Neither is trusted: a hint may be
 * lost, come twice or late. `degraded` means hints do not travel at the moment; the rows wait, nothing is lost.
 */
export interface WorkQueue {
  add(kind: JobKind, hint: WorkHint): Promise<void>;
  /** Call once per kind, before the first hint. */
  handle(kind: JobKind, handler: WorkHandler, concurrency?: number): Promise<void>;
  health(): Promise<QueueHealth>;
  /**
   * Takes nothing new from now on, waits `graceMs` for what runs, then aborts it and waits for it to let go. Answers how
   * many had to be aborted.
   */
  stop(graceMs: number): Promise<number>;
}

export interface QueueOptions {
  /** Told of every handler that threw and of trouble with the queue itself; never throws. */
  onError: (error: unknown, context: { kind: string; jobId: string | null }) => void;
}

import type { JobKind } from './job-kind.js';

/** Stores what waited for patients of another connection, who have come. `subject_id` is the connection that waits. */
export const replayWaitingJob: JobKind = { name: 'replay_waiting', concurrency: 1, leaseMs: 60_000 };

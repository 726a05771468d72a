import type { JobKind } from './job-kind.js';

/** Tries the records again that a connection could not understand. `subject_id` is the connection. */
export const replayQuarantineJob: JobKind = { name: 'replay_quarantine', concurrency: 1, leaseMs: 60_000 };

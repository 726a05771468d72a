import type { JobKind } from './job-kind.js';

/** Looks whether sources are fresh, complete and honest: volume, drift, retention of raw records. `subject_id` is the practice. */
export const watchJob: JobKind = { name: 'watch', concurrency: 2, leaseMs: 60_000 };

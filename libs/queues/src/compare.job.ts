import type { JobKind } from './job-kind.js';

/** Compares a connection with its source, by window each night and in full each week. `subject_id` is the connection. */
export const compareJob: JobKind = { name: 'compare', concurrency: 1, leaseMs: 60_000 };

import type { JobKind } from './job-kind.js';

/** Reads one connection on from its cursors. `subject_id` is the connection. */
export const syncJob: JobKind = { name: 'sync', concurrency: 2, leaseMs: 60_000 };

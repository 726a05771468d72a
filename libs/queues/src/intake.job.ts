import type { JobKind } from './job-kind.js';

/** Applies what came in by push or as a file and is kept in the inbox. `subject_id` is the connection. */
export const intakeJob: JobKind = { name: 'intake', concurrency: 4, leaseMs: 60_000 };

import type { JobKind } from './job-kind.js';

/** Writes to other systems what people asked for. `subject_id` is the connection. */
export const writeBackJob: JobKind = { name: 'write_back', concurrency: 2, leaseMs: 60_000 };

import type { JobKind } from './job-kind.js';

/** Builds the closed weeks a practice has no report of, and mails them. `subject_id` is the practice. */
export const reportJob: JobKind = { name: 'report', concurrency: 1, leaseMs: 120_000 };

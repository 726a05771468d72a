import type { JobKind } from './job-kind.js';

/** Asks everybody twice, with the rules as they are and as a draft would have them. `subject_id` is the practice. */
export const previewJob: JobKind = { name: 'preview', concurrency: 1, leaseMs: 60_000 };

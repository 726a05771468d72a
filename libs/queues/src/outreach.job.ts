import type { JobKind } from './job-kind.js';

/**
 * Sends what is due of one practice, finds out about what may have left, and ends what came too late. `subject_id` is the
 * practice; what exactly is due stands in its outbox.
 */
export const outreachJob: JobKind = { name: 'outreach', concurrency: 4, leaseMs: 60_000 };

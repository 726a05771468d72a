import type { JobKind } from './job-kind.js';

/**
 * Asks the rules about the persons of one practice whose facts changed or whose time has come. `subject_id` is the
 * practice, so that two runs never work on the same persons.
 */
export const evaluateJob: JobKind = { name: 'evaluate', concurrency: 1, leaseMs: 60_000 };

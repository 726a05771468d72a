import type { JobKind } from './job-kind.js';

/**
 * Brings back to the list what rested until now: snoozes, promised calls, next tries; takes away claims that have run out.
 * `subject_id` is the practice.
 */
export const wakeJob: JobKind = { name: 'wake', concurrency: 2, leaseMs: 60_000 };

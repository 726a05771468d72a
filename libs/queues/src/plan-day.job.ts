import type { JobKind } from './job-kind.js';

/**
 * Gives the places of the day: at the opening of each open day, and when something urgent came or what was promised fell due.
 * `subject_id` is the practice.
 */
export const planDayJob: JobKind = { name: 'plan_day', concurrency: 2, leaseMs: 60_000 };

import type { JobKind } from './job-kind.js';

/** Asks the rules as of past days. `subject_id` is the run that was asked for. */
export const backtestJob: JobKind = { name: 'backtest', concurrency: 1, leaseMs: 120_000 };

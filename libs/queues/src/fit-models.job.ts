import type { JobKind } from './job-kind.js';

/** Fits the return models of every line of one practice. `subject_id` is the practice. */
export const fitModelsJob: JobKind = { name: 'fit_models', concurrency: 1, leaseMs: 300_000 };

import type { JobKind } from './job-kind.js';

/** Brings in what ships for a practice's specialties: texts, sequences, care templates. `subject_id` is the practice. */
export const bringInJob: JobKind = { name: 'bring_in', concurrency: 1, leaseMs: 60_000 };

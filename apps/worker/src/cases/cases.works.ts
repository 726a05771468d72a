import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';

/** The jobs of this subject: see docs/decisions/0005-the-loop.md. */
export function caseWorks(_options: WorkerOptions): JobWork[] {
  return [];
}

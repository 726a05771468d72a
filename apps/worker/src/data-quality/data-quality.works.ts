import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';

/** The jobs of this subject: see docs/decisions/0006-connector-platform.md. */
export function dataQualityWorks(_options: WorkerOptions): JobWork[] {
  return [];
}

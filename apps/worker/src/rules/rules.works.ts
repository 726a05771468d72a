import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { PreviewRunner } from './preview-runner.js';
import { PreviewWork } from './preview.work.js';

/** The jobs of this subject: see docs/decisions/0008-rules-people-trust.md. */
export function rulesWorks({ database, log, now }: WorkerOptions): JobWork[] {
  return [new PreviewWork(new PreviewRunner(database), log, now)];
}

import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { WakeRunner } from './wake-runner.js';
import { WakeWork } from './wake.work.js';

/** The jobs of this subject: see docs/decisions/0005-the-loop.md. */
export function caseWorks({ database, log, now }: WorkerOptions): JobWork[] {
  return [new WakeWork(new WakeRunner(database), log, now)];
}

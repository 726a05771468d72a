import type { ClaimedJob } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { previewJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { PreviewRunner } from './preview-runner.js';

/** Shows whom proposed changes of rules would bring onto the list and take off it. Owed when somebody proposes one. */
export class PreviewWork implements JobWork {
  readonly kind = previewJob;

  constructor(
    private readonly runner: PreviewRunner,
    private readonly log: WorkerLog,
    private readonly now: () => Instant = Date.now,
  ) {}

  async run(job: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { practiceId } = job;
    const previews = await this.runner.run({ practiceId, now: this.now(), signal, job });
    if (previews > 0) this.log.info({ practice: practiceId, previews }, 'drafts previewed');
    return null;
  }
}

import type { ClaimedJob } from '@keepwell/database';
import { outreachJob, type JobKind } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { OutreachRunner } from './outreach-runner.js';

/** Passes over a practice's outbox, and says when something is owed next. */
export class OutreachWork implements JobWork {
  constructor(
    private readonly runner: () => Promise<Pick<OutreachRunner, 'run'>>,
    private readonly log: WorkerLog,
    readonly kind: JobKind = outreachJob,
  ) {}

  async run({ practiceId }: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { counts, nextDueAt } = await (await this.runner()).run(practiceId, signal);
    if (Object.keys(counts).length > 0) this.log.info({ practice: practiceId, ...counts }, 'outreach');
    return nextDueAt;
  }
}

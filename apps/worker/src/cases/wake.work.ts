import type { ClaimedJob } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { wakeJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { WakeRunner } from './wake-runner.js';

/** Brings back what rested, and says when something rests until next. */
export class WakeWork implements JobWork {
  readonly kind = wakeJob;

  constructor(
    private readonly runner: WakeRunner,
    private readonly log: WorkerLog,
    private readonly now: () => Instant = Date.now,
  ) {}

  async run({ practiceId }: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { nextDueAt, ...counts } = await this.runner.run(practiceId, this.now(), signal);
    if (Object.values(counts).some((n) => n > 0)) this.log.info({ practice: practiceId, ...counts }, 'woken');
    return nextDueAt === null ? null : new Date(nextDueAt);
  }
}

import type { ClaimedJob } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { evaluateJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { BaselineKeeper } from '../evaluation/baseline.js';
import type { EvaluationRunner } from '../evaluation/evaluation-runner.js';
import type { WorkerLog } from '../log.js';

/** Asks the rules about whom it concerns, and says when an answer can next change. */
export class EvaluateWork implements JobWork {
  readonly kind = evaluateJob;

  constructor(
    private readonly runner: EvaluationRunner,
    private readonly baseline: BaselineKeeper,
    /** Jobs of the clock that every practice has. */
    private readonly owed: readonly { ensure(practiceId: string, now: Instant): Promise<void> }[],
    private readonly log: WorkerLog,
    private readonly now: () => Instant = Date.now,
  ) {}

  async run(job: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { practiceId } = job;
    const now = this.now();
    const { nextDueAt, ...counts } = await this.runner.run({ practiceId, now, signal, job });
    if (counts.asked > 0) this.log.info({ practice: practiceId, ...counts }, 'evaluated');
    if (await this.baseline.keepIfDue(practiceId, now, signal))
      this.log.info({ practice: practiceId }, 'baseline kept');
    for (const each of this.owed) await each.ensure(practiceId, now);
    return nextDueAt === null ? null : new Date(nextDueAt);
  }
}

import type { ClaimedJob } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { planDayJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { DayPlanner } from './day-planner.js';

/** Plans the day, and comes back when the next one opens. */
export class PlanDayWork implements JobWork {
  readonly kind = planDayJob;

  constructor(
    private readonly planner: DayPlanner,
    private readonly log: WorkerLog,
    private readonly now: () => Instant = Date.now,
  ) {}

  async run({ practiceId }: ClaimedJob): Promise<Date> {
    const { nextDueAt, moved, unserved } = await this.planner.run(practiceId, this.now());
    if (moved > 0) this.log.info({ practice: practiceId, moved, unserved }, 'day planned');
    return new Date(nextDueAt);
  }
}

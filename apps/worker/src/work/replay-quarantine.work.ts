import type { ClaimedJob } from '@keepwell/database';
import { replayQuarantineJob, replayWaitingJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { QuarantineReplay } from '../sync/quarantine-replay.js';

/** Tries what was put aside of a connection once more. */
export class ReplayQuarantineWork implements JobWork {
  readonly kind = replayQuarantineJob;

  constructor(
    private readonly replay: QuarantineReplay,
    private readonly log: WorkerLog,
  ) {}

  async run({ practiceId, subjectId }: ClaimedJob, signal: AbortSignal): Promise<null> {
    const { tried, settled } = await this.replay.run({ practiceId, connectionId: subjectId }, signal);
    this.log.info({ practice: practiceId, connection: subjectId, tried, settled }, 'quarantine replayed');
    return null;
  }
}

/** Stores what waited for patients of another connection, who have come. */
export class ReplayWaitingWork implements JobWork {
  readonly kind = replayWaitingJob;

  constructor(
    private readonly replay: QuarantineReplay,
    private readonly log: WorkerLog,
  ) {}

  async run({ practiceId, subjectId }: ClaimedJob, signal: AbortSignal): Promise<null> {
    const { tried, settled } = await this.replay.runKnown({ practiceId, connectionId: subjectId }, signal);
    if (tried > 0)
      this.log.info({ practice: practiceId, connection: subjectId, settled }, 'patients came, records stored');
    return null;
  }
}

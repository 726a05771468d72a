import { ConnectorBroken, RetryLater, SettingsWrong } from '@keepwell/connector-sdk';
import type { ClaimedJob } from '@keepwell/database';
import { replayQuarantineJob, replayWaitingJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { OpenSource, Sources } from '../pace/sources.js';
import type { QuarantineReplay } from '../sync/quarantine-replay.js';

const WAIT_MS = 60_000;

/** Tries what was put aside of a connection once more, and asks its source for what was never understood. */
export class ReplayQuarantineWork implements JobWork {
  readonly kind = replayQuarantineJob;

  constructor(
    private readonly replay: QuarantineReplay,
    private readonly sources: Sources,
    private readonly log: WorkerLog,
    private readonly now: () => number,
  ) {}

  async run(job: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { practiceId, subjectId } = job;
    const source = await this.open(job, signal);
    try {
      const { tried, settled } = await this.replay.run({ practiceId, connectionId: subjectId }, signal, source);
      this.log.info({ practice: practiceId, connection: subjectId, tried, settled }, 'quarantine replayed');
      await source?.paced.endedWell();
      return null;
    } catch (error) {
      if (!(error instanceof RetryLater)) throw error;
      return new Date(this.now() + (error.afterMs ?? WAIT_MS));
    } finally {
      await source?.close();
    }
  }

  /** Null: it cannot be asked, and what was understood is stored all the same. */
  private async open({ practiceId, subjectId }: ClaimedJob, signal: AbortSignal): Promise<OpenSource | null> {
    try {
      return await this.sources.open(practiceId, subjectId, signal);
    } catch (error) {
      if (error instanceof SettingsWrong || error instanceof ConnectorBroken) return null;
      throw error;
    }
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

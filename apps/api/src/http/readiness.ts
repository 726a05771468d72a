import { Injectable } from '@nestjs/common';
import type { QueueHealth } from '@keepwell/queues';

export interface ReadinessReport {
  /** `degraded`: people can work, background jobs wait. */
  status: 'ready' | 'degraded' | 'not_ready';
  database: 'up' | 'down';
  /** `in_process`: there is no Redis to lose. */
  queue: 'up' | 'down' | 'in_process';
}

const PATIENCE_MS = 2000;

/** What readiness asks. `queue` is null where jobs run in this process. */
export abstract class Dependencies {
  abstract database(): Promise<void>;
  abstract readonly queue: (() => Promise<QueueHealth>) | null;
}

/** Whether requests can be answered: no database, no answers; no queue, slower ones. */
@Injectable()
export class Readiness {
  constructor(private readonly dependencies: Dependencies) {}

  async report(): Promise<ReadinessReport> {
    const [database, queue] = await Promise.all([
      within(PATIENCE_MS, this.dependencies.database()).then(
        () => 'up' as const,
        () => 'down' as const,
      ),
      this.queueState(),
    ]);
    if (database === 'down') return { status: 'not_ready', database, queue };
    return { status: queue === 'down' ? 'degraded' : 'ready', database, queue };
  }

  private async queueState(): Promise<ReadinessReport['queue']> {
    if (this.dependencies.queue === null) return 'in_process';
    return within(PATIENCE_MS, this.dependencies.queue()).then(
      (health) => (health === 'ok' ? 'up' : 'down'),
      () => 'down',
    );
  }
}

/** A probe that hangs is a probe that failed. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

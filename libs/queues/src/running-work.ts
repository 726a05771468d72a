import type { JobKind } from './job-kind.js';
import type { QueueOptions, WorkHandler } from './work-queue.js';

/** How long aborted work may take to let go of its database connection before the process leaves it behind. */
const LET_GO_MS = 2_000;

/** What runs in this process right now, whichever back it came through; knows how to end it gracefully. */
export class RunningWork {
  private readonly running = new Set<Promise<void>>();
  private readonly abort = new AbortController();
  private stopping = false;

  constructor(private readonly onError: QueueOptions['onError']) {}

  get isStopping(): boolean {
    return this.stopping;
  }

  get count(): number {
    return this.running.size;
  }

  /** Runs the handler; its failure is reported, never thrown: the row knows what is still owed. */
  run(kind: JobKind, jobId: string, handler: WorkHandler): Promise<void> {
    if (this.stopping) return Promise.resolve();
    const work = handler(jobId, this.abort.signal).catch((error: unknown) =>
      this.onError(error, { kind: kind.name, jobId }),
    );
    const tracked = work.finally(() => this.running.delete(tracked));
    this.running.add(tracked);
    return tracked;
  }

  refuseMore(): void {
    this.stopping = true;
  }

  /** Answers how many were still running after `graceMs` and had to be aborted. */
  async finish(graceMs: number): Promise<number> {
    this.stopping = true;
    await this.settledWithin(graceMs);
    const late = this.running.size;
    if (late > 0) {
      this.abort.abort(new Error('The process is stopping'));
      await this.settledWithin(LET_GO_MS);
    }
    return late;
  }

  private async settledWithin(ms: number): Promise<void> {
    if (this.running.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([Promise.all(this.running), tooLong]);
    clearTimeout(timer);
  }
}

import type { JobKind, WorkHint } from './job-kind.js';
import { RunningWork } from './running-work.js';
import type { QueueHealth, QueueOptions, WorkHandler, WorkQueue } from './work-queue.js';

interface Lane {
  kind: JobKind;
  handler: WorkHandler;
  concurrency: number;
  /** Ids waiting for room, oldest first. */
  waiting: Set<string>;
  running: Set<string>;
}

/** Without Redis: the same handlers, fed from the same rows, in this process. */
export class InProcessQueue implements WorkQueue {
  private readonly lanes = new Map<string, Lane>();
  private readonly work: RunningWork;

  constructor(options: QueueOptions) {
    this.work = new RunningWork(options.onError);
  }

  async handle(kind: JobKind, handler: WorkHandler, concurrency = kind.concurrency): Promise<void> {
    if (this.lanes.has(kind.name)) throw new Error(`There is already a handler for ${kind.name}`);
    this.lanes.set(kind.name, { kind, handler, concurrency, waiting: new Set(), running: new Set() });
  }

  /** A row that waits or runs already is not queued again; should it fall due meanwhile, the sweep finds it. */
  async add(kind: JobKind, hint: WorkHint): Promise<void> {
    const lane = this.lanes.get(kind.name);
    if (lane === undefined) throw new Error(`There is no handler for ${kind.name} in this process`);
    if (this.work.isStopping || lane.running.has(hint.jobId)) return;
    lane.waiting.add(hint.jobId);
    this.fill(lane);
  }

  async health(): Promise<QueueHealth> {
    return 'ok';
  }

  async stop(graceMs: number): Promise<number> {
    for (const lane of this.lanes.values()) lane.waiting.clear();
    return this.work.finish(graceMs);
  }

  private fill(lane: Lane): void {
    for (const jobId of lane.waiting) {
      if (this.work.isStopping || lane.running.size >= lane.concurrency) return;
      lane.waiting.delete(jobId);
      lane.running.add(jobId);
      void this.work.run(lane.kind, jobId, lane.handler).finally(() => {
        lane.running.delete(jobId);
        this.fill(lane);
      });
    }
  }
}

import { NestFactory } from '@nestjs/core';
import type { QueueHealth, WorkQueue } from '@keepwell/queues';
import { Dispatcher } from './dispatch/dispatcher.js';
import type { WorkerOptions } from './options.js';
import { WORK_QUEUE } from './tokens.js';
import { WorkerModule } from './worker.module.js';

export interface RunningWorker {
  /** Looks for owed work now instead of at the next sweep. Answers how many rows were due. */
  sweep(): Promise<number>;
  queueHealth(): Promise<QueueHealth>;
  /** Claims nothing new, ends what runs, gives back what does not end in time. */
  stop(): Promise<void>;
}

/** Starts the worker in this process; it is at work when this returns. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const app = await NestFactory.createApplicationContext(WorkerModule.with(options), {
    logger: false,
    abortOnError: false,
  });
  const dispatcher = app.get(Dispatcher);
  const queue = app.get<WorkQueue>(WORK_QUEUE);
  return { sweep: () => dispatcher.sweep(), queueHealth: () => queue.health(), stop: () => app.close() };
}

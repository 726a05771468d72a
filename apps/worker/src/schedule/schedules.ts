import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { problemSentence } from '../dispatch/problem-sentence.js';
import type { WorkerOptions } from '../options.js';
import { WORKER_OPTIONS } from '../tokens.js';

const SWEEP = 'sweep';

/** What happens by the clock: looking for work whose time has come. When that is stands in the rows, not here. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly dispatcher: Dispatcher,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.dispatcher.start();
    this.registry.addInterval(
      SWEEP,
      setInterval(() => void this.sweep(), this.options.sweepMs),
    );
    await this.sweep();
  }

  beforeApplicationShutdown(): void {
    if (this.registry.doesExist('interval', SWEEP)) this.registry.deleteInterval(SWEEP);
  }

  /** A database or a Redis that is away for a while must not end the worker: the next sweep tries again. */
  private async sweep(): Promise<void> {
    try {
      await this.dispatcher.sweep();
    } catch (error) {
      this.options.log.warn({ problem: problemSentence(error) }, 'looking for owed work failed; trying again soon');
    }
  }
}

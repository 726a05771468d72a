import type { ClaimedJob } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';
import { fitModelsJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import type { EffectMeasurer } from './effect-measurer.js';
import type { ModelFitter } from './model-fitter.js';

const WEEK_MS = 7 * 86_400_000;

/** Fits the return models once a week, and whenever somebody asks; measures on the same occasion what contacts bring. */
export class FitModelsWork implements JobWork {
  readonly kind = fitModelsJob;

  constructor(
    private readonly fitter: ModelFitter,
    private readonly effects: EffectMeasurer,
    private readonly owe: (practiceId: string) => Promise<void>,
    private readonly log: WorkerLog,
    private readonly now: () => Instant = Date.now,
  ) {}

  async run({ practiceId }: ClaimedJob, signal: AbortSignal): Promise<Date> {
    const now = this.now();
    const outcome = await this.fitter.fit(practiceId, now, signal);
    const measured = await this.effects.measure(practiceId, now);
    this.log.info({ practice: practiceId, ...outcome, measured }, 'models fitted');
    // Where R34 is asked, answers rest on the models: the evaluation sees by its basis whether they do.
    await this.owe(practiceId);
    return new Date(now + WEEK_MS);
  }
}

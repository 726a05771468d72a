import { JobQueries } from '@keepwell/database';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { FitModelsWork } from './fit-models.work.js';
import { EffectMeasurer } from './effect-measurer.js';
import { ModelFitter } from './model-fitter.js';

/** The jobs of this subject: see docs/models.md. */
export function modelWorks({ database, log, now }: WorkerOptions): JobWork[] {
  const jobs = new JobQueries();
  const evaluate = async (practiceId: string) => {
    await database.inPractice(practiceId, (tx) => jobs.owe(tx, practiceId, 'evaluate', practiceId));
  };
  return [new FitModelsWork(new ModelFitter(database), new EffectMeasurer(database), evaluate, log, now)];
}

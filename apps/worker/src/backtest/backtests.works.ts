import type { ClaimedJob } from '@keepwell/database';
import { backtestJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { BacktestRunner } from './backtest-runner.js';

/** The jobs of this subject: see docs/backtest.md. */
export function backtestWorks({ database, log, now = Date.now }: WorkerOptions): JobWork[] {
  const runner = new BacktestRunner(database);
  const run = async (job: ClaimedJob, signal: AbortSignal): Promise<null> => {
    const { state, persons, read } = await runner.run(job, now, signal);
    log.info({ practice: job.practiceId, backtest: job.subjectId, state, persons, read }, 'backtest');
    return null;
  };
  return [{ kind: backtestJob, run }];
}

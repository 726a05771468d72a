import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { DayPlanner } from './day-planner.js';
import { PlanDayWork } from './plan-day.work.js';

/** The jobs of this subject: see docs/ranking.md. */
export function dayWorks({ database, log, now }: WorkerOptions): JobWork[] {
  return [new PlanDayWork(new DayPlanner(database), log, now)];
}

import { JobQueries, type Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';

/** Sees to it that a practice has its planning job: told once per process, with the first evaluation. */
export class DaysOwed {
  private readonly jobs = new JobQueries();
  private readonly told = new Set<string>();

  constructor(private readonly database: Database) {}

  async ensure(practiceId: string, now: Instant): Promise<void> {
    if (this.told.has(practiceId)) return;
    await this.database.inPractice(practiceId, (tx) =>
      this.jobs.owe(tx, practiceId, 'plan_day', practiceId, new Date(now)),
    );
    this.told.add(practiceId);
  }
}

import { JobQueries, ReportQueries, ReturnModelQueries, type Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';

const WEEK_MS = 7 * 86_400_000;

/** Sees to it that a practice whose sources have been read has its weekly fit: told once per process, with the first evaluation. */
export class ModelsOwed {
  private readonly jobs = new JobQueries();
  private readonly practices = new ReportQueries();
  private readonly models = new ReturnModelQueries();
  private readonly told = new Set<string>();

  constructor(private readonly database: Database) {}

  async ensure(practiceId: string, now: Instant): Promise<void> {
    if (this.told.has(practiceId)) return;
    await this.database.inPractice(practiceId, async (tx) => {
      const { liveSince } = await this.practices.practice(tx, practiceId);
      if (liveSince === null) return;
      const last = await this.models.lastFittedAt(tx, practiceId);
      await this.jobs.owe(tx, practiceId, 'fit_models', practiceId, new Date(last === null ? now : last + WEEK_MS));
      this.told.add(practiceId);
    });
  }
}

import { JobQueries, ReportQueries, type Database } from '@keepwell/database';
import type { Instant } from '@keepwell/domain';

/**
 * Sees to it that a practice whose sources have been read has its report job: told once per process, so that a practice from
 * before there were reports, or one whose job was lost, gets it with the next evaluation.
 */
export class ReportsOwed {
  private readonly jobs = new JobQueries();
  private readonly reports = new ReportQueries();
  private readonly told = new Set<string>();

  constructor(private readonly database: Database) {}

  async ensure(practiceId: string, now: Instant): Promise<void> {
    if (this.told.has(practiceId)) return;
    await this.database.inPractice(practiceId, async (tx) => {
      const { liveSince } = await this.reports.practice(tx, practiceId);
      if (liveSince === null) return;
      await this.jobs.owe(tx, practiceId, 'report', practiceId, new Date(now));
      this.told.add(practiceId);
    });
  }
}

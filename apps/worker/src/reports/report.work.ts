import { ReportQueries, type ClaimedJob, type Database } from '@keepwell/database';
import { nextBuildTime, zoneOf, type Instant } from '@keepwell/domain';
import { reportJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import { MOST_PATIENTS, type ReportBuilder } from './report-builder.js';
import type { ReportMailer } from './report-mailer.js';

/** Closes weeks: builds what has no report, mails the newest, and comes back on Monday at six. */
export class ReportWork implements JobWork {
  readonly kind = reportJob;
  private readonly reports = new ReportQueries();

  constructor(
    private readonly database: Database,
    private readonly builder: ReportBuilder,
    private readonly mailer: ReportMailer,
    private readonly log: WorkerLog,
    private readonly now: () => Instant = Date.now,
  ) {}

  async run({ practiceId }: ClaimedJob, signal: AbortSignal): Promise<Date> {
    const now = this.now();
    const { built, tooLarge } = await this.builder.buildOwed(practiceId, now, signal);
    if (tooLarge > 0) {
      this.log.warn(
        { practice: practiceId, most: MOST_PATIENTS, weeks: tooLarge },
        'no report: the practice has too many patients for one',
      );
    }
    if (built > 0) this.log.info({ practice: practiceId, built }, 'reports built');
    const mailed = await this.mailer.mailNewest(practiceId, now, signal);
    if (mailed > 0) this.log.info({ practice: practiceId, mailed }, 'report mailed');
    const { timezone } = await this.database.inPractice(practiceId, (tx) => this.reports.practice(tx, practiceId));
    return new Date(nextBuildTime(this.now(), zoneOf(timezone)));
  }
}

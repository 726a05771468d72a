import { join } from 'node:path';
import { JobQueries, type ClaimedJob, type Database } from '@keepwell/database';
import { CONFIG_DIR } from '@keepwell/env';
import { readPlaybooks, readShippedCare } from '@keepwell/messaging';
import { bringInJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerLog } from '../log.js';
import { bringPlaybooks } from '../outreach/playbook-seeder.js';
import { bringCare } from './care-seeder.js';

/** Brings in at once what ships for the specialties of one practice: somebody has just said what it does. */
export class BringInWork implements JobWork {
  readonly kind = bringInJob;
  private readonly jobs = new JobQueries();

  constructor(
    private readonly database: Database,
    private readonly log: WorkerLog,
    private readonly now: () => number = Date.now,
  ) {}

  async run({ practiceId }: ClaimedJob): Promise<null> {
    const playbooks = await readPlaybooks(join(CONFIG_DIR, 'playbooks'));
    const { added } = await bringPlaybooks(this.database, practiceId, playbooks, this.now());
    const shipped = await readShippedCare(join(CONFIG_DIR, 'care'));
    const { isNew } = await bringCare(this.database, practiceId, shipped, this.now());
    if (isNew) {
      // Rules of promises read the templates (P04, P05).
      await this.database.inPractice(practiceId, (tx) => this.jobs.owe(tx, practiceId, 'evaluate', practiceId));
    }
    if (added > 0 || isNew)
      this.log.info({ practice: practiceId, texts: added, care: isNew }, 'what ships for the practice was brought in');
    return null;
  }
}

import { findConnector } from '@keepwell/connectors';
import { type ClaimedJob, SecretStore } from '@keepwell/database';
import { writeBackJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import type { Pace } from '../pace/pace.js';
import { Sources } from '../pace/sources.js';
import { WriteBackRunner } from './write-back-runner.js';

/** Writes what is owed to one system, and says when it is looked at again. */
class WriteBackWork implements JobWork {
  readonly kind = writeBackJob;

  constructor(
    private readonly runner: WriteBackRunner,
    private readonly log: WorkerOptions['log'],
  ) {}

  async run({ practiceId, subjectId }: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { counts, nextAt } = await this.runner.run({ practiceId, connectionId: subjectId }, signal);
    if (Object.keys(counts).length > 0)
      this.log.info({ practice: practiceId, connection: subjectId, ...counts }, 'written back');
    return nextAt;
  }
}

/** The jobs of this subject: see docs/decisions/0006-connector-platform.md. */
export function writeBackWorks(options: WorkerOptions, pace: Pace): JobWork[] {
  const { database, folders, log, now = Date.now, connectors } = options;
  const secrets = new SecretStore(options.masterKey);
  const find = (id: string) =>
    connectors === undefined ? findConnector(id) : connectors.find((each) => each.id === id);
  const sources = new Sources({ ...{ database, secrets, folders, log, pace, now }, findConnector: find });
  return [new WriteBackWork(new WriteBackRunner({ database, secrets, sources, log, now }), log)];
}

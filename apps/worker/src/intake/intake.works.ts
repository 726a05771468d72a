import { findConnector } from '@keepwell/connectors';
import { type ClaimedJob, SecretStore } from '@keepwell/database';
import { intakeJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import { MessageReader } from '../listeners/message-reader.js';
import type { Pace } from '../pace/pace.js';
import { Sources } from '../pace/sources.js';
import { IntakeRunner, type IntakeRunnerOptions } from './intake-runner.js';

/** Applies what was pushed to one connection, and says when it is looked at again. */
class IntakeWork implements JobWork {
  readonly kind = intakeJob;

  constructor(
    private readonly runner: IntakeRunner,
    private readonly log: WorkerOptions['log'],
  ) {}

  async run({ practiceId, subjectId }: ClaimedJob, signal: AbortSignal): Promise<Date | null> {
    const { counts, nextAt } = await this.runner.run({ practiceId, connectionId: subjectId }, signal);
    if (Object.keys(counts).length > 0)
      this.log.info({ practice: practiceId, connection: subjectId, ...counts }, 'inbox applied');
    return nextAt;
  }
}

/** The jobs of this subject: see docs/decisions/0006-connector-platform.md. `others`: how items are applied that no webhook brought. */
export function intakeWorks(options: WorkerOptions, pace: Pace, others: IntakeRunnerOptions['others'] = {}): JobWork[] {
  const { database, folders, log, now = Date.now, random, connectors } = options;
  const secrets = new SecretStore(options.masterKey);
  const find = (id: string) =>
    connectors === undefined ? findConnector(id) : connectors.find((each) => each.id === id);
  const readers = { stream: new MessageReader(database, secrets), ...others };
  const sources = new Sources({ ...{ database, secrets, folders, log, pace, now }, findConnector: find });
  return [
    new IntakeWork(
      new IntakeRunner({
        database,
        secrets,
        sources,
        log,
        now,
        others: readers,
        ...(random === undefined ? {} : { random }),
      }),
      log,
    ),
  ];
}

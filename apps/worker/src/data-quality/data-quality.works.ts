import { findConnector } from '@keepwell/connectors';
import { type ClaimedJob, SecretStore } from '@keepwell/database';
import { compareJob, type JobKind, replayJournalJob, watchJob } from '@keepwell/queues';
import type { JobWork } from '../dispatch/job-work.js';
import type { WorkerOptions } from '../options.js';
import type { Pace } from '../pace/pace.js';
import { Sources } from '../pace/sources.js';
import { JournalReplay } from '../sync/journal-replay.js';
import { CompareRunner } from './compare-runner.js';
import { WatchRunner } from './watch-runner.js';

function workOf(kind: JobKind, run: (job: ClaimedJob, signal: AbortSignal) => Promise<Date | null>): JobWork {
  return { kind, run };
}

/** The jobs of this subject: see docs/decisions/0006-connector-platform.md. */
export function dataQualityWorks(options: WorkerOptions, pace: Pace): JobWork[] {
  const { database, folders, log, now = Date.now, random, connectors, syncPageSize: pageSize } = options;
  const secrets = new SecretStore(options.masterKey);
  const find = (id: string) =>
    connectors === undefined ? findConnector(id) : connectors.find((each) => each.id === id);
  const sources = new Sources({ ...{ database, secrets, folders, log, pace, now }, findConnector: find });
  const compare = new CompareRunner({
    ...{ database, secrets, sources, log, pageSize, now },
    ...(random === undefined ? {} : { random }),
  });
  const watch = new WatchRunner(database, secrets, log);
  const journal = new JournalReplay(database, secrets);
  return [
    workOf(compareJob, ({ practiceId, subjectId }, signal) => compare.run(practiceId, subjectId, signal)),
    workOf(watchJob, async ({ practiceId }, signal) => new Date((await watch.run(practiceId, now(), signal)).nextAt)),
    workOf(replayJournalJob, async ({ practiceId, subjectId }, signal) => {
      const counts = await journal.fill({ practiceId, connectionId: subjectId }, signal);
      log.info({ practice: practiceId, connection: subjectId, ...counts }, 'journal replayed');
      return null;
    }),
  ];
}

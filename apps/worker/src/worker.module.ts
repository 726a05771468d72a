import { type DynamicModule, Inject, Injectable, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { findConnector } from '@keepwell/connectors';
import { SecretStore } from '@keepwell/database';
import { createQueue, type WorkQueue } from '@keepwell/queues';
import { backtestWorks } from './backtest/backtests.works.js';
import { BringInWork } from './care/bring-in.work.js';
import { caseWorks } from './cases/cases.works.js';
import { dataQualityWorks } from './data-quality/data-quality.works.js';
import { Dispatcher } from './dispatch/dispatcher.js';
import { problemSentence } from './dispatch/problem-sentence.js';
import { BaselineKeeper } from './evaluation/baseline.js';
import { EvaluationRunner } from './evaluation/evaluation-runner.js';
import { intakeWorks } from './intake/intake.works.js';
import { Listeners } from './listeners/listeners.js';
import type { WorkerOptions } from './options.js';
import { ModelsOwed } from './models/models-owed.js';
import { modelWorks } from './models/models.works.js';
import { outreachWorks } from './outreach/outreach.works.js';
import { PlaybookSeeder } from './outreach/playbook-seeder.js';
import { DaysOwed } from './day/days-owed.js';
import { dayWorks } from './day/day.works.js';
import { ReportsOwed } from './reports/reports-owed.js';
import { reportWorks } from './reports/reports.works.js';
import { rulesWorks } from './rules/rules.works.js';
import { Schedules } from './schedule/schedules.js';
import { Pace } from './pace/pace.js';
import { Sources } from './pace/sources.js';
import { QuarantineReplay } from './sync/quarantine-replay.js';
import { SyncRunner } from './sync/sync-runner.js';
import { WORK_QUEUE, WORKER_OPTIONS } from './tokens.js';
import { EvaluateWork } from './work/evaluate.work.js';
import { ReplayQuarantineWork, ReplayWaitingWork } from './work/replay-quarantine.work.js';
import { SyncWork } from './work/sync.work.js';
import { writeBackWorks } from './write-back/write-back.works.js';

/** Running work has 25 s to end (safety P-01): the process is gone within 30. */
const GRACE_MS = 25_000;

@Injectable()
class StopQueue implements BeforeApplicationShutdown {
  constructor(
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const aborted = await this.queue.stop(this.options.graceMs ?? GRACE_MS);
    if (aborted > 0) this.options.log.warn({ aborted }, 'work was cut off; its rows were given back');
  }
}

/** Everything that happens without a person waiting. */
@Module({})
export class WorkerModule {
  static with(options: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [ScheduleModule.forRoot()],
      providers: [
        { provide: WORKER_OPTIONS, useValue: options },
        { provide: WORK_QUEUE, useFactory: () => openQueue(options) },
        { provide: EvaluationRunner, useFactory: () => new EvaluationRunner(options.database) },
        { provide: Dispatcher, useFactory: dispatcherOf, inject: [WORKER_OPTIONS, WORK_QUEUE, EvaluationRunner] },
        Schedules,
        PlaybookSeeder,
        Listeners,
        StopQueue,
      ],
      exports: [Dispatcher, EvaluationRunner, WORK_QUEUE],
    };
  }
}

function openQueue({ redisUrl, log }: WorkerOptions): Promise<WorkQueue> {
  return createQueue(redisUrl, {
    onError: (error, { kind, jobId }) =>
      log.warn({ kind, job: jobId, problem: problemSentence(error) }, 'the queue has trouble; the rows wait'),
  });
}

function dispatcherOf(options: WorkerOptions, queue: WorkQueue, evaluation: EvaluationRunner): Dispatcher {
  const { database, log, connectors, http, folders, now, random } = options;
  const secrets = new SecretStore(options.masterKey);
  const pace = new Pace({ database, http, ...(now === undefined ? {} : { now }) });
  const find = (id: string) =>
    connectors === undefined ? findConnector(id) : connectors.find((connector) => connector.id === id);
  const sync = new SyncRunner({
    ...{ database, secrets, http, folders, log, now, random, pace },
    pageSize: options.syncPageSize,
    findConnector: find,
  });
  const clock = now ?? Date.now;
  const sources = new Sources({ ...{ database, secrets, folders, log, pace, now: clock }, findConnector: find });
  return new Dispatcher({
    ...{ database, queue, log, random },
    works: [
      new SyncWork(database, sync, options.syncConcurrency, now, random),
      new EvaluateWork(
        evaluation,
        new BaselineKeeper(database, log),
        [new ReportsOwed(database), new DaysOwed(database), new ModelsOwed(database)],
        log,
        now,
      ),
      new ReplayQuarantineWork(new QuarantineReplay(database, secrets), sources, log, clock),
      new ReplayWaitingWork(new QuarantineReplay(database, secrets), log),
      new BringInWork(database, log, now),
      ...caseWorks(options),
      ...backtestWorks(options),
      ...dayWorks(options),
      ...modelWorks(options),
      ...outreachWorks(options, pace),
      ...reportWorks(options),
      ...rulesWorks(options),
      ...intakeWorks(options, pace),
      ...writeBackWorks(options, pace),
      ...dataQualityWorks(options, pace),
    ],
  });
}

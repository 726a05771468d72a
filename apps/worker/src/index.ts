export { startWorker, type RunningWorker } from './create-worker.js';
export { BaselineKeeper, type Baseline, type BaselineSource } from './evaluation/baseline.js';
export { EvaluationRunner, type EvaluationOutcome, type EvaluationRun } from './evaluation/evaluation-runner.js';
export { Explainer, type Question } from './evaluation/explain.js';
export { createLog, type WorkerLog } from './log.js';
export type { WorkerOptions } from './options.js';
export { QuarantineReplay } from './sync/quarantine-replay.js';
export { SyncRunner, type SyncRequest, type SyncResult } from './sync/sync-runner.js';
export { WorkerModule } from './worker.module.js';

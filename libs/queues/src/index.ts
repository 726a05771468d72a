export { createQueue } from './create-queue.js';
export { evaluateJob } from './evaluate.job.js';
export type { JobKind, JobName, WorkHint } from './job-kind.js';
export { outreachJob } from './outreach.job.js';
export { reportJob } from './report.job.js';
export { replayQuarantineJob } from './replay-quarantine.job.js';
export { syncJob } from './sync.job.js';
export { wakeJob } from './wake.job.js';
export type { QueueHealth, QueueOptions, WorkHandler, WorkQueue } from './work-queue.js';

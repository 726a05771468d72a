import type { JobKind } from './job-kind.js';

/** Stores what is missing here of what the journal of a connection says was read. `subject_id` is the connection. */
export const replayJournalJob: JobKind = { name: 'replay_journal', concurrency: 1, leaseMs: 60_000 };

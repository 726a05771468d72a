/**
 * A kind of work owed. What is owed, to whom and when stands in a row of the `job` table; a queue only carries the
 * row's id from the place that noticed it is due to a place that has room to do it.
 */
export interface JobKind {
  /** The `kind` column of the row and the name of the queue. */
  readonly name: JobName;
  /** How many of this kind one process runs at once, unless it is told otherwise. */
  readonly concurrency: number;
  /** A runner that has not renewed its claim for this long is taken for dead. */
  readonly leaseMs: number;
}

export type JobName =
  | 'sync'
  | 'evaluate'
  | 'preview'
  | 'replay_quarantine'
  | 'outreach'
  | 'report'
  | 'backtest'
  | 'bring_in'
  | 'wake'
  | 'plan_day'
  | 'intake'
  | 'fit_models'
  | 'write_back'
  | 'compare'
  | 'watch'
  | 'replay_journal'
  | 'replay_waiting';

/** What a queue is told: which row is due. Ids only; losing, repeating or reordering hints loses nothing. */
export interface WorkHint {
  /** Whose work it is; only names the queue's key. The handler takes the practice from the row. */
  practiceId: string;
  /** Id of the job row. */
  jobId: string;
  /** Which time this row fell due: repeats of one occurrence are one hint, the next occurrence is another. */
  occurrence: string;
}

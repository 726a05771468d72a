import { type RunCounts, type RunKey, type SyncRunQueries, tellPractice, type Transaction } from '@keepwell/database';
import type { StreamLease } from '@keepwell/database';

type RunState = Parameters<SyncRunQueries['finish']>[2];

/** Tells open consoles how a run stands; it leaves with the commit. */
export async function tellRun(
  tx: Transaction,
  { practiceId, connectionId }: Pick<StreamLease, 'practiceId' | 'connectionId'>,
  run: RunKey,
  state: RunState,
  { read, total }: RunCounts,
): Promise<void> {
  await tellPractice(tx, { practiceId, type: 'run', connectionId, runId: run.id, state, read, total });
}

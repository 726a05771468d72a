import type { Transaction } from '../database.js';
import type { StreamCounts, SyncRunState, SyncTrigger } from '../entities/sync-run.entity.js';
import { newId } from '../ids.js';

export interface RunCounts {
  read: number;
  applied: number;
  unchanged: number;
  quarantined: number;
  total: number | null;
  streams: Record<string, StreamCounts>;
}

export interface RunKey {
  practiceId: string;
  id: string;
}

/** What a sync did, kept as it goes: counts are written with the page they count (safety S-09). */
export class SyncRunQueries {
  async start(tx: Transaction, practiceId: string, connectionId: string, trigger: SyncTrigger): Promise<RunKey> {
    // A run that a dead process left behind will not finish itself; one that still holds a lease will.
    await tx.query(
      `update sync_run set state = 'failed', finished_at = clock_timestamp(), problem = coalesce(problem, 'The sync was cut off.')
        where practice_id = $1 and connection_id = $2 and state = 'running'
          and not exists (select from stream_state s where s.practice_id = $1 and s.connection_id = $2 and s.lease_until > clock_timestamp())`,
      [practiceId, connectionId],
    );
    const id = newId();
    await tx.query(
      `insert into sync_run (practice_id, id, connection_id, trigger, state, started_at) values ($1, $2, $3, $4, 'running', clock_timestamp())`,
      [practiceId, id, connectionId, trigger],
    );
    return { practiceId, id };
  }

  async count(tx: Transaction, run: RunKey, counts: RunCounts): Promise<void> {
    await tx.query(
      `update sync_run set read = $3, applied = $4, unchanged = $5, quarantined = $6, total = $7, streams = $8
        where practice_id = $1 and id = $2`,
      [
        run.practiceId,
        run.id,
        counts.read,
        counts.applied,
        counts.unchanged,
        counts.quarantined,
        counts.total,
        JSON.stringify(counts.streams),
      ],
    );
  }

  /** A run that found the connection in other hands and read nothing. */
  async forget(tx: Transaction, run: RunKey): Promise<void> {
    await tx.query('delete from sync_run where practice_id = $1 and id = $2 and read = 0', [run.practiceId, run.id]);
  }

  async finish(tx: Transaction, run: RunKey, state: SyncRunState, problem: string | null): Promise<void> {
    await tx.query(
      `update sync_run set state = $3, problem = $4, finished_at = clock_timestamp() where practice_id = $1 and id = $2`,
      [run.practiceId, run.id, state, problem],
    );
  }
}

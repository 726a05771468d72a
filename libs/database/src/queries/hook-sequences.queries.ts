import type { Transaction } from '../database.js';
import { heardCall, type CountedCall, type HookCount } from '../hook-counting.js';

export interface SilentHook {
  name: string;
  /** How many numbers have not come. */
  missing: number;
  stopped: string | null;
}

/** Counts the calls of subscriptions, so that one which never comes is noticed. */
export class HookSequenceQueries {
  /** Notes a call. Answers how many calls it shows not to have come. */
  async hear(
    tx: Transaction,
    key: { practiceId: string; connectionId: string },
    call: CountedCall & { of: string; stopped: string | null },
    now: Date,
  ): Promise<number> {
    const { practiceId, connectionId } = key;
    const name = call.of.slice(0, 200);
    const of = [practiceId, connectionId, name];
    // One call at a time, the first of a subscription too.
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`hook ${of.join(' ')}`]);
    const [row] = await tx.query<{ upTo: string; gaps: HookCount['gaps'] }[]>(
      `select up_to as "upTo", gaps from hook_sequence where practice_id = $1 and connection_id = $2 and name = $3`,
      of,
    );
    const before = row === undefined ? null : { upTo: Number(row.upTo), gaps: row.gaps };
    const { count, missing } = heardCall(before, call);
    await tx.query(
      `insert into hook_sequence (practice_id, connection_id, name, up_to, gaps, missed, missed_at, stopped, heard_at)
       values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $9)
       on conflict (practice_id, connection_id, name) do update set up_to = excluded.up_to, gaps = excluded.gaps,
         missed = hook_sequence.missed + excluded.missed, missed_at = coalesce(excluded.missed_at, hook_sequence.missed_at),
         stopped = excluded.stopped, heard_at = excluded.heard_at`,
      [...of, count.upTo, JSON.stringify(count.gaps), missing, missing > 0 ? now : null, call.stopped, now],
    );
    return missing;
  }

  /** Subscriptions of a connection that a person should know of: a call has not come between these times, or they have ended. */
  async silent(tx: Transaction, connectionId: string, between: { from: Date; to: Date }): Promise<SilentHook[]> {
    return tx.query<SilentHook[]>(
      `select name, stopped,
         case when missed_at between $2 and $3
           then coalesce((select sum((gap->>1)::bigint - (gap->>0)::bigint + 1) from jsonb_array_elements(gaps) gap), 0)::int
           else 0 end as missing
       from hook_sequence
       where connection_id = $1 and (stopped is not null or (missed_at between $2 and $3 and gaps <> '[]'::jsonb))
       order by name`,
      [connectionId, between.from, between.to],
    );
  }
}

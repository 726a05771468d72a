import type { Transaction } from '../database.js';

const MS = (column: string) => `round(date_part('epoch', ${column}) * 1000)`;

export interface WatchedStream {
  name: string;
  mode: string | null;
  compares: boolean | null;
  watermark: number | null;
  doubtfulSince: number | null;
}

export interface WatchedConnection {
  id: string;
  name: string;
  state: 'ready' | 'paused' | 'needs_attention';
  pollSeconds: number;
  lastSuccessAt: number | null;
  streams: WatchedStream[];
  /** Of the last run that ended. */
  lastRun: { read: number; quarantined: number } | null;
  /** Comparisons that failed, or were not believed, since the last good one; by stream. */
  compareProblems: { stream: string; problem: string }[];
  /** Words, streams and fields that an alarm stands for: `code subject`. */
  alarms: string[];
}

/** How long things are kept. Null: for good. */
export interface KeepTimes {
  rawDays: number;
  journalDays: number | null;
  quarantineDays: number;
}

/** What the watch over a practice's sources looks at. */
export class WatchQueries {
  async connections(tx: Transaction, practiceId: string): Promise<WatchedConnection[]> {
    return tx.query<WatchedConnection[]>(
      `select c.id, c.name, c.state, c.poll_seconds as "pollSeconds", ${MS('c.last_success_at')} as "lastSuccessAt",
              (select coalesce(json_agg(json_build_object('name', s.stream, 'mode', s.mode, 'compares', s.compares,
                        'watermark', ${MS('s.watermark')}, 'doubtfulSince', ${MS('s.doubtful_since')}) order by s.stream), '[]')
                 from stream_state s where s.practice_id = $1 and s.connection_id = c.id and s.stream not like 'compare:%') as streams,
              (select json_build_object('read', r.read, 'quarantined', r.quarantined) from sync_run r
                where r.practice_id = $1 and r.connection_id = c.id and r.finished_at is not null order by r.started_at desc limit 1) as "lastRun",
              (select coalesce(json_agg(json_build_object('stream', k.stream, 'problem', k.problem)), '[]')
                 from (select distinct on (stream) stream, state, problem from compare_run
                        where practice_id = $1 and connection_id = c.id and finished_at is not null order by stream, started_at desc) k
                where k.state = 'failed') as "compareProblems",
              (select coalesce(json_agg(a.code || ' ' || a.subject), '[]') from alarm a
                where a.practice_id = $1 and a.connection_id = c.id and a.closed_at is null) as alarms
         from connection c where c.practice_id = $1 order by c.id`,
      [practiceId],
    );
  }

  /** The practice's own times of keeping where it has said them. */
  async keepTimes(tx: Transaction, practiceId: string, usual: KeepTimes): Promise<KeepTimes> {
    const rows: { kept: Partial<KeepTimes> | null }[] = await tx.query(
      `select settings->'keep' as kept from practice where id = $1`,
      [practiceId],
    );
    return { ...usual, ...rows[0]?.kept };
  }

  /** Lets go of what has been kept long enough. Answers how many rows lost something. */
  async forgetOld(tx: Transaction, practiceId: string, keep: KeepTimes, now: Date): Promise<number> {
    const gone = async (sql: string, days: number): Promise<number> => {
      const rows: unknown[] = await tx.query(`with forgotten as (${sql} returning 1) select * from forgotten`, [
        practiceId,
        new Date(now.getTime() - days * 86_400_000),
      ]);
      return rows.length;
    };
    let n = await gone(
      `update source_journal set raw_ciphertext = null, raw_nonce = null where practice_id = $1 and written_at < $2 and raw_ciphertext is not null`,
      keep.rawDays,
    );
    n += await gone(
      `update quarantine set raw_ciphertext = null, raw_nonce = null, raw_key_id = null, raw_form = null, closed_at = coalesce(closed_at, $2),
                state = case state when 'open' then 'dismissed' else state end,
                closed_because = case state when 'open' then 'kept for as long as the practice keeps such records' else closed_because end
          where practice_id = $1 and created_at < $2 and (raw_ciphertext is not null or state = 'open')`,
      keep.quarantineDays,
    );
    if (keep.journalDays !== null) {
      n += await gone('delete from source_journal where practice_id = $1 and written_at < $2', keep.journalDays);
    }
    n += await gone(`delete from compare_run where practice_id = $1 and started_at < $2 and state <> 'running'`, 400);
    n += await gone('delete from alarm where practice_id = $1 and closed_at < $2', 400);
    return n;
  }
}

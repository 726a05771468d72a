import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

export interface StreamHealth {
  name: string;
  kinds: string[] | null;
  mode: string | null;
  compares: boolean | null;
  watermark: string | null;
  firstReadDoneAt: string | null;
  doubtfulSince: string | null;
  lastFullCount: number | null;
}

export interface ConnectionHealth {
  state: 'ready' | 'paused' | 'needs_attention';
  problem: string | null;
  pollSeconds: number;
  lastSuccessAt: string | null;
  nextPollAt: string | null;
  connector: string;
  streams: StreamHealth[];
  breaker: { openedAt: string; probeAt: string | null; because: string | null } | null;
}

/** How the streams of a connection stand. */
export class StreamHealthQueries {
  async find(tx: Transaction, connectionId: string): Promise<ConnectionHealth | null> {
    const rows = await tx.query<ConnectionHealth[]>(
      `select c.state, c.problem, c.poll_seconds as "pollSeconds", c.connector, ${isoInstant('c.last_success_at')} as "lastSuccessAt",
              ${isoInstant(`coalesce((select nullif(j.due_at, 'infinity') from job j where j.kind = 'sync' and j.subject_id = c.id), c.next_poll_at)`)} as "nextPollAt",
              (select coalesce(json_agg(json_build_object('name', s.stream, 'kinds', s.kinds, 'mode', s.mode, 'compares', s.compares,
                        'watermark', ${isoInstant('s.watermark')}, 'firstReadDoneAt', ${isoInstant('s.first_read_done_at')},
                        'doubtfulSince', ${isoInstant('s.doubtful_since')}, 'lastFullCount', s.last_full_count) order by s.created_at, s.stream), '[]')
                 from stream_state s where s.connection_id = c.id and s.stream not like 'compare:%') as streams,
              (select json_build_object('openedAt', ${isoInstant('b.opened_at')}, 'probeAt', ${isoInstant('b.probe_at')}, 'because', b.because)
                 from connection_breaker b where b.connection_id = c.id and b.opened_at is not null) as breaker
         from connection c where c.id = $1`,
      [connectionId],
    );
    return rows[0] ?? null;
  }
}

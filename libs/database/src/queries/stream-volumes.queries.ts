import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

export interface HourOfReading {
  stream: string;
  read: number;
  applied: number;
  quarantined: number;
}

/** What a stream brought of late, beside what it usually brings at this time of the week. */
export interface StreamVolume {
  stream: string;
  /** Changes applied in the last 24 hours. */
  seen: number;
  /** The median of the same 24 hours of earlier weeks; null with less than three weeks of history. */
  expected: number | null;
  /** When it brought anything last. */
  lastAt: number | null;
  /** The median of what came, in earlier weeks, in the hours that have passed since then. */
  expectedSince: number | null;
}

export interface ThroughputHour {
  at: string;
  read: number;
  applied: number;
  quarantined: number;
}

const WEEKS = 5;
/** Medians of fewer weeks than this say nothing. */
const LEAST_WEEKS = 3;
const MS = (column: string) => `round(date_part('epoch', ${column}) * 1000)`;

/** How much comes by the hour: the chart of a connection, and what its volume is measured against. */
export class StreamVolumeQueries {
  async add(
    tx: Transaction,
    key: { practiceId: string; connectionId: string },
    at: Date,
    hours: HourOfReading[],
  ): Promise<void> {
    const some = hours.filter(({ read, applied, quarantined }) => read + applied + quarantined > 0);
    if (some.length === 0) return;
    await tx.query(
      `insert into stream_volume (practice_id, connection_id, stream, hour, read, applied, quarantined)
       select $1, $2, v.stream, date_trunc('hour', $3::timestamptz), v.read, v.applied, v.quarantined
         from jsonb_to_recordset($4) as v(stream text, read int, applied int, quarantined int)
       on conflict (practice_id, connection_id, stream, hour) do update
         set read = stream_volume.read + excluded.read, applied = stream_volume.applied + excluded.applied,
             quarantined = stream_volume.quarantined + excluded.quarantined`,
      [key.practiceId, key.connectionId, at, JSON.stringify(some)],
    );
  }

  /** Robust: one odd week moves no median. The first read is no measure and ages out of the window. */
  async volumes(tx: Transaction, connectionId: string, now: Date): Promise<StreamVolume[]> {
    return tx.query<StreamVolume[]>(
      `with stream as (
         select s.stream, v.last_at, v.seen from stream_state s
          cross join lateral (
            select max(h.hour) filter (where h.applied > 0) as last_at,
                   coalesce(sum(h.applied) filter (where h.hour > $2::timestamptz - interval '24 hours'), 0)::int as seen
              from stream_volume h where h.connection_id = s.connection_id and h.stream = s.stream
               and h.hour > $2::timestamptz - interval '${WEEKS * 7 + 2} days' and h.hour <= $2) v
          where s.connection_id = $1 and s.stream not like 'compare:%'),
       earlier as (
         select s.stream, s.last_at, s.seen, w,
                coalesce(sum(h.applied) filter (where h.hour > $2::timestamptz - make_interval(days => 7 * w, hours => 24)), 0) as usual,
                coalesce(sum(h.applied) filter (where h.hour > s.last_at - make_interval(days => 7 * w)), 0) as since
           from stream s cross join generate_series(1, ${WEEKS}) w
           left join stream_volume h on h.connection_id = $1 and h.stream = s.stream and h.hour <= $2::timestamptz - make_interval(days => 7 * w)
             and h.hour > least(s.last_at, $2::timestamptz - interval '24 hours') - make_interval(days => 7 * w)
          where (select t.first_read_done_at from stream_state t where t.connection_id = $1 and t.stream = s.stream)
                < $2::timestamptz - make_interval(days => 7 * w + 1)
          group by 1, 2, 3, 4)
       select s.stream, s.seen, ${MS('s.last_at')} as "lastAt",
              case when count(e.w) >= ${LEAST_WEEKS} then percentile_cont(0.5) within group (order by e.usual) end as expected,
              case when count(e.w) >= ${LEAST_WEEKS} then percentile_cont(0.5) within group (order by e.since) end as "expectedSince"
         from stream s left join earlier e on e.stream = s.stream
        group by s.stream, s.seen, s.last_at order by s.stream`,
      [connectionId, now],
    );
  }

  async throughput(tx: Transaction, connectionId: string, since: Date): Promise<ThroughputHour[]> {
    return tx.query<ThroughputHour[]>(
      `select ${isoInstant('hour')} as at, sum(read)::int as read, sum(applied)::int as applied, sum(quarantined)::int as quarantined
         from stream_volume where connection_id = $1 and hour >= $2 group by hour order by hour`,
      [connectionId, since],
    );
  }
}

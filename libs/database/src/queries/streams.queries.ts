import type { Transaction } from '../database.js';
import { LeaseLost } from '../errors.js';

export interface StreamKey {
  practiceId: string;
  connectionId: string;
  stream: string;
}

/** A walk of a stream that ends by saying what it did not bring. */
export interface Walk {
  id: string;
  /** When its first page was stored. */
  startedAt: number;
  pages: number;
  /** Something was read that could not even be named: no absence may be concluded. */
  blurred: boolean;
}

/** The right to write a stream, and where it stands. */
export interface StreamLease extends StreamKey {
  holder: string;
  /** Raised with each taking: a write under an older number is refused (safety S-10). */
  fence: string;
  cursor: unknown;
  watermark: number | null;
  sequence: number;
  lastFullCount: number | null;
  walk: Walk | null;
}

export interface StreamPosition {
  cursor: unknown;
  watermark: number | null;
  sequence: number;
  walk: Walk | null;
  lastFullCount: number | null;
  /** The walk reached its end. */
  done: boolean;
}

/** Leases and positions of streams. Lease times are the database's clock. */
export class StreamQueries {
  /** Null while another holder's lease runs. */
  async takeLease(tx: Transaction, key: StreamKey, holder: string, leaseMs: number): Promise<StreamLease | null> {
    const rows: Omit<StreamLease, keyof StreamKey | 'holder'>[] = await tx.query(
      `with taken as (
         insert into stream_state (practice_id, connection_id, stream, lease_holder, lease_until, fence)
         values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond', 1)
         on conflict (practice_id, connection_id, stream) do update
           set lease_holder = excluded.lease_holder, lease_until = excluded.lease_until, fence = stream_state.fence + 1
         where stream_state.lease_until is null or stream_state.lease_until < clock_timestamp() or stream_state.lease_holder = $4
         returning fence, cursor, watermark, sequence, last_full_count, walk)
       select fence, cursor, (extract(epoch from watermark) * 1000)::float8 as watermark, sequence::float8 as sequence,
              last_full_count as "lastFullCount", walk from taken`,
      [key.practiceId, key.connectionId, key.stream, holder, leaseMs],
    );
    const [row] = rows;
    return row === undefined ? null : { ...key, holder, ...row };
  }

  /** False when the lease is gone. */
  async renew(tx: Transaction, lease: StreamLease, leaseMs: number): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with renewed as (
         update stream_state set lease_until = clock_timestamp() + $5 * interval '1 millisecond'
          where practice_id = $1 and connection_id = $2 and stream = $3 and fence = $4 returning 1)
       select * from renewed`,
      [lease.practiceId, lease.connectionId, lease.stream, lease.fence, leaseMs],
    );
    return rows.length > 0;
  }

  async release(tx: Transaction, lease: StreamLease): Promise<void> {
    await tx.query(
      `update stream_state set lease_holder = null, lease_until = null
        where practice_id = $1 and connection_id = $2 and stream = $3 and fence = $4`,
      [lease.practiceId, lease.connectionId, lease.stream, lease.fence],
    );
  }

  /**
   * Holds the stream until the transaction ends; an old holder's write fails here, before it changed anything. So does the
   * write of a page whose predecessor PostgreSQL lost in a crash (see `flushLater`): its cursor would pass over that page.
   */
  async assertHeld(tx: Transaction, lease: StreamLease): Promise<void> {
    const rows: { fence: string; isWhereItWas: boolean }[] = await tx.query(
      `select fence, sequence = $4 and cursor is not distinct from $5::jsonb as "isWhereItWas"
         from stream_state where practice_id = $1 and connection_id = $2 and stream = $3 for update`,
      [lease.practiceId, lease.connectionId, lease.stream, lease.sequence, storedCursor(lease.cursor)],
    );
    const [row] = rows;
    if (row?.fence !== lease.fence) {
      throw new LeaseLost(`Another sync has taken over ${lease.stream} of connection ${lease.connectionId}.`);
    }
    if (!row.isWhereItWas) {
      throw new LeaseLost(
        `${lease.stream} of connection ${lease.connectionId} no longer stands where this sync left it.`,
      );
    }
  }

  /**
   * Lets this transaction commit without waiting for the disk; the next commit that waits takes it along. A crash of
   * PostgreSQL before that loses the page together with its cursor, and the page is read again. Only for sources that
   * can be read again.
   */
  async flushLater(tx: Transaction): Promise<void> {
    await tx.query('set local synchronous_commit = off');
  }

  /** In the transaction that stored the page (safety S-01). */
  async savePosition(tx: Transaction, lease: StreamLease, position: StreamPosition): Promise<void> {
    await tx.query(
      `update stream_state
          set cursor = $4, watermark = greatest(watermark, $5), sequence = $6, walk = $7, last_full_count = $8,
              first_read_done_at = case when $9 then coalesce(first_read_done_at, clock_timestamp()) else first_read_done_at end
        where practice_id = $1 and connection_id = $2 and stream = $3`,
      [
        lease.practiceId,
        lease.connectionId,
        lease.stream,
        storedCursor(position.cursor),
        position.watermark === null ? null : new Date(position.watermark),
        position.sequence,
        position.walk === null ? null : JSON.stringify(position.walk),
        position.lastFullCount,
        position.done,
      ],
    );
  }

  /** What its connector says of it, for people. */
  async describe(
    tx: Transaction,
    key: StreamKey,
    { kinds, mode, compares }: { kinds: readonly string[]; mode: string; compares: boolean },
  ): Promise<void> {
    await tx.query(
      `update stream_state set kinds = $4, mode = $5, compares = $6
        where practice_id = $1 and connection_id = $2 and stream = $3 and (kinds, mode, compares) is distinct from ($4::text[], $5::text, $6::boolean)`,
      [key.practiceId, key.connectionId, key.stream, [...kinds], mode, compares],
    );
  }

  /** Where a stream stands, for whoever writes beside its reading. */
  async standing(tx: Transaction, key: StreamKey): Promise<{ sequence: number; watermark: number | null }> {
    const rows: { sequence: number; watermark: number | null }[] = await tx.query(
      `select sequence::float8 as sequence, round(date_part('epoch', watermark) * 1000) as watermark from stream_state
        where practice_id = $1 and connection_id = $2 and stream = $3`,
      [key.practiceId, key.connectionId, key.stream],
    );
    return rows[0] ?? { sequence: 0, watermark: null };
  }

  /**
   * Since `at` what it brings is not believed, or again it is (null): rules that rest on an absence wait meanwhile. One cause that is
   * over leaves the other; with `at` null and no cause, all are over.
   */
  async doubt(tx: Transaction, key: StreamKey, at: Date | null, cause?: 'shrunken' | 'silent'): Promise<void> {
    await tx.query(
      `with next as (
         select s.practice_id, s.connection_id, s.stream,
                case when $4::timestamptz is not null then array(select distinct unnest(s.doubts || $5::text) order by 1)
                     when $5::text is null then '{}' else array_remove(s.doubts, $5) end as doubts
           from stream_state s where s.practice_id = $1 and s.connection_id = $2 and s.stream = $3)
       update stream_state s set doubts = n.doubts, doubtful_since = case when n.doubts = '{}' then null else coalesce(s.doubtful_since, $4) end
         from next n where s.practice_id = n.practice_id and s.connection_id = n.connection_id and s.stream = n.stream and s.doubts <> n.doubts`,
      [key.practiceId, key.connectionId, key.stream, at, cause ?? (at === null ? null : 'shrunken')],
    );
  }

  /** A person says that the source is right to be smaller: the next full read is believed. */
  async acceptSmallerSource(tx: Transaction, key: StreamKey): Promise<void> {
    // Of nothing, everything is more than enough.
    await tx.query(
      `update stream_state set last_full_count = 0, doubtful_since = null, doubts = '{}'
        where practice_id = $1 and connection_id = $2 and stream in ($3, 'compare:' || $3)`,
      [key.practiceId, key.connectionId, key.stream],
    );
  }
}

function storedCursor(cursor: unknown): string | null {
  return cursor === null ? null : JSON.stringify(cursor);
}

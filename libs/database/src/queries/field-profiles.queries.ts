import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

/** How many records of a kind were handed over, and how many of them carried each field. */
export interface KindProfile {
  stream: string;
  kind: RecordKind;
  seen: number;
  filled: Record<string, number>;
}

export interface HourProfile extends KindProfile {
  /** Milliseconds; the hour in which they were read. */
  hour: number;
}

export interface DriftRow {
  stream: string;
  kind: RecordKind;
  field: string;
  seen: number;
  filled: number;
}

const KEEP_DAYS = 35;

/** Profiles of what sources hand over, by the hour: what drift is seen by (X20). */
export class FieldProfileQueries {
  async add(
    tx: Transaction,
    key: { practiceId: string; connectionId: string },
    at: Date,
    profiles: KindProfile[],
  ): Promise<void> {
    if (profiles.length === 0) return;
    await tx.query(
      `insert into field_profile as p (practice_id, connection_id, stream, kind, hour, seen, filled)
       select $1, $2, n.stream, n.kind, date_trunc('hour', $3::timestamptz), n.seen, n.filled
         from jsonb_to_recordset($4) as n(stream text, kind text, seen int, filled jsonb)
       on conflict (practice_id, connection_id, stream, kind, hour) do update
         set seen = p.seen + excluded.seen,
             filled = (select jsonb_object_agg(f.key, coalesce((p.filled->>f.key)::int, 0) + f.value::int) from jsonb_each_text(excluded.filled) f)`,
      [key.practiceId, key.connectionId, at, JSON.stringify(profiles)],
    );
  }

  /** Newest first. */
  async hours(tx: Transaction, connectionId: string): Promise<HourProfile[]> {
    return tx.query<HourProfile[]>(
      `select stream, kind, seen, filled, date_part('epoch', hour) * 1000 as hour from field_profile where connection_id = $1 order by stream, kind, hour desc`,
      [connectionId],
    );
  }

  /** Shares over everything that is kept, and since when. */
  async summary(tx: Transaction, connectionId: string): Promise<{ since: string | null; fields: DriftRow[] }> {
    const fields = await tx.query<DriftRow[]>(
      `select p.stream, p.kind, f.key as field, sum(p.seen)::int as seen, sum(f.value::int)::int as filled
         from field_profile p cross join lateral jsonb_each_text(p.filled) f where p.connection_id = $1
        group by 1, 2, 3 order by 1, 2, 3`,
      [connectionId],
    );
    const [first] = await tx.query<{ since: string | null }[]>(
      `select ${isoInstant('min(hour)')} as since from field_profile where connection_id = $1`,
      [connectionId],
    );
    return { since: first?.since ?? null, fields };
  }

  async forgetOld(tx: Transaction, practiceId: string, now: Date): Promise<void> {
    for (const table of ['field_profile', 'stream_volume']) {
      await tx.query(
        `delete from ${table} where practice_id = $1 and hour < $2::timestamptz - interval '${KEEP_DAYS + 5} days'`,
        [practiceId, now],
      );
    }
  }
}

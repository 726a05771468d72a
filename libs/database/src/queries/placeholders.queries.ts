import type { Instant, PlaceholderMark } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { WORD } from './connection-status-words.queries.js';
import { isoInstant } from './json-sql.js';

export interface PlaceholderRow {
  kind: 'word' | 'service';
  /** A word in small letters; of a service its source's id. */
  value: string;
  /** As the source writes it; of a service its name. */
  name: string;
  /** Bookings still to come that it speaks of. */
  upcoming: number;
  isPlaceholder: boolean;
  by: string | null;
  at: string | null;
}

export interface PlaceholderSaid {
  practiceId: string;
  connectionId: string;
  kind: 'word' | 'service';
  value: string;
}

/** As SQL of an appointment: it only holds a place (S3-45). What the evaluation says of the same marks is in libs/domain. */
export const isPlaceholderSql = (appointment: string): string =>
  `exists (select from placeholder_mark h where h.practice_id = ${appointment}.practice_id and h.connection_id = ${appointment}.connection_id and h.ended_at is null
      and ((h.kind = 'word' and h.value = ${WORD(`${appointment}.raw_status`)}) or (h.kind = 'service' and h.value = ${appointment}.service_source_id)))`;

/** What holds a place in the calendar of a connection without being a booking yet. */
export class PlaceholderQueries {
  /** Every word and service that bookings still to come have, and whatever is marked; the marked ones first. */
  async list(tx: Transaction, connectionId: string, now: Date): Promise<PlaceholderRow[]> {
    return tx.query<PlaceholderRow[]>(
      `with coming as (
         select ${WORD('a.raw_status')} as word, a.service_source_id as service from appointment a
          where a.connection_id = $1 and a.gone_at is null and a.deleted_at is null and a.starts_at > $2
            and a.status in ('booked', 'confirmed', 'pending', 'proposed')),
       met as (
         select 'word' as kind, word as value, count(*)::int as n from coming where coalesce(word, '') <> '' group by 2
         union all select 'service', service, count(*)::int from coming where service is not null group by 2),
       marked as (select * from placeholder_mark where connection_id = $1 and ended_at is null)
       select coalesce(n.kind, h.kind) as kind, coalesce(n.value, h.value) as value,
              coalesce((select s.name from service s where s.connection_id = $1 and s.source_id = coalesce(n.value, h.value)
                           and coalesce(n.kind, h.kind) = 'service'), n.value, h.value) as name,
              coalesce(n.n, 0) as upcoming, h.value is not null as "isPlaceholder", u.display_name as by, ${isoInstant('h.at')} as at
         from met n full join marked h on h.kind = n.kind and h.value = n.value left join app_user u on u.id = h.by_user_id
        order by h.value is null, 1 desc, 4 desc, 2 limit 500`,
      [connectionId, now],
    );
  }

  async hasService(tx: Transaction, connectionId: string, sourceId: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>('select 1 from service where connection_id = $1 and source_id = $2', [
      connectionId,
      sourceId,
    ]);
    return rows.length > 0;
  }

  /** Answers whether anything changed. */
  async mark(tx: Transaction, said: PlaceholderSaid, byUserId: string, at: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `insert into placeholder_mark (practice_id, connection_id, kind, value, by_user_id, at) values ($1, $2, $3, $4, $5, $6)
       on conflict (practice_id, connection_id, kind, value) where ended_at is null do nothing returning 1`,
      [said.practiceId, said.connectionId, said.kind, said.value, byUserId, at],
    );
    return rows.length > 0;
  }

  /** Answers whether anything changed. */
  async unmark(tx: Transaction, said: PlaceholderSaid, at: Date): Promise<boolean> {
    const [, n]: [unknown, number] = await tx.query(
      `update placeholder_mark set ended_at = $5
        where practice_id = $1 and connection_id = $2 and kind = $3 and value = $4 and ended_at is null`,
      [said.practiceId, said.connectionId, said.kind, said.value, at],
    );
    return n > 0;
  }

  /** What was marked at a past instant. */
  async heldAt(tx: Transaction, practiceId: string, asOf: Instant): Promise<PlaceholderMark[]> {
    return tx.query<PlaceholderMark[]>(
      `select connection_id as source, kind as by, value from placeholder_mark
        where practice_id = $1 and at <= $2 and (ended_at is null or ended_at > $2) order by 1, 2, 3`,
      [practiceId, new Date(asOf)],
    );
  }
}

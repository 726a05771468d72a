import type { AppointmentStatus } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

export interface StatusWordRow {
  word: string;
  /** What its records stand as. */
  status: string;
  /** How many records are stored with it. */
  records: number;
  /** What a person said it means; null: nobody did. */
  means: AppointmentStatus | null;
  by: string | null;
  at: string | null;
  /** False: records stored before do not follow yet. */
  applied: boolean;
}

export interface WordToApply {
  word: string;
  means: AppointmentStatus | null;
  before: AppointmentStatus | null;
}

/** A word as it is compared: trimmed, lower case. */
export const WORD = (column: string): string => `lower(btrim(${column}))`;

/** What a connection's words for the state of a booking mean. Counted from the records themselves. */
export class ConnectionStatusWordQueries {
  /** Every word met, the unknown ones first, then the frequent ones. */
  async list(tx: Transaction, connectionId: string): Promise<StatusWordRow[]> {
    return tx.query<StatusWordRow[]>(
      `with met as (
         select ${WORD('raw_status')} as word, status, count(*)::int as records from appointment
          where connection_id = $1 and gone_at is null and raw_status is not null group by 1, 2),
       main as (select distinct on (word) word, status, sum(records) over (partition by word)::int as records from met order by word, records desc)
       select coalesce(m.word, w.word) as word, coalesce(m.status, w.means, 'unknown') as status, coalesce(m.records, 0) as records,
              w.means, u.display_name as by, ${isoInstant('w.at')} as at, coalesce(w.applies, true) as applied
         from main m full join (select * from status_word where connection_id = $1) w on w.word = m.word
         left join app_user u on u.id = w.by_user_id
        order by coalesce(m.status, '') = 'unknown' desc, 3 desc, 1`,
      [connectionId],
    );
  }

  /** Words of records whose state nobody knows. Reads through an index that holds nothing else. */
  async unknown(tx: Transaction, connectionId: string): Promise<{ word: string; records: number }[]> {
    return tx.query(
      `select coalesce(${WORD('raw_status')}, '') as word, count(*)::int as records from appointment
        where connection_id = $1 and status = 'unknown' and gone_at is null group by 1 order by 2 desc, 1 limit 100`,
      [connectionId],
    );
  }

  /** What people said: lower-case word to status. */
  async meanings(tx: Transaction, practiceId: string, connectionId: string): Promise<Map<string, AppointmentStatus>> {
    const rows: { word: string; means: AppointmentStatus }[] = await tx.query(
      'select word, means from status_word where practice_id = $1 and connection_id = $2 and means is not null',
      [practiceId, connectionId],
    );
    return new Map(rows.map(({ word, means }) => [word, means]));
  }

  /** Says what a word means; null takes it back. What its records stood as before anybody said is kept. */
  async say(
    tx: Transaction,
    given: { practiceId: string; connectionId: string; word: string; means: string | null; byUserId: string; at: Date },
  ): Promise<void> {
    await tx.query(
      `insert into status_word (practice_id, connection_id, word, means, before, applies, by_user_id, at)
       values ($1, $2, $3, $4, (select a.status from appointment a where a.practice_id = $1 and a.connection_id = $2 and ${WORD('a.raw_status')} = $3
                                  group by a.status order by count(*) desc limit 1), false, $5, $6)
       on conflict (practice_id, connection_id, word) do update
         set means = excluded.means, applies = false, by_user_id = excluded.by_user_id, at = excluded.at`,
      [given.practiceId, given.connectionId, given.word, given.means, given.byUserId, given.at],
    );
  }

  /** Words whose records do not follow yet, of every connection of the practice. */
  async toApply(tx: Transaction, practiceId: string): Promise<(WordToApply & { connectionId: string })[]> {
    return tx.query(
      `select connection_id as "connectionId", word, means, before from status_word where practice_id = $1 and not applies order by at`,
      [practiceId],
    );
  }

  async applied(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    { word, means }: WordToApply,
  ): Promise<void> {
    await tx.query(
      `update status_word set applies = true where practice_id = $1 and connection_id = $2 and word = $3 and means is not distinct from $4`,
      [practiceId, connectionId, word, means],
    );
  }

  /** Source ids of records that stand otherwise than the word now says. */
  async notFollowing(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    word: string,
    status: string,
    limit: number,
  ): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `select source_id as id from appointment
        where practice_id = $1 and connection_id = $2 and ${WORD('raw_status')} = $3 and status <> $4 and gone_at is null order by source_id limit $5`,
      [practiceId, connectionId, word, status, limit],
    );
    return rows.map(({ id }) => id);
  }

  /** The stream that brings each of these bookings. */
  async streamsOf(
    tx: Transaction,
    practiceId: string,
    connectionId: string,
    sourceIds: string[],
  ): Promise<Map<string, string>> {
    const rows: { id: string; stream: string }[] = await tx.query(
      `select source_id as id, stream from appointment where practice_id = $1 and connection_id = $2 and source_id = any($3)`,
      [practiceId, connectionId, sourceIds],
    );
    return new Map(rows.map(({ id, stream }) => [id, stream]));
  }
}

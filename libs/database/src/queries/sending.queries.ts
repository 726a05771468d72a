import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { isoInstant } from './json-sql.js';

/** Nothing is sent until the list has been judged well enough; only the gate ends this hold (X22). */
export const SHADOW_WEEK = 'shadow_week';

export interface SendingHoldRow {
  id: string;
  reason: string;
  says: string;
  numbers: Record<string, unknown>;
  at: string;
  byName: string | null;
}

/** What stands against sending at all: holds, by a person or by the brake (O-15). */
export class SendingQueries {
  async holds(tx: Transaction): Promise<SendingHoldRow[]> {
    return tx.query<SendingHoldRow[]>(
      `select h.id, h.reason, h.says, h.numbers, ${isoInstant('h.at')} as at,
              case when h.by_user_id is null then null else coalesce(u.display_name, 'former user') end as "byName"
         from sending_hold h left join app_user u on u.id = h.by_user_id
        where h.released_at is null order by h.at desc, h.id desc`,
    );
  }

  /** One stands for each reason: a second changes nothing. Answers the id of the one that stands. */
  async hold(
    tx: Transaction,
    practiceId: string,
    hold: { reason: string; says: string; numbers: Record<string, unknown>; at: Date; byUserId: string | null },
  ): Promise<string> {
    const [row] = await tx.query<{ id: string }[]>(
      `insert into sending_hold (practice_id, id, reason, says, numbers, at, by_user_id) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (practice_id, reason) where released_at is null do update set says = sending_hold.says returning id`,
      [practiceId, newId(), hold.reason, hold.says, JSON.stringify(hold.numbers), hold.at, hold.byUserId],
    );
    if (row === undefined) throw new Error('A hold was not stored');
    return row.id;
  }

  /** False: it does not stand, or is not there. */
  async release(
    tx: Transaction,
    id: string,
    { at, byUserId, because }: { at: Date; byUserId: string; because: string },
  ): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with released as (update sending_hold set released_at = $2, released_by_user_id = $3, released_because = $4
                          where id = $1 and released_at is null returning id) select id from released`,
      [id, at, byUserId, because],
    );
    return rows.length > 0;
  }
}

import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

/** What a person said to staff: not now, or never (E14). */
export interface ContactStopRow {
  id: string;
  kind: 'not_now' | 'never';
  until: string | null;
  reason: string;
  at: string;
  byName: string | null;
  liftedAt: string | null;
}

export class ContactStopQueries {
  /** Newest first. */
  async of(tx: Transaction, personId: string): Promise<ContactStopRow[]> {
    return tx.query<ContactStopRow[]>(
      `select s.id, s.kind, ${isoInstant('s.until')} as until, s.reason, ${isoInstant('s.at')} as at, ${isoInstant('s.lifted_at')} as "liftedAt",
              case when s.by_user_id is null then null else coalesce(u.display_name, 'former user') end as "byName"
         from contact_stop s left join app_user u on u.id = s.by_user_id 
        where s.person_id in (select i.id from patient i where i.person_id = $1) order by s.at desc, s.id desc`,
      [personId],
    );
  }
}

import type { RecordKind } from '@keepwell/domain/records';
import type { Transaction } from '../database.js';

/** A record that a message rests on, as its source names it. */
export interface LookedAtRecord {
  connectionId: string;
  kind: RecordKind;
  sourceId: string;
}

/** Bookings of each record of the person, the next ones first. */
const MOST_BOOKINGS = 4;

/** What is read again before somebody is written to. */
export class LastLookQueries {
  /** The person's records and their nearest bookings, where the message still waits; none when it does not. */
  async records(tx: Transaction, practiceId: string, messageId: string, at: Date): Promise<LookedAtRecord[]> {
    return tx.query(
      `with person as (
         select p.id, p.connection_id, p.source_id from outbox_message o join patient p on p.practice_id = $1 and p.person_id = o.person_id
          where o.practice_id = $1 and o.id = $2 and o.state in ('planned', 'due') and o.channel <> 'call' and o.kind = 'sequence' and p.gone_at is null)
       select connection_id as "connectionId", 'patient' as kind, source_id as "sourceId" from person
       union all
       select a.connection_id, 'appointment', a.source_id from person cross join lateral (
         select r.connection_id, r.source_id from appointment r
          where r.practice_id = $1 and r.patient_id = person.id and r.gone_at is null
          order by r.starts_at < $3, abs(date_part('epoch', r.starts_at - $3)) limit ${MOST_BOOKINGS}) a`,
      [practiceId, messageId, at],
    );
  }
}

import type { Transaction } from '../database.js';

/** A contact that the other system does not know of yet. */
export interface ContactToLog {
  /** `touchpoint:<id>` or `message:<id>`. */
  origin: string;
  personId: string;
  caseId: string | null;
  /** The other side's id of the patient. */
  patientSourceId: string;
  at: Date;
  channel: 'call' | 'sms' | 'email';
  direction: 'out' | 'in';
  outcome: string | null;
  byName: string | null;
  templateName: string | null;
}

/** So long after it was written down an act can be taken back: nothing of it leaves the house before. */
export const UNDO_MS = 10 * 60_000;
const OLDEST = `interval '7 days'`;

/** Calls and messages since a connection was told to note them, that are not noted in its system. */
export class ContactsToLogQueries {
  async find(
    tx: Transaction,
    connection: { practiceId: string; connectionId: string },
    now: Date,
    limit: number,
  ): Promise<ContactToLog[]> {
    return tx.query<ContactToLog[]>(
      `with here as (
         select c.id, greatest(c.write_back_from, $3::timestamptz - ${OLDEST}) as since from connection c
          where c.practice_id = $1 and c.id = $2 and c.write_back_contacts),
       said as (
         select 'touchpoint:' || t.id as origin, t.person_id, t.case_id, coalesce(t.started_at, t.recorded_at) as at, 'call' as channel, 'out' as direction,
                t.outcome, u.display_name as by_name, null as template_name
           from here join touchpoint t on t.practice_id = $1 and t.recorded_at > here.since and t.recorded_at <= $3::timestamptz - interval '${UNDO_MS} milliseconds'
           left join app_user u on u.id = t.by_user_id
          where t.state = 'done' and t.channel = 'call' and t.outcome is not null and t.undone_at is null
         union all
         select 'message:' || m.id, m.person_id, m.case_id, m.accepted_at, m.channel, 'out', null, null, p.name
           from here join outbox_message m on m.practice_id = $1 and m.accepted_at > here.since and m.accepted_at <= $3
           left join message_template p on p.practice_id = $1 and p.id = m.template_id
          where m.state in ('accepted', 'sent', 'delivered') and m.channel in ('sms', 'email') and m.kind <> 'confirmation')
       select s.origin, s.person_id as "personId", s.case_id as "caseId", r.source_id as "patientSourceId", s.at, s.channel, s.direction, s.outcome,
              s.by_name as "byName", s.template_name as "templateName"
         from said s
         join lateral (select p.source_id from patient p join patient o on o.practice_id = p.practice_id and o.person_id = p.person_id and o.id = s.person_id
                        where p.practice_id = $1 and p.connection_id = $2 and p.gone_at is null order by p.id <> p.person_id, p.id limit 1) r on true
        where not exists (select from write_operation w where w.practice_id = $1 and w.connection_id = $2 and w.kind = 'log_contact' and w.origin = s.origin)
        order by s.at, s.origin limit $4`,
      [connection.practiceId, connection.connectionId, now, limit],
    );
  }

  /** Whether an act was taken back after all. */
  async isUndone(tx: Transaction, origin: string): Promise<boolean> {
    const [kind, id] = origin.split(':');
    if (kind !== 'touchpoint') return false;
    const rows: unknown[] = await tx.query('select 1 from touchpoint where id = $1 and undone_at is not null', [id]);
    return rows.length > 0;
  }
}

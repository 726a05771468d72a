import type { CaseSaid } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { namedRows } from './named-rows.js';

const ms = (column: string): string => `round(date_part('epoch', ${column}) * 1000)`;

/** What was done before a patient came back: for the week's report and the patient's page. */
export interface DoneBefore {
  calls: number;
  conversations: number;
  messages: number;
  /** `call`, `sms`, `email`; null: nothing was done. */
  lastIntervention: string | null;
  daysSince: number | null;
}

/** What people said and did, as an evaluation needs it; and what follows for it from an evaluation. */
export class CaseSaidQueries {
  /** Of those about whom anything was said. */
  async of(tx: Transaction, practiceId: string, personIds: string[], now: Date): Promise<Map<string, CaseSaid>> {
    if (personIds.length === 0) return new Map();
    const rows = await namedRows<[string, string | null, boolean, string | null]>(
      tx,
      'case-said',
      `select a.id, ${ms('z.until')}, coalesce(s.stopped, false), ${ms('k.closed_at')}
         from unnest($2::uuid[]) as a (id)
         left join lateral (select until from snooze where practice_id = $1 and person_id = a.id and ended_at is null offset 0) z on true
         left join lateral (select true as stopped from contact_stop
                              where practice_id = $1 and person_id in (select i.id from patient i where i.practice_id = $1 and i.person_id = a.id)
                                and lifted_at is null and coalesce(until > $3, true) limit 1) s on true
         left join lateral (
           select c.closed_at from off_track_case c
            where c.practice_id = $1 and c.person_id = a.id and c.state = 'closed'
              and exists (select from case_event e where e.practice_id = $1 and e.case_id = c.id and e.event in ('closed', 'discarded') and e.actor_user_id is not null)
            order by c.closed_at desc limit 1) k on true
        where z.until is not null or s.stopped or k.closed_at is not null`,
      [practiceId, personIds, now],
    );
    return new Map(
      rows.map(([id, snoozedUntil, stopped, closedAt]) => [
        id,
        { snoozedUntil: number(snoozedUntil), stopped, closedByStaffAt: number(closedAt) },
      ]),
    );
  }

  async doneBefore(
    tx: Transaction,
    practiceId: string,
    caseIds: string[],
    now: Date,
  ): Promise<Map<string, DoneBefore>> {
    if (caseIds.length === 0) return new Map();
    const rows = await namedRows<[string, string]>(
      tx,
      'done-before',
      `select a.id, json_build_object('calls', coalesce(t.calls, 0), 'conversations', coalesce(t.talks, 0), 'messages', coalesce(m.sent, 0),
                'lastIntervention', case when coalesce(t.at > m.at, t.at is not null) then 'call' else m.channel end,
                'daysSince', floor(date_part('epoch', $3::timestamptz - greatest(t.at, m.at)) / 86400)::int)::text
         from unnest($2::uuid[]) as a (id)
         cross join lateral (select count(*)::int as calls, count(*) filter (where is_conversation)::int as talks, max(recorded_at) as at
                               from touchpoint where practice_id = $1 and case_id = a.id and state = 'done' and channel = 'call') t
         cross join lateral (select count(*)::int as sent, max(accepted_at) as at,
                                    (array_agg(channel order by accepted_at desc))[1] as channel
                               from outbox_message where practice_id = $1 and case_id = a.id and accepted_at is not null and kind <> 'confirmation') m`,
      [practiceId, caseIds, now],
    );
    return new Map(rows.map(([id, json]) => [id, JSON.parse(json) as DoneBefore]));
  }

  /** Cases that rest on: booked and lost again before the agreed day. */
  async restOn(tx: Transaction, practiceId: string, personIds: string[]): Promise<void> {
    if (personIds.length === 0) return;
    await namedRows(
      tx,
      'rest-on',
      `update off_track_case c set wake_at = z.until, wake_because = 'snooze', outreach = null
         from snooze z where c.practice_id = $1 and c.person_id = any($2::uuid[]) and c.state = 'snoozed'
          and z.practice_id = $1 and z.person_id = c.person_id and z.ended_at is null`,
      [practiceId, personIds],
    );
  }

  /** Cases that a new loss woke before their day. */
  async woken(tx: Transaction, practiceId: string, personIds: string[], at: Date): Promise<void> {
    if (personIds.length === 0) return;
    await namedRows(
      tx,
      'woken-by-rule',
      `with ended as (update snooze set ended_at = $3, ended_because = 'rule'
                       where practice_id = $1 and person_id = any($2::uuid[]) and ended_at is null)
       update off_track_case set wake_at = null, wake_because = 'rule' where practice_id = $1 and person_id = any($2::uuid[]) and state <> 'closed'`,
      [practiceId, personIds, at],
    );
  }

  /**
   * The records of one person became another’s: what was said and done goes with them. The ledger of consent,
   * suppressions and what they told staff keep the record they were said of: they are read by all records of a person.
   */
  async movePerson(tx: Transaction, practiceId: string, fromId: string, toId: string, at: Date): Promise<void> {
    const ids = [practiceId, fromId, toId];
    await tx.query(
      `update snooze set ended_at = $4, ended_because = 'closed' where practice_id = $1 and person_id = $2 and ended_at is null
          and exists (select from snooze o where o.practice_id = $1 and o.person_id = $3 and o.ended_at is null)`,
      [...ids, at],
    );
    for (const table of ['touchpoint', 'snooze', 'staff_note', 'skip', 'case_lease', 'case_act', 'experiment_case']) {
      await tx.query(`update ${table} set person_id = $3 where practice_id = $1 and person_id = $2`, ids);
    }
    for (const table of ['enrolment', 'outbox_message', 'intervention_act']) {
      await tx.query(`update ${table} set person_id = $3 where practice_id = $1 and person_id = $2`, ids);
    }
  }
}

function number(value: string | null): number | null {
  return value === null ? null : Number(value);
}

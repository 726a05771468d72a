import type { Transaction } from '../database.js';
import { newId } from '../ids.js';
import { householdSql } from './household-sql.js';

export interface NewConfirmation {
  inboundId: string;
  personId: string;
  caseId: string | null;
  toAddress: string;
  body: string;
  segments: number;
  at: Date;
  /** Not sent at all later than this (C-05). */
  latestAt: Date;
}

/** Answers to what a patient wrote. One for each message received: the outbox is unique by origin. */
export class ConfirmationQueries {
  /**
   * Whoever writes again is answered as to their last word: what waits for this number is not sent any more. Take the contact lock
   * exclusively before. Answers the ids.
   */
  async supersede(tx: Transaction, practiceId: string, toAddress: string, at: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }[]>(
      `with old as (
         update outbox_message set state = 'cancelled', cancelled_because = 'superseded', ended_at = $3
          where practice_id = $1 and to_address = $2 and kind = 'confirmation' and state in ('planned', 'due')
         returning practice_id, id),
       told as (
         insert into message_event (practice_id, id, message_id, at, event, detail)
         select practice_id, gen_random_uuid(), id, $3, 'cancelled', '{"because": "superseded"}' from old)
       select id from old`,
      [practiceId, toAddress, at],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether this address has had, or is about to have, an answer to HELP that was written after `since`. */
  async hasHelped(tx: Transaction, practiceId: string, toAddress: string, since: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from outbox_message m join inbound_message i on i.practice_id = m.practice_id and i.id = m.origin_id
        where m.practice_id = $1 and m.to_address = $2 and m.kind = 'confirmation' and m.due_at > $3 and i.intent = 'help'
          and m.state not in ('cancelled', 'expired') limit 1`,
      [practiceId, toAddress, since],
    );
    return rows.length > 0;
  }

  async add(tx: Transaction, practiceId: string, given: NewConfirmation): Promise<void> {
    await tx.query(
      `insert into outbox_message (practice_id, id, origin_id, kind, person_id, case_id, household, step, channel, purpose, to_address, body, segments,
         state, due_at, latest_at)
       select $1, $2, $3, 'confirmation', $4, $5, coalesce((select ${householdSql('p')} from patient p where p.id = $4), 'p:' || $4::text), 0, 'sms',
              'service', $6, $7, $8, 'due', $9, $10
       on conflict (practice_id, origin_id, step, channel) do nothing`,
      [
        ...[practiceId, newId(), given.inboundId, given.personId, given.caseId, given.toAddress, given.body],
        ...[given.segments, given.at, given.latestAt],
      ],
    );
  }
}

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

import { newId } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/** Cases of the filled list, by the number of their person (worklist-rows.ts). */
export async function caseNumber(
  database: TestDatabase,
  practiceId: string,
  n: number,
): Promise<{ caseId: string; personId: string }> {
  const [found] = await database.asSuperuser<{ caseId: string; personId: string }>(
    `select c.id as "caseId", c.person_id as "personId" from off_track_case c join patient p on p.id = c.person_id
      where c.practice_id = $1 and p.source_id = $2`,
    [practiceId, `P-${n}`],
  );
  if (found === undefined) throw new Error(`the list has no person ${n}`);
  return found;
}

/** A running sequence with two messages that nobody has claimed. */
export async function aRunningSequence(
  database: TestDatabase,
  practiceId: string,
  of: { caseId: string; personId: string; byUserId: string },
): Promise<{ enrolmentId: string; messageIds: string[] }> {
  const enrolmentId = newId();
  const messageIds = [newId(), newId()];
  await database.asSuperuser(
    `insert into enrolment (practice_id, id, person_id, case_id, sequence_id, state, started_at, started_by_user_id, preview_digest)
     values ($1, $2, $3, $4, $5, 'running', now(), $6, '\\x00')`,
    [practiceId, enrolmentId, of.personId, of.caseId, newId(), of.byUserId],
  );
  for (const [step, id] of messageIds.entries()) {
    await database.asSuperuser(
      `insert into outbox_message (practice_id, id, origin_id, kind, enrolment_id, person_id, case_id, household, step, channel, purpose, body, state, due_at)
       values ($1, $2, $3, 'sequence', $3, $4::uuid, $5, 'p:' || $4::text, $6, 'sms', 'service', 'Hello', $7, now() + interval '1 day')`,
      [practiceId, id, enrolmentId, of.personId, of.caseId, step, step === 0 ? 'due' : 'planned'],
    );
  }
  await database.asSuperuser(`update off_track_case set outreach = 'sequence' where id = $1`, [of.caseId]);
  return { enrolmentId, messageIds };
}

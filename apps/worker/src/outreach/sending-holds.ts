import { audit, newId, tellPractice, type Transaction } from '@keepwell/database';

/** Stops what a practice sends until a person lets it go on. One per reason stands; answers whether this is a new one. */
export async function holdSending(
  tx: Transaction,
  practiceId: string,
  hold: { reason: 'blast_radius' | 'provider'; says: string; numbers: Record<string, number>; at: Date },
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `insert into sending_hold (practice_id, id, reason, says, numbers, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (practice_id, reason) where released_at is null do nothing returning id`,
    [practiceId, newId(), hold.reason, hold.says, JSON.stringify(hold.numbers), hold.at],
  );
  if (rows.length === 0) return false;
  await audit(tx, {
    ...{ practiceId, actorUserId: null, event: 'sending.held', subjectKind: 'practice', subjectId: practiceId },
    detail: { reason: hold.reason, ...hold.numbers },
  });
  await tellPractice(tx, { practiceId, type: 'outbox', held: hold.reason });
  return true;
}

import type { Transaction } from '../database.js';

/** The link of one mail. It has no end: whoever finds an old mail may still unsubscribe by it (C-14). */
export class UnsubscribeLinkQueries {
  async find(
    tx: Transaction,
    tokenHash: Buffer,
  ): Promise<{ personId: string; address: string; messageId: string | null } | null> {
    const [row] = await tx.query<{ personId: string; address: string; messageId: string | null }[]>(
      `select coalesce((select p.person_id from patient p where p.id = u.person_id), u.person_id) as "personId", u.address, u.message_id as "messageId"
         from unsubscribe_link u where u.token_hash = $1`,
      [tokenHash],
    );
    return row ?? null;
  }
}

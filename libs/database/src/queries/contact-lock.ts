import type { Transaction } from '../database.js';

/**
 * What keeps a claim from committing beside a suppression it has not seen (O-11): claims hold the practice's lock together,
 * a suppression or a change of consent holds it alone. Until the end of the transaction.
 *
 * Take it before any row: whoever holds a row and then waits here can be waited for.
 */
export class ContactLock {
  async shared(tx: Transaction, practiceId: string): Promise<void> {
    await tx.query("select pg_advisory_xact_lock_shared(hashtextextended('contact:' || $1, 0))", [practiceId]);
  }

  async exclusive(tx: Transaction, practiceId: string): Promise<void> {
    await tx.query("select pg_advisory_xact_lock(hashtextextended('contact:' || $1, 0))", [practiceId]);
  }
}

import type { Transaction } from '../database.js';

/** The audit of the day a practice was connected. Written once: later reports compare with it (S2-02). */
export class BaselineQueries {
  async isKept(tx: Transaction, practiceId: string): Promise<boolean> {
    const rows: unknown[] = await tx.query('select 1 from practice where id = $1 and baseline is not null', [
      practiceId,
    ]);
    return rows.length > 0;
  }

  /** False when there is one already; that one stays. */
  async keep(tx: Transaction, practiceId: string, baseline: unknown): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `with kept as (update practice set baseline = $2::jsonb where id = $1 and baseline is null returning id) select id from kept`,
      [practiceId, JSON.stringify(baseline)],
    );
    return rows.length > 0;
  }
}

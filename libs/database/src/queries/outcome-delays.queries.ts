import type { Instant } from '@keepwell/domain';
import type { Transaction } from '../database.js';

/** Open days until outcomes are usually entered, by source and by `locationKey`: rows are added and never changed (X09). */
export class OutcomeDelayQueries {
  /** `seen`: on how many outcomes each rests. Writes nothing where the days are as before. */
  async keep(
    tx: Transaction,
    practiceId: string,
    { days, seen }: { days: Record<string, number>; seen: Record<string, number> },
    learnedAt: Instant,
  ): Promise<void> {
    await tx.query(
      `insert into outcome_delay (practice_id, learned_at, days, seen)
       select $1, $2, $3::jsonb, $4::jsonb
        where $3::jsonb is distinct from coalesce(
          (select days from outcome_delay where practice_id = $1 order by learned_at desc limit 1), '{}')
       on conflict do nothing`,
      [practiceId, new Date(learnedAt), JSON.stringify(days), JSON.stringify(seen)],
    );
  }

  /** As rules waited at an instant. */
  async at(tx: Transaction, practiceId: string, asOf: Instant): Promise<Record<string, number>> {
    const [row] = await tx.query<{ days: Record<string, number> }[]>(
      'select days from outcome_delay where practice_id = $1 and learned_at <= $2 order by learned_at desc limit 1',
      [practiceId, new Date(asOf)],
    );
    return row?.days ?? {};
  }
}

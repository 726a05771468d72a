import type { Instant, ProgramMonths } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { isoInstant } from './json-sql.js';

/** In which month of their programs people leave: counted with the models, the last count replaces the one before. */
export class ProgramMonthsQueries {
  async keep(tx: Transaction, practiceId: string, months: ProgramMonths, asOf: Instant): Promise<void> {
    await tx.query(
      `insert into program_months (practice_id, body, as_of) values ($1, $2, $3)
       on conflict (practice_id) do update set body = excluded.body, as_of = excluded.as_of`,
      [practiceId, JSON.stringify(months), new Date(asOf)],
    );
  }

  /** Null: never counted. `asOf` is an ISO text. */
  async newest(tx: Transaction, practiceId: string): Promise<{ months: ProgramMonths; asOf: string } | null> {
    const [row] = await tx.query<{ months: ProgramMonths; asOf: string }[]>(
      `select body as months, ${isoInstant('as_of')} as "asOf" from program_months where practice_id = $1`,
      [practiceId],
    );
    return row ?? null;
  }
}

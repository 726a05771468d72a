import type { QueryRunner } from 'typeorm';

/**
 * Whose rows a transaction sees: the practice that `Database.inPractice` has said, null where it has said none. After `set local` ends the
 * setting reads as an empty string and not as null: hence nullif() before the cast.
 */
export const PRACTICE = "nullif(current_setting('app.practice', true), '')::uuid";

/**
 * Rows of `table` (it has a practice_id) are seen and written by their own practice alone, whoever asks but a superuser; the app may do with
 * them what `rights` names.
 */
export async function keepToPractice(
  runner: QueryRunner,
  table: string,
  rights = 'select, insert, update, delete',
): Promise<void> {
  await runner.query(`alter table ${table} enable row level security`);
  await runner.query(`alter table ${table} force row level security`);
  await runner.query(
    `create policy ${table}_of_practice on ${table} using (practice_id = ${PRACTICE}) with check (practice_id = ${PRACTICE})`,
  );
  await runner.query(`grant ${rights} on ${table} to keepwell_app`);
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRACTICE = "nullif(current_setting('app.practice', true), '')::uuid";

/** How long the places of a practice usually take to enter what became of an appointment; a row for each time that changed. */
export class OutcomeDelays1765000052000 implements MigrationInterface {
  readonly name = 'OutcomeDelays1765000052000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table outcome_delay (
      practice_id uuid not null,
      learned_at timestamptz not null,
      days jsonb not null,
      primary key (practice_id, learned_at)
    )`);
    await runner.query('alter table outcome_delay enable row level security');
    await runner.query('alter table outcome_delay force row level security');
    await runner.query(
      `create policy outcome_delay_of_practice on outcome_delay using (practice_id = ${PRACTICE}) with check (practice_id = ${PRACTICE})`,
    );
    await runner.query('grant select, insert, delete on outcome_delay to keepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outcome_delay');
  }
}

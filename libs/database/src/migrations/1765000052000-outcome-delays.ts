import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

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
    await keepToPractice(runner, 'outcome_delay', 'select, insert, delete');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table outcome_delay');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** Whose answer looked at whose facts, found by an index that row-level security lets the app use. */
export class EvaluationRestsOn1764000200000 implements MigrationInterface {
  readonly name = 'EvaluationRestsOn1764000200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table evaluation_rests_on (
      practice_id uuid not null,
      on_person_id uuid not null,
      person_id uuid not null,
      primary key (practice_id, on_person_id, person_id)
    )`);
    await runner.query('create index evaluation_rests_on_of_person on evaluation_rests_on (practice_id, person_id)');
    // Forced row-level security binds the owner too, who works for no practice: what is copied must be seen first.
    await runner.query('alter table evaluation no force row level security');
    await runner.query(
      `insert into evaluation_rests_on select practice_id, unnest(related), person_id from evaluation where related <> '{}'`,
    );
    await runner.query('alter table evaluation force row level security');
    await keepToPractice(runner, 'evaluation_rests_on');
    await runner.query('drop index evaluation_related');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`create index evaluation_related on evaluation using gin (related) where related <> '{}'`);
    await runner.query('drop table evaluation_rests_on');
  }
}

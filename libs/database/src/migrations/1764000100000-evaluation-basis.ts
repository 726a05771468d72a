import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** What evaluations rest on beside the person's own facts, so that a change of it reaches exactly those it concerns. */
export class EvaluationBasis1764000100000 implements MigrationInterface {
  readonly name = 'EvaluationBasis1764000100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table evaluation_basis (
      practice_id uuid not null,
      facts_digest bytea not null,
      line_medians jsonb not null,
      with_outcomes uuid[] not null,
      stale_sources uuid[] not null,
      warming_sources uuid[] not null,
      primary key (practice_id)
    )`);
    await keepToPractice(runner, 'evaluation_basis');
    await runner.query(`alter table evaluation add column related uuid[] not null default '{}'`);
    await runner.query(`create index evaluation_related on evaluation using gin (related) where related <> '{}'`);
    await runner.query('create index evaluation_warming on evaluation (practice_id, person_id) where warm_up');
    await runner.query('create index plan_specialty on plan (practice_id, specialty) where specialty is not null');
    await runner.query(
      `create unique index finding_once_open on finding (practice_id, person_id, rule, coalesce(episode, '')) where closed_at is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index finding_once_open');
    await runner.query('drop index plan_specialty');
    await runner.query('drop index evaluation_warming');
    await runner.query('drop index evaluation_related');
    await runner.query('alter table evaluation drop column related');
    await runner.query('drop table evaluation_basis');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRACTICE = "nullif(current_setting('app.practice', true), '')::uuid";

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
    await runner.query('alter table evaluation_basis enable row level security');
    await runner.query('alter table evaluation_basis force row level security');
    await runner.query(
      `create policy evaluation_basis_of_practice on evaluation_basis using (practice_id = ${PRACTICE}) with check (practice_id = ${PRACTICE})`,
    );
    await runner.query('grant select, insert, update, delete on evaluation_basis to keepwell_app');
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

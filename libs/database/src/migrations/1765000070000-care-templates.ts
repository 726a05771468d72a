import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRACTICE = "nullif(current_setting('app.practice', true), '')::uuid";

/** A practice's programs and tiers: versions are added, and the app can change none of them. */
export class CareTemplates1765000070000 implements MigrationInterface {
  readonly name = 'CareTemplates1765000070000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table care_template (
      practice_id uuid not null,
      version integer not null,
      body jsonb not null,
      author_user_id uuid,
      reason text,
      created_at timestamptz not null default now(),
      primary key (practice_id, version)
    )`);
    await runner.query('alter table care_template enable row level security');
    await runner.query('alter table care_template force row level security');
    await runner.query(
      `create policy care_template_of_practice on care_template using (practice_id = ${PRACTICE}) with check (practice_id = ${PRACTICE})`,
    );
    await runner.query('grant select, insert on care_template to keepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table care_template');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

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
    await keepToPractice(runner, 'care_template', 'select, insert');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table care_template');
  }
}

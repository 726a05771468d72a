import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a record that is told in parts was last heard of: what never becomes whole is not kept for ever. */
export class ToldHeard1764000860000 implements MigrationInterface {
  readonly name = 'ToldHeard1764000860000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table told_record add column heard_at timestamptz not null default now()');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table told_record drop column heard_at');
  }
}

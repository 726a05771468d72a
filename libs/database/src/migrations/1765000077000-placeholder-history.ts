import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was a placeholder once stays known: why somebody was listed then is asked with the marks of then. */
export class PlaceholderHistory1765000077000 implements MigrationInterface {
  readonly name = 'PlaceholderHistory1765000077000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table placeholder_mark add column ended_at timestamptz,
      drop constraint placeholder_mark_pkey, add primary key (practice_id, connection_id, kind, value, at)`);
    await runner.query(
      'create unique index placeholder_mark_in_force on placeholder_mark (practice_id, connection_id, kind, value) where ended_at is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index placeholder_mark_in_force');
    await runner.query('delete from placeholder_mark where ended_at is not null');
    await runner.query(`alter table placeholder_mark drop constraint placeholder_mark_pkey, drop column ended_at,
      add primary key (practice_id, connection_id, kind, value)`);
  }
}

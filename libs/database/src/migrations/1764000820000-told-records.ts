import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRACTICE = "nullif(current_setting('app.practice', true), '')::uuid";

/** What messages that say only part of a record have said of it, and when. */
export class ToldRecords1764000820000 implements MigrationInterface {
  readonly name = 'ToldRecords1764000820000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table told_record (
      practice_id uuid not null,
      connection_id uuid not null,
      kind text not null,
      source_id text not null,
      clocks jsonb not null,
      told_at timestamptz,
      made_at timestamptz,
      replaced boolean not null default false,
      waiting jsonb,
      constraint told_record_connection foreign key (practice_id, connection_id) references connection (practice_id, id) on delete cascade,
      primary key (practice_id, connection_id, kind, source_id)
    )`);
    await runner.query('alter table told_record enable row level security');
    await runner.query('alter table told_record force row level security');
    await runner.query(
      `create policy told_record_of_practice on told_record using (practice_id = ${PRACTICE}) with check (practice_id = ${PRACTICE})`,
    );
    await runner.query('grant select, insert, update, delete on told_record to keepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table told_record');
  }
}

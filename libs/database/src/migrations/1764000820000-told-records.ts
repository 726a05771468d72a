import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

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
    await keepToPractice(runner, 'told_record');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table told_record');
  }
}

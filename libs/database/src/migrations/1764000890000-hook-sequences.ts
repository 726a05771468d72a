import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** How far the calls of each subscription have come, where the other side counts them. */
export class HookSequences1764000890000 implements MigrationInterface {
  readonly name = 'HookSequences1764000890000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table hook_sequence (
      practice_id uuid not null,
      connection_id uuid not null,
      name text not null,
      up_to bigint not null,
      gaps jsonb not null default '[]',
      missed integer not null default 0,
      missed_at timestamptz,
      stopped text,
      heard_at timestamptz not null,
      constraint hook_sequence_connection foreign key (practice_id, connection_id) references connection (practice_id, id) on delete cascade,
      primary key (practice_id, connection_id, name)
    )`);
    await keepToPractice(runner, 'hook_sequence');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table hook_sequence');
  }
}

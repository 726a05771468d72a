import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** Status words and services of a connection that hold a place in the calendar and are no booking yet. */
export class Placeholders1765000075000 implements MigrationInterface {
  readonly name = 'Placeholders1765000075000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table placeholder_mark (
         practice_id uuid not null,
         connection_id uuid not null,
         kind text not null,
         value text not null,
         by_user_id uuid,
         at timestamptz not null,
         primary key (practice_id, connection_id, kind, value),
         constraint placeholder_mark_kind check (kind in ('word', 'service')),
         constraint placeholder_mark_connection foreign key (practice_id, connection_id)
           references connection (practice_id, id) on delete cascade
       )`,
    );
    await keepToPractice(runner, 'placeholder_mark');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table placeholder_mark');
  }
}

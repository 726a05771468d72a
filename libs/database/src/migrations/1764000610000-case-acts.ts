import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** What can be taken back for ten minutes; and by the database itself: no conversation without what comes next (X12). */
export class CaseActs1764000610000 implements MigrationInterface {
  readonly name = 'CaseActs1764000610000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table case_act (
      practice_id uuid not null,
      id uuid not null,
      case_id uuid not null,
      person_id uuid not null,
      by_user_id uuid not null,
      at timestamptz not null,
      kind text not null,
      undo_until timestamptz not null,
      before jsonb not null,
      after jsonb not null,
      made jsonb not null default '{}',
      undone_at timestamptz,
      created_at timestamptz not null default now(),
      primary key (practice_id, id)
    )`);
    await runner.query('create index case_act_of_case on case_act (practice_id, case_id, at)');
    await keepToPractice(runner, 'case_act');
    await runner.query(`alter table touchpoint add constraint touchpoint_says_what_is_next
      check (state <> 'done' or not is_conversation or next_kind is not null)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table touchpoint drop constraint touchpoint_says_what_is_next');
    await runner.query('drop table case_act');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** What people say of listed patients: right or wrong, and why. */
export class CaseVerdicts1765000060000 implements MigrationInterface {
  readonly name = 'CaseVerdicts1765000060000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table case_verdict (
         practice_id uuid not null,
         id uuid not null,
         case_id uuid not null,
         person_id uuid not null,
         rules text[] not null,
         verdict text not null,
         cause text,
         by_user_id uuid not null,
         at timestamptz not null,
         undone_at timestamptz,
         created_at timestamptz not null default now(),
         primary key (practice_id, id),
         constraint case_verdict_word check (verdict in ('right', 'wrong')),
         constraint case_verdict_cause check ((verdict = 'wrong') = (cause is not null))
       )`,
    );
    await runner.query('create index case_verdict_of_case on case_verdict (practice_id, case_id, at)');
    await runner.query('create index case_verdict_newest on case_verdict (practice_id, at)');
    await runner.query(
      `create index off_track_case_closed on off_track_case (practice_id, closed_at) where state = 'closed'`,
    );
    await keepToPractice(runner, 'case_verdict');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index off_track_case_closed');
    await runner.query('drop table case_verdict');
  }
}

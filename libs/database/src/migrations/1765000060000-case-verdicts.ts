import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRACTICE = "nullif(current_setting('app.practice', true), '')::uuid";

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
    await runner.query('alter table case_verdict enable row level security');
    await runner.query('alter table case_verdict force row level security');
    await runner.query(
      `create policy case_verdict_of_practice on case_verdict using (practice_id = ${PRACTICE}) with check (practice_id = ${PRACTICE})`,
    );
    await runner.query('grant select, insert, update, delete on case_verdict to keepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index off_track_case_closed');
    await runner.query('drop table case_verdict');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** What people say of those whom a rule on trial would list. */
export class ShadowVerdicts1766000020000 implements MigrationInterface {
  readonly name = 'ShadowVerdicts1766000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table shadow_verdict (
         practice_id uuid not null,
         id uuid not null,
         finding_id uuid not null,
         person_id uuid not null,
         rule text not null,
         verdict text not null,
         cause text,
         by_user_id uuid not null,
         at timestamptz not null,
         undone_at timestamptz,
         created_at timestamptz not null default now(),
         primary key (practice_id, id),
         constraint shadow_verdict_word check (verdict in ('right', 'wrong')),
         constraint shadow_verdict_cause check ((verdict = 'wrong') = (cause is not null))
       )`,
    );
    await runner.query('create index shadow_verdict_of_finding on shadow_verdict (practice_id, finding_id, at)');
    await runner.query('create index shadow_verdict_of_person on shadow_verdict (practice_id, person_id)');
    await runner.query('create index shadow_verdict_of_rule on shadow_verdict (practice_id, rule, at)');
    await keepToPractice(runner, 'shadow_verdict');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table shadow_verdict');
  }
}

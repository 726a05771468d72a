import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** That an intervention was done for a patient, or left out, and why. */
export class InterventionActs1767000010000 implements MigrationInterface {
  readonly name = 'InterventionActs1767000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table intervention_act (
         practice_id uuid not null,
         id uuid not null,
         person_id uuid not null,
         case_id uuid,
         kind text not null,
         key text not null,
         version integer not null,
         title text not null,
         outcome text not null,
         reason text,
         note text,
         by_user_id uuid not null,
         at timestamptz not null,
         undone_at timestamptz,
         created_at timestamptz not null default now(),
         primary key (practice_id, id),
         constraint intervention_act_outcome check (outcome in ('done', 'skipped')),
         constraint intervention_act_reason check ((outcome = 'skipped') = (reason is not null)),
         constraint intervention_act_done check (outcome = 'skipped' or kind = 'handoff')
       )`,
    );
    await runner.query('create index intervention_act_of_person on intervention_act (practice_id, person_id, at)');
    await keepToPractice(runner, 'intervention_act');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table intervention_act');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** How often staff agreed with a patient to see them, and what they are interested in. */
export class PatientPreferences1765000076000 implements MigrationInterface {
  readonly name = 'PatientPreferences1765000076000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create table patient_preference (
         practice_id uuid not null,
         id uuid not null,
         person_id uuid not null,
         interval_days integer,
         line text,
         interests text[] not null default '{}',
         by_user_id uuid not null,
         at timestamptz not null,
         ended_at timestamptz,
         primary key (practice_id, id),
         constraint patient_preference_interval check (interval_days between 1 and 1500)
       )`,
    );
    await runner.query('create index patient_preference_of_person on patient_preference (practice_id, person_id, at)');
    await runner.query(
      'create unique index patient_preference_in_force on patient_preference (practice_id, person_id) where ended_at is null',
    );
    await keepToPractice(runner, 'patient_preference');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table patient_preference');
  }
}

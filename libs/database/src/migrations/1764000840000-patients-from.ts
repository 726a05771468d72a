import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A connection whose patients are those of another one, and payers of whom a person said whose they are. */
export class PatientsFrom1764000840000 implements MigrationInterface {
  readonly name = 'PatientsFrom1764000840000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table connection add column patients_from_connection_id uuid,
      add constraint connection_patients_from foreign key (practice_id, patients_from_connection_id) references connection (practice_id, id),
      add constraint connection_patients_of_another check (patients_from_connection_id <> id)`);
    await runner.query('alter table payment_match add column payer text');
    await runner.query(
      'create index payment_match_payer on payment_match (practice_id, connection_id, payer) where payer is not null and undone_at is null',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table payment_match drop column payer');
    await runner.query('alter table connection drop column patients_from_connection_id');
  }
}

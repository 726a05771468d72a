import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The few records that stand for somebody who is known by another: a search looks at them apart. */
export class MergedAway1764000890500 implements MigrationInterface {
  readonly name = 'MergedAway1764000890500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index patient_merged_away on patient (practice_id, person_id) where id <> person_id');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index patient_merged_away');
  }
}

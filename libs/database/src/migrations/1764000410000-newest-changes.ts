import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a connection brought last is asked for whenever connections are shown: it must not cost a read of every appointment. */
export class NewestChanges1764000410000 implements MigrationInterface {
  readonly name = 'NewestChanges1764000410000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index appointment_observed on appointment (practice_id, connection_id, observed_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index appointment_observed');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What rules of kind V have for the clinic to do is listed and counted: few findings among many. */
export class ServiceTasks1765000051000 implements MigrationInterface {
  readonly name = 'ServiceTasks1765000051000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index finding_task on finding (practice_id, person_id) where closed_at is null and kind = 'V'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index finding_task');
  }
}

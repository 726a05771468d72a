import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a household was last spoken with is asked for everybody who goes off track (E07); how many are held, at each look (K30). */
export class HouseholdContacts1765000050000 implements MigrationInterface {
  readonly name = 'HouseholdContacts1765000050000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index touchpoint_of_household on touchpoint (practice_id, household, recorded_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index touchpoint_of_household');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On how many outcomes it rests how long a place takes to enter them (K11). */
export class OutcomeDelaysSeen1766000020200 implements MigrationInterface {
  readonly name = 'OutcomeDelaysSeen1766000020200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table outcome_delay add column seen jsonb not null default '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table outcome_delay drop column seen');
  }
}

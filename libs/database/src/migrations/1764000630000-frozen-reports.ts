import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RECORD_KINDS } from '@keepwell/domain/records';

/**
 * When we heard that a record is gone, beside when its source says it went: a closed week does not know of a deletion that was
 * told later. And one report goes to one address once.
 */
export class FrozenReports1764000630000 implements MigrationInterface {
  readonly name = 'FrozenReports1764000630000';

  async up(runner: QueryRunner): Promise<void> {
    for (const kind of RECORD_KINDS) await runner.query(`alter table ${kind} add column gone_observed_at timestamptz`);
    await runner.query('alter table record_version add column gone_observed_at timestamptz');
    await runner.query('drop index report_delivery_of_report');
    await runner.query(
      'create unique index report_delivery_once on report_delivery (practice_id, report_id, to_address)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index report_delivery_once');
    await runner.query('create index report_delivery_of_report on report_delivery (practice_id, report_id)');
    await runner.query('alter table record_version drop column gone_observed_at');
    for (const kind of RECORD_KINDS) await runner.query(`alter table ${kind} drop column gone_observed_at`);
  }
}

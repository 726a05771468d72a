import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';
import { DATA_QUALITY_TABLES } from './data-quality/tables.js';

const TABLES = [
  'alarm',
  'compare_run',
  'source_journal',
  'status_word',
  'field_profile',
  'stream_volume',
  'payment_match',
];

/** Alarms, comparisons with the source, the journal of what was read, status words, profiles of fields and volumes, payments matched by hand. */
export class DataQuality1764000830000 implements MigrationInterface {
  readonly name = 'DataQuality1764000830000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of DATA_QUALITY_TABLES) await runner.query(statement);
    for (const table of TABLES) {
      await keepToPractice(runner, table);
    }
    await runner.query(
      `alter table stream_state add column doubtful_since timestamptz, add column kinds text[], add column mode text, add column compares boolean`,
    );
    await runner.query('alter table quarantine add column closed_by_user_id uuid, add column closed_because text');
    await runner.query(
      `create index appointment_unknown on appointment (practice_id, connection_id) where status = 'unknown'`,
    );
    await runner.query(
      'create index payment_unmatched on payment (practice_id, id) where patient_id is null and gone_at is null',
    );
    await runner.query('create index quarantine_by_code on quarantine (practice_id, connection_id, state, code, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index quarantine_by_code');
    await runner.query('drop index payment_unmatched');
    await runner.query('drop index appointment_unknown');
    await runner.query('alter table quarantine drop column closed_by_user_id, drop column closed_because');
    await runner.query(
      `alter table stream_state drop column doubtful_since, drop column kinds, drop column mode, drop column compares`,
    );
    for (const table of [...TABLES].reverse()) await runner.query(`drop table ${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';
import { INBOX_TABLES } from './ways/inbox-tables.js';
import { PACE_TABLES } from './ways/pace-tables.js';
import { WRITE_BACK_TABLES } from './ways/write-back-tables.js';

const OF_PRACTICE = ['inbox_item', 'write_operation', 'connection_breaker'];

/** Ways in and ways out: the inbox, writing back, and how fast other systems are asked. */
export class Ways1764000810000 implements MigrationInterface {
  readonly name = 'Ways1764000810000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...INBOX_TABLES, ...WRITE_BACK_TABLES, ...PACE_TABLES]) await runner.query(statement);
    for (const table of OF_PRACTICE) {
      await keepToPractice(runner, table);
    }
    await runner.query('grant select, insert, update, delete on vendor_pace to keepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table vendor_pace');
    await runner.query('alter table connection drop column write_back_contacts, drop column write_back_from');
    for (const table of [...OF_PRACTICE].reverse()) await runner.query(`drop table ${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CASE_TABLES } from './first/case-tables.js';
import { PRACTICE_TABLES } from './first/practice-tables.js';
import { RECORD_TABLES } from './first/record-tables.js';
import { ROW_SECURITY } from './first/row-security.js';
import { SOURCE_TABLES } from './first/source-tables.js';

/** All tables of docs/decisions/0001-data-model.md, under row-level security from their first moment. */
export class FirstTables1764000000000 implements MigrationInterface {
  readonly name = 'FirstTables1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    // Trigram search of names; a trusted extension, so that the owner of the database may create it.
    await runner.query('create extension if not exists pg_trgm');
    for (const statement of [...PRACTICE_TABLES, ...SOURCE_TABLES, ...RECORD_TABLES, ...CASE_TABLES, ...ROW_SECURITY]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables: { table_name: string }[] = await runner.query(
      `select quote_ident(tablename) as table_name from pg_tables where schemaname = 'public' and tablename <> 'schema_migration'`,
    );
    if (tables.length > 0)
      await runner.query(`drop table ${tables.map(({ table_name }) => table_name).join(', ')} cascade`);
  }
}

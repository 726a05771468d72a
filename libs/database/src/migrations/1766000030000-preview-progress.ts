import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the preview of a draft is: persons asked, of all. */
export class PreviewProgress1766000030000 implements MigrationInterface {
  readonly name = 'PreviewProgress1766000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table rule_draft add column preview_asked integer, add column preview_of integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table rule_draft drop column preview_of, drop column preview_asked');
  }
}

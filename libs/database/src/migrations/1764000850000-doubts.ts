import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a stream is not believed, each reason by itself; and since when a person has said that it is right to be smaller. */
export class Doubts1764000850000 implements MigrationInterface {
  readonly name = 'Doubts1764000850000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table stream_state add column doubts text[] not null default '{}', add column smaller_since timestamptz`,
    );
    await runner.query(`update stream_state set doubts = '{shrunken}' where doubtful_since is not null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table stream_state drop column doubts, drop column smaller_since');
  }
}

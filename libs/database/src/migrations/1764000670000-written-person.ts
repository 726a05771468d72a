import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['touchpoint', 'snooze', 'outbox_message'];

/**
 * Whom a call, a rest or a message was about when it was written. A merge moves what was done to the person who stands for
 * both; a closed week still counts it for whom it was counted. Filled by the tables themselves, and never changed.
 */
export class WrittenPerson1764000670000 implements MigrationInterface {
  readonly name = 'WrittenPerson1764000670000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create function written_person() returns trigger language plpgsql as $$
      begin
        new.written_person_id := new.person_id;
        return new;
      end $$`);
    for (const table of TABLES) {
      await runner.query(`alter table ${table} add column written_person_id uuid`);
      await runner.query(
        `create trigger ${table}_written_person before insert on ${table} for each row execute function written_person()`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`drop trigger ${table}_written_person on ${table}`);
      await runner.query(`alter table ${table} drop column written_person_id`);
    }
    await runner.query('drop function written_person()');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A callback names an attempt, perhaps an earlier one than the message's last: its claim is found by the event's key. */
export class MessageAttempts1764000600000 implements MigrationInterface {
  readonly name = 'MessageAttempts1764000600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index message_event_of_key on message_event (practice_id, key) where key is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index message_event_of_key');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever writes to us is found by the messages that went to their address. */
export class MessagesByAddress1764000710000 implements MigrationInterface {
  readonly name = 'MessagesByAddress1764000710000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index outbox_message_to_address on outbox_message (practice_id, to_address)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outbox_message_to_address');
  }
}

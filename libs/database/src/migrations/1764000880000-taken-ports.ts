import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the dispatcher see on which ports connections listen: one practice must not take the line of another. Secrets are no settings. */
export class TakenPorts1764000880000 implements MigrationInterface {
  readonly name = 'TakenPorts1764000880000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('grant select (id, settings) on connection to keepwell_dispatch');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('revoke select (id, settings) on connection from keepwell_dispatch');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the dispatcher see which connections there are, of which connector, and nothing else of them: listeners are found by one look. */
export class FindListeners1764000870000 implements MigrationInterface {
  readonly name = 'FindListeners1764000870000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create policy connection_of_dispatch on connection for select to keepwell_dispatch using (true)',
    );
    await runner.query('grant select (practice_id, connector, state) on connection to keepwell_dispatch');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('revoke select (practice_id, connector, state) on connection from keepwell_dispatch');
    await runner.query('drop policy connection_of_dispatch on connection');
  }
}

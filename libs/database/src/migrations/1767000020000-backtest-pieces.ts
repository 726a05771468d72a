import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** What a backtest that runs has counted so far, and what it set out with: whoever goes on after its worker died needs both. */
export class BacktestPieces1767000020000 implements MigrationInterface {
  readonly name = 'BacktestPieces1767000020000';

  async up(runner: QueryRunner): Promise<void> {
    // json and not jsonb: it is read back as it was written.
    await runner.query('alter table backtest_run add column basis json, add column method text');
    await runner.query(`create table backtest_piece (
      practice_id uuid not null,
      backtest_id uuid not null,
      number integer not null,
      round integer not null,
      up_to_person_id uuid,
      persons integer not null,
      counts json not null,
      primary key (practice_id, backtest_id, number),
      constraint backtest_piece_run foreign key (practice_id, backtest_id)
        references backtest_run (practice_id, id) on delete cascade
    )`);
    await keepToPractice(runner, 'backtest_piece', 'select, insert, delete');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table backtest_piece');
    await runner.query('alter table backtest_run drop column method, drop column basis');
  }
}

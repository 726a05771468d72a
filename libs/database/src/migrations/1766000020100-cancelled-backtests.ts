import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A backtest may be called off by whoever answers for the rules. */
export class CancelledBacktests1766000020100 implements MigrationInterface {
  readonly name = 'CancelledBacktests1766000020100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table backtest_run drop constraint backtest_run_state');
    await runner.query(
      `alter table backtest_run add constraint backtest_run_state check (state in ('asked', 'running', 'done', 'failed', 'cancelled'))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    // Forced row-level security binds the owner too, who works for no practice.
    await runner.query('alter table backtest_run no force row level security');
    await runner.query(`delete from backtest_run where state = 'cancelled'`);
    await runner.query('alter table backtest_run force row level security');
    await runner.query('alter table backtest_run drop constraint backtest_run_state');
    await runner.query(
      `alter table backtest_run add constraint backtest_run_state check (state in ('asked', 'running', 'done', 'failed'))`,
    );
  }
}

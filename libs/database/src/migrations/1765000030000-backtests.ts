import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** Backtests that were asked for, how far they are, and what they found: counts, nobody by name (X03). */
export class Backtests1765000030000 implements MigrationInterface {
  readonly name = 'Backtests1765000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table backtest_run (
      practice_id uuid not null,
      id uuid not null,
      asked_by_user_id uuid not null,
      asked_at timestamptz not null,
      first_day date not null,
      last_day date not null,
      every integer not null,
      rules text[],
      draft_id uuid,
      changes jsonb,
      settings jsonb,
      state text not null,
      progress real not null default 0,
      result jsonb,
      problem text,
      started_at timestamptz,
      ended_at timestamptz,
      constraint backtest_run_state check (state in ('asked', 'running', 'done', 'failed')),
      primary key (practice_id, id)
    )`);
    await runner.query('create index backtest_run_newest on backtest_run (practice_id, asked_at, id)');
    await keepToPractice(runner, 'backtest_run');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table backtest_run');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** Models of return, one row for each line and fit: the newest is the one in use, the others say how it came about. */
export class ReturnModels1765000040000 implements MigrationInterface {
  readonly name = 'ReturnModels1765000040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table return_model (
      practice_id uuid not null,
      id uuid not null,
      line text not null,
      line_name text,
      specialty text,
      horizon_days integer not null,
      parameters jsonb not null,
      covariance jsonb not null,
      ln_likelihood double precision not null,
      fitted_on integer not null,
      people integer not null,
      prior_weight double precision not null,
      recalibration jsonb not null,
      calibration jsonb,
      usable boolean not null,
      says text,
      drop_off jsonb not null,
      as_of timestamptz not null,
      fitted_at timestamptz not null,
      primary key (practice_id, id)
    )`);
    await runner.query('create index return_model_of_line on return_model (practice_id, line, fitted_at desc)');
    await keepToPractice(runner, 'return_model');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table return_model');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/** In which month of their programs people leave, as counted last: numbers, with nobody behind them. */
export class ProgramMonths1767000030000 implements MigrationInterface {
  readonly name = 'ProgramMonths1767000030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table program_months (
      practice_id uuid primary key,
      body jsonb not null,
      as_of timestamptz not null
    )`);
    await keepToPractice(runner, 'program_months', 'select, insert, update');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table program_months');
  }
}

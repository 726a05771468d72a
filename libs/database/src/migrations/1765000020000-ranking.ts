import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

const TABLES = {
  ranking_basis: `create table ranking_basis (
    practice_id uuid not null,
    scale jsonb,
    effects jsonb not null default '{}',
    computed_at timestamptz not null,
    primary key (practice_id)
  )`,
  day_list: `create table day_list (
    practice_id uuid not null,
    day date not null,
    capacity integer not null,
    places integer not null,
    unserved jsonb not null,
    first_planned_at timestamptz not null,
    planned_at timestamptz not null,
    primary key (practice_id, day)
  )`,
  experiment: `create table experiment (
    practice_id uuid not null,
    id uuid not null,
    name text not null,
    salt text not null,
    starts_at timestamptz not null,
    phases jsonb not null,
    reason text not null,
    started_by_user_id uuid not null,
    ended_at timestamptz,
    end_reason text,
    ended_by_user_id uuid,
    created_at timestamptz not null default now(),
    primary key (practice_id, id)
  )`,
  experiment_case: `create table experiment_case (
    practice_id uuid not null,
    experiment_id uuid not null,
    case_id uuid not null,
    person_id uuid not null,
    household text not null,
    arm text not null,
    share double precision not null,
    location_id uuid,
    class text not null,
    rules text[] not null,
    opened_at timestamptz not null,
    shown_at timestamptz,
    shown_because text,
    primary key (practice_id, experiment_id, case_id)
  )`,
};

/**
 * What the indexes of the list begin with: one range a shelf. The order "as the day goes" has the place of the day before the priority; without a
 * cast or coalesce() in it: of those PostgreSQL does not know that they cannot leak, and under row-level security looks nothing up by them.
 */
const INDEXES: Record<string, [before: string, after: string]> = {
  off_track_case_by_value: ['sort_value', 'sort_value'],
  off_track_case_by_name: ['sort_name', 'sort_name'],
  off_track_case_by_since: ['since', 'since'],
  off_track_case_by_priority: [
    'sort_priority',
    "(case when state = 'open' and not waiting and day_place is not null then day_place else sort_priority end)",
  ],
};

/**
 * The team's day, and who is held back. A held-back case is invisible to every transaction that does not say that it wants to see such cases:
 * no query of the list has to think of it, and one that is written next year does not either.
 */
export class Ranking1765000020000 implements MigrationInterface {
  readonly name = 'Ranking1765000020000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, create] of Object.entries(TABLES)) {
      await runner.query(create);
      await keepToPractice(runner, table);
    }
    await runner.query('create unique index experiment_running on experiment (practice_id) where ended_at is null');
    await runner.query('create index experiment_case_of_person on experiment_case (practice_id, person_id)');
    await runner.query(`alter table off_track_case
      add column held_back boolean not null default false,
      add column waiting boolean not null default false,
      add column day_on date,
      add column day_place bigint,
      add column contact_value jsonb`);
    for (const [name, [, after]] of Object.entries(INDEXES)) {
      await runner.query(`drop index ${name}`);
      await runner.query(
        `create index ${name} on off_track_case (practice_id, held_back, state, backlog, waiting, ${after}, id)`,
      );
    }
    await runner.query(
      'create index off_track_case_of_day on off_track_case (practice_id, day_on) where day_on is not null',
    );
    const shown = `(not held_back or current_setting('app.held_back', true) = 'seen')`;
    await runner.query(
      `create policy off_track_case_shown on off_track_case as restrictive using ${shown} with check ${shown}`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy off_track_case_shown on off_track_case');
    await runner.query('drop index off_track_case_of_day');
    for (const [name, [before]] of Object.entries(INDEXES)) {
      await runner.query(`drop index ${name}`);
      await runner.query(`create index ${name} on off_track_case (practice_id, state, backlog, ${before}, id)`);
    }
    for (const column of ['held_back', 'waiting', 'day_on', 'day_place', 'contact_value']) {
      await runner.query(`alter table off_track_case drop column ${column}`);
    }
    for (const table of Object.keys(TABLES)) await runner.query(`drop table ${table}`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

const TABLES: Record<string, string[]> = {
  shadow_finding: [
    `create table shadow_finding (
       practice_id uuid not null,
       id uuid not null,
       person_id uuid not null,
       rule text not null,
       rule_version integer not null,
       episode text,
       kind text not null,
       class text not null,
       since timestamptz not null,
       reason text not null,
       evidence jsonb not null,
       parameters jsonb not null,
       opened_at timestamptz not null,
       closed_at timestamptz,
       closed_because text,
       created_at timestamptz not null default now(),
       primary key (practice_id, id)
     )`,
    'create index shadow_finding_of_person on shadow_finding (practice_id, person_id)',
    'create index shadow_finding_of_rule on shadow_finding (practice_id, rule, opened_at)',
    `create unique index shadow_finding_once_open on shadow_finding (practice_id, person_id, rule, coalesce(episode, ''))
       where closed_at is null`,
  ],
  rule_draft: [
    `create table rule_draft (
       practice_id uuid not null,
       id uuid not null,
       author_user_id uuid not null,
       reason text not null,
       changes jsonb not null,
       state text not null,
       rests_on_version integer,
       previewed_as_of timestamptz,
       preview jsonb,
       ended_by_user_id uuid,
       ended_at timestamptz,
       created_at timestamptz not null default now(),
       primary key (practice_id, id),
       constraint rule_draft_state check (state in ('proposed', 'previewing', 'ready', 'approved', 'withdrawn')),
       constraint rule_draft_second_person check (state <> 'approved' or (ended_by_user_id is not null and ended_by_user_id <> author_user_id))
     )`,
    'create index rule_draft_newest on rule_draft (practice_id, created_at, id)',
  ],
  rule_draft_person: [
    `create table rule_draft_person (
       practice_id uuid not null,
       draft_id uuid not null,
       person_id uuid not null,
       move text not null,
       from_list text,
       to_list text,
       rule text not null,
       class text,
       rules text[] not null,
       reason text not null,
       silence text,
       since timestamptz,
       sort_priority bigint not null,
       primary key (practice_id, draft_id, person_id),
       constraint rule_draft_person_draft foreign key (practice_id, draft_id) references rule_draft (practice_id, id) on delete cascade
     )`,
    'create index rule_draft_person_in_order on rule_draft_person (practice_id, draft_id, move, sort_priority, person_id)',
  ],
};

/** Rules in shadow, settings as history that cannot be rewritten, changes proposed by one person and approved by another (X17). */
export class RuleDrafts1765000010000 implements MigrationInterface {
  readonly name = 'RuleDrafts1765000010000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, statements] of Object.entries(TABLES)) {
      for (const statement of statements) await runner.query(statement);
      await keepToPractice(runner, table);
    }
    await runner.query(
      `alter table rule_setting add column approved_by_user_id uuid, add column draft_id uuid,
         add constraint rule_setting_mode check (mode in ('on', 'shadow', 'off', 'as_practice')),
         add constraint rule_setting_as_practice check (mode <> 'as_practice' or location_id is not null)`,
    );
    await runner.query(
      `create unique index rule_setting_in_force
         on rule_setting (practice_id, rule, coalesce(location_id, '00000000-0000-0000-0000-000000000000')) where valid_to is null`,
    );
    await runner.query('revoke update on rule_setting from keepwell_app');
    await runner.query('grant update (valid_to) on rule_setting to keepwell_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('revoke update (valid_to) on rule_setting from keepwell_app');
    await runner.query('grant update on rule_setting to keepwell_app');
    await runner.query('drop index rule_setting_in_force');
    await runner.query(
      `alter table rule_setting drop constraint rule_setting_as_practice, drop constraint rule_setting_mode,
         drop column draft_id, drop column approved_by_user_id`,
    );
    for (const table of Object.keys(TABLES).reverse()) await runner.query(`drop table ${table}`);
  }
}

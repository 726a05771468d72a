import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

/**
 * Membership begins when the person opens a link of that practice, and a link opens the practice it was issued for.
 * Links of before name no practice and open nothing any more: they would have lived for a day at most.
 */
export class Invitations1764000300000 implements MigrationInterface {
  readonly name = 'Invitations1764000300000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table invitation (
      practice_id uuid not null,
      id uuid not null,
      user_id uuid not null,
      display_name text not null,
      roles text[] not null,
      created_at timestamptz not null default now(),
      constraint invitation_once unique (practice_id, user_id),
      primary key (practice_id, id),
      constraint invitation_practice foreign key (practice_id) references practice (id) on delete cascade,
      constraint invitation_user foreign key (user_id) references app_user (id) on delete cascade
    )`);
    await runner.query('create index invitation_of_user on invitation (user_id)');
    await keepToPractice(runner, 'invitation');
    await runner.query(`alter table sign_in_link
      add column practice_id uuid,
      add column by_operator boolean not null default false,
      add constraint sign_in_link_practice foreign key (practice_id) references practice (id) on delete cascade`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table sign_in_link drop column by_operator, drop column practice_id');
    await runner.query('drop table invitation');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CASE_WORK_TABLES } from './outreach/case-work-tables.js';
import { CONTACT_TABLES } from './outreach/contact-tables.js';
import { MESSAGES_TABLES } from './outreach/messages-tables.js';
import { REPORTS_TABLES } from './outreach/reports-tables.js';
import { keepToPractice } from './row-security.js';

const TABLES = [
  'case_lease',
  'touchpoint',
  'snooze',
  'contact_stop',
  'staff_note',
  'skip',
  'consent_entry',
  'suppression',
  'channel_setting',
  'channel_secret',
  'sending_hold',
  'unsubscribe_link',
  'message_template',
  'sequence',
  'enrolment',
  'outbox_message',
  'message_event',
  'inbound_message',
  'local_delivery',
  'retention_report',
  'report_delivery',
];
/** History that the app may add to and never change. */
const APPEND_ONLY = ['consent_entry', 'message_event', 'retention_report'];

/** What people and jobs do about a case: claims, calls, snoozes, consent, messages; and the closed weeks of the report. */
export class Outreach1764000500000 implements MigrationInterface {
  readonly name = 'Outreach1764000500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...CASE_WORK_TABLES, ...CONTACT_TABLES, ...MESSAGES_TABLES, ...REPORTS_TABLES]) {
      await runner.query(statement);
    }
    for (const table of TABLES) {
      await keepToPractice(runner, table, APPEND_ONLY.includes(table) ? 'select, insert' : undefined);
    }
    await runner.query(`alter table off_track_case
      add column wake_at timestamptz,
      add column wake_because text,
      add column outreach text,
      add column owner_user_id uuid,
      add column attempts integer not null default 0,
      add column conversations integer not null default 0,
      add column last_contact_at timestamptz,
      add column last_outcome text`);
    await runner.query(
      `create index off_track_case_wake on off_track_case (practice_id, wake_at) where wake_at is not null and state <> 'closed'`,
    );
    await runner.query('alter table case_event add column actor_user_id uuid');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table case_event drop column actor_user_id');
    await runner.query('drop index off_track_case_wake');
    await runner.query(`alter table off_track_case
      drop column wake_at, drop column wake_because, drop column outreach, drop column owner_user_id,
      drop column attempts, drop column conversations, drop column last_contact_at, drop column last_outcome`);
    for (const table of [...TABLES].reverse()) await runner.query(`drop table ${table}`);
  }
}

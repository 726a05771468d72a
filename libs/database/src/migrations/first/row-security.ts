import { PRACTICE } from '../row-security.js';

/** Who may see which rows. The policies hold for everybody who is not a superuser, the owner included (FORCE). */
const USER = "nullif(current_setting('app.user', true), '')::uuid";

const BY_PRACTICE_ID = [
  'membership_role',
  'rule_setting',
  'audit_event',
  'job',
  'connection',
  'connection_secret',
  'practice_key',
  'stream_state',
  'walk_page',
  'sync_run',
  'quarantine',
  'location',
  'practitioner',
  'service',
  'patient',
  'plan',
  'appointment',
  'recall',
  'package',
  'membership',
  'program',
  'invoice',
  'payment',
  'score',
  'consent',
  'communication',
  'record_version',
  'patient_merge',
  'changed_patient',
  'evaluation',
  'line_gap',
  'person_gap',
  'finding',
  'off_track_case',
  'case_event',
  'case_count',
];
/** Not practice data: who signs in. */
const OF_PEOPLE = ['app_user', 'session', 'sign_in_link'];
/** History that the app may add to and never change. */
const APPEND_ONLY = ['audit_event', 'record_version'];

const secure = (table: string, column: string): string[] => [
  `alter table ${table} enable row level security`,
  `alter table ${table} force row level security`,
  `create policy ${table}_of_practice on ${table} using (${column} = ${PRACTICE}) with check (${column} = ${PRACTICE})`,
];

const grant = (table: string): string =>
  `grant ${APPEND_ONLY.includes(table) ? 'select, insert' : 'select, insert, update, delete'} on ${table} to keepwell_app`;

export const ROW_SECURITY: string[] = [
  ...secure('practice', 'id'),
  ...BY_PRACTICE_ID.flatMap((table) => secure(table, 'practice_id')),
  // A person sees their own roles and the practices those are in, to choose one.
  `create policy membership_role_of_user on membership_role for select using (user_id = ${USER})`,
  `create policy practice_of_user on practice for select
     using (exists (select from membership_role r where r.practice_id = practice.id and r.user_id = ${USER}))`,
  // The dispatcher finds work that is owed, in every practice; it sees nothing else but which practices there are.
  'create policy job_of_dispatch on job to keepwell_dispatch using (true) with check (true)',
  'create policy practice_of_dispatch on practice for select to keepwell_dispatch using (true)',
  'grant usage on schema public to keepwell_app, keepwell_dispatch',
  'grant select, insert, update, delete on job to keepwell_dispatch',
  'grant select (id) on practice to keepwell_dispatch',
  ...['practice', ...BY_PRACTICE_ID, ...OF_PEOPLE].map(grant),
  // Which migrations have run: the start-up check reads it.
  'grant select on schema_migration to keepwell_app',
];

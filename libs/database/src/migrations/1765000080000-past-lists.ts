import type { MigrationInterface, QueryRunner } from 'typeorm';
import { keepToPractice } from './row-security.js';

const TABLES = {
  case_version: `create table case_version (
    practice_id uuid not null,
    case_id uuid not null,
    id bigint generated always as identity,
    person_id uuid not null,
    at timestamptz not null,
    says jsonb not null,
    primary key (practice_id, case_id, id)
  )`,
  basis_version: `create table basis_version (
    practice_id uuid not null,
    id bigint generated always as identity,
    at timestamptz not null,
    line_medians jsonb not null,
    with_outcomes uuid[] not null,
    stale_sources uuid[] not null,
    warming_sources uuid[] not null,
    primary key (practice_id, id)
  )`,
};

/** What a row of the list shows of the case itself, under the names of its columns. What nobody sees there is left out. */
const CASE_COLUMNS = [
  ...['person_id', 'state', 'class', 'rules', 'reason', 'since', 'backlog', 'first_opened_at', 'reopened_count'],
  ...['held_back', 'waiting', 'day_place', 'contact_value', 'location_id', 'practitioner_id', 'service'],
  ...['value_minor', 'currency', 'patient_name', 'last_visit_on', 'next_booking_at', 'sort_priority', 'sort_name'],
  ...['sort_value', 'wake_at', 'wake_because', 'attempts', 'last_contact_at', 'last_outcome'],
];

/** What stands in it of the person: not in the case's own row, so that it is asked for where it may have changed. */
export const PAST_LIST_FUNCTIONS = [
  `create function case_says(c off_track_case) returns jsonb language sql stable as $$
     select jsonb_build_object(${CASE_COLUMNS.map((column) => `'${column}', c.${column}`).join(', ')}) $$`,
  `create function answer_says(state text, answer jsonb) returns jsonb language sql immutable as $$
     select jsonb_build_object('person_state', coalesce(state, 'on_track'), 'findings', (
       select coalesce(jsonb_agg(jsonb_build_object('rule', f->'rule', 'name', f->'name', 'kind', f->'kind', 'class', f->'class') order by place), '[]')
         from jsonb_array_elements(answer->'findings') with ordinality as e (f, place))) $$`,
  `create function source_ids_say(uuid, uuid) returns jsonb language sql stable as $$
     select jsonb_build_object('source_ids', coalesce(jsonb_agg(jsonb_build_object('connectionId', s.connection_id, 'id', s.source_id)
              order by s.id <> s.person_id, s.source_id), '[]'))
       from patient s where s.practice_id = $1 and s.person_id = $2 and s.gone_at is null $$`,
  `create function places_say(uuid, uuid, uuid) returns jsonb language sql stable as $$
     select jsonb_build_object(
       'location_name', (select coalesce(l.name, l.source_id) from location l where l.practice_id = $1 and l.id = $2),
       'practitioner_name', (select coalesce(t.name, t.source_id) from practitioner t where t.practice_id = $1 and t.id = $3)) $$`,
  `create function person_says(uuid, uuid) returns jsonb language sql stable as $$
     select answer_says(e.state, e.answer) || source_ids_say($1, $2)
       from (select 1) one left join evaluation e on e.practice_id = $1 and e.person_id = $2 $$`,
  `create function keep_case_version() returns trigger language plpgsql as $$
     begin
       if tg_op = 'INSERT' then
         insert into case_version (practice_id, case_id, person_id, at, says)
         select n.practice_id, n.id, n.person_id, clock_timestamp(),
                case_says(n) || person_says(n.practice_id, n.person_id) || places_say(n.practice_id, n.location_id, n.practitioner_id)
           from new_rows n;
       else
         insert into case_version (practice_id, case_id, person_id, at, says)
         select n.practice_id, n.id, n.person_id, clock_timestamp(), d.says
                || case when n.person_id <> o.person_id then person_says(n.practice_id, n.person_id) else '{}' end
                || case when (n.location_id, n.practitioner_id) is distinct from (o.location_id, o.practitioner_id)
                        then places_say(n.practice_id, n.location_id, n.practitioner_id) else '{}' end
           from new_rows n join old_rows o on o.practice_id = n.practice_id and o.id = n.id
          cross join lateral (select case_says(n) as after, case_says(o) as before offset 0) s
          cross join lateral (select jsonb_object_agg(key, value) as says from jsonb_each(s.after) where value <> s.before->key) d
          where d.says is not null;
       end if;
       return null;
     end $$`,
  `create function keep_answer_version() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' then
         insert into case_version (practice_id, case_id, person_id, at, says)
         select c.practice_id, c.id, c.person_id, clock_timestamp(), s.after
           from new_rows n join old_rows o on o.practice_id = n.practice_id and o.person_id = n.person_id
           join off_track_case c on c.practice_id = n.practice_id and c.person_id = n.person_id
          cross join lateral (select answer_says(n.state, n.answer) as after, answer_says(o.state, o.answer) as before offset 0) s
          where s.after <> s.before;
       elsif tg_op = 'INSERT' then
         insert into case_version (practice_id, case_id, person_id, at, says)
         select c.practice_id, c.id, c.person_id, clock_timestamp(), answer_says(n.state, n.answer)
           from new_rows n join off_track_case c on c.practice_id = n.practice_id and c.person_id = n.person_id;
       else
         insert into case_version (practice_id, case_id, person_id, at, says)
         select c.practice_id, c.id, c.person_id, clock_timestamp(), answer_says(null, null)
           from old_rows o join off_track_case c on c.practice_id = o.practice_id and c.person_id = o.person_id;
       end if;
       return null;
     end $$`,
  `create function keep_source_ids_version() returns trigger language plpgsql as $$
     begin
       insert into case_version (practice_id, case_id, person_id, at, says)
       select c.practice_id, c.id, c.person_id, clock_timestamp(), source_ids_say(c.practice_id, c.person_id)
         from (select n.practice_id, unnest(array[n.person_id, o.person_id]) as person_id
                 from new_rows n join old_rows o on o.practice_id = n.practice_id and o.id = n.id
                where n.person_id <> o.person_id or n.gone_at is distinct from o.gone_at or n.source_id <> o.source_id
                group by 1, 2) moved
         join off_track_case c on c.practice_id = moved.practice_id and c.person_id = moved.person_id;
       return null;
     end $$`,
  `create function keep_new_source_ids_version() returns trigger language plpgsql as $$
     begin
       insert into case_version (practice_id, case_id, person_id, at, says)
       select c.practice_id, c.id, c.person_id, clock_timestamp(), source_ids_say(c.practice_id, c.person_id)
         from (select distinct practice_id, person_id from new_rows where person_id <> id) n
         join off_track_case c on c.practice_id = n.practice_id and c.person_id = n.person_id;
       return null;
     end $$`,
  `create function keep_place_names_version() returns trigger language plpgsql as $$
     begin
       if not exists (select from new_rows n join old_rows o on o.practice_id = n.practice_id and o.id = n.id
                       where coalesce(n.name, n.source_id) <> coalesce(o.name, o.source_id)) then
         return null;
       end if;
       insert into case_version (practice_id, case_id, person_id, at, says)
       select c.practice_id, c.id, c.person_id, clock_timestamp(), places_say(c.practice_id, c.location_id, c.practitioner_id)
         from new_rows n join old_rows o on o.practice_id = n.practice_id and o.id = n.id
         join off_track_case c on c.practice_id = n.practice_id and n.id in (c.location_id, c.practitioner_id)
        where coalesce(n.name, n.source_id) <> coalesce(o.name, o.source_id);
       return null;
     end $$`,
];

const NEW = 'referencing new table as new_rows';
const OLD_AND_NEW = 'referencing old table as old_rows new table as new_rows';
export const PAST_LIST_TRIGGERS: [name: string, table: string, on: string, calls: string][] = [
  ['keep_opened_case', 'off_track_case', `insert on off_track_case ${NEW}`, 'keep_case_version'],
  ['keep_changed_case', 'off_track_case', `update on off_track_case ${OLD_AND_NEW}`, 'keep_case_version'],
  ['keep_first_answer', 'evaluation', `insert on evaluation ${NEW}`, 'keep_answer_version'],
  ['keep_changed_answer', 'evaluation', `update on evaluation ${OLD_AND_NEW}`, 'keep_answer_version'],
  ['keep_lost_answer', 'evaluation', 'delete on evaluation referencing old table as old_rows', 'keep_answer_version'],
  ['keep_new_source_ids', 'patient', `insert on patient ${NEW}`, 'keep_new_source_ids_version'],
  ['keep_changed_source_ids', 'patient', `update on patient ${OLD_AND_NEW}`, 'keep_source_ids_version'],
  ['keep_location_names', 'location', `update on location ${OLD_AND_NEW}`, 'keep_place_names_version'],
  ['keep_practitioner_names', 'practitioner', `update on practitioner ${OLD_AND_NEW}`, 'keep_place_names_version'],
];

const READ = ['off_track_case', 'evaluation', 'patient', 'location', 'practitioner', 'evaluation_basis'];

/**
 * What the list showed, and what answers rested on, from now on: of a case each change of what its row shows, no more than what changed (X09).
 * The tables see to it themselves, since many ways lead to a change of a row and every one of them must be in the past list.
 */
export class PastLists1765000080000 implements MigrationInterface {
  readonly name = 'PastLists1765000080000';

  async up(runner: QueryRunner): Promise<void> {
    for (const create of Object.values(TABLES)) await runner.query(create);
    await runner.query('create index case_version_at on case_version (practice_id, at)');
    await runner.query('create index basis_version_at on basis_version (practice_id, at)');
    await runner.query('alter table practice add column list_kept_since timestamptz not null default now()');
    for (const create of PAST_LIST_FUNCTIONS) await runner.query(create);
    // Forced row-level security binds the owner too, who works for no practice: what is copied must be seen first.
    for (const table of READ) await runner.query(`alter table ${table} no force row level security`);
    await runner.query(`insert into case_version (practice_id, case_id, person_id, at, says)
      select c.practice_id, c.id, c.person_id, now(),
             case_says(c) || person_says(c.practice_id, c.person_id) || places_say(c.practice_id, c.location_id, c.practitioner_id)
        from off_track_case c`);
    await runner.query(`insert into basis_version (practice_id, at, line_medians, with_outcomes, stale_sources, warming_sources)
      select practice_id, now(), line_medians, with_outcomes, stale_sources, warming_sources from evaluation_basis`);
    for (const table of READ) await runner.query(`alter table ${table} force row level security`);
    for (const table of Object.keys(TABLES)) {
      // What was shown is never changed; whoever is erased is erased here too.
      await keepToPractice(runner, table, 'select, insert, delete');
    }
    for (const [name, , on, calls] of PAST_LIST_TRIGGERS) {
      await runner.query(`create trigger ${name} after ${on} for each statement execute function ${calls}()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, table] of PAST_LIST_TRIGGERS) await runner.query(`drop trigger ${name} on ${table}`);
    for (const name of ['case', 'answer', 'source_ids', 'new_source_ids', 'place_names']) {
      await runner.query(`drop function keep_${name}_version()`);
    }
    await runner.query('drop function person_says(uuid, uuid)');
    await runner.query('drop function places_say(uuid, uuid, uuid)');
    await runner.query('drop function source_ids_say(uuid, uuid)');
    await runner.query('drop function answer_says(text, jsonb)');
    await runner.query('drop function case_says(off_track_case)');
    await runner.query('alter table practice drop column list_kept_since');
    for (const table of Object.keys(TABLES)) await runner.query(`drop table ${table}`);
  }
}

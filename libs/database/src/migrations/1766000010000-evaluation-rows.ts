import type { MigrationInterface, QueryRunner } from 'typeorm';
import { PAST_LIST_FUNCTIONS, PAST_LIST_TRIGGERS } from './1765000080000-past-lists.js';

/** What is asked of an answer by its parts. */
const BRIEF = `jsonb_build_object(
  'findings', (select coalesce(jsonb_agg((f - '{version,episode,facts,checked,clearsWhen,parameters}'::text[]) || jsonb_build_object('source', f->'facts'->0->'source') order by place), '[]')
     from jsonb_array_elements(answer->'findings') with ordinality as e (f, place)),
  'exclusions', (select coalesce(jsonb_agg(jsonb_build_object('id', x->'id', 'says', x->'says') order by place), '[]')
     from jsonb_array_elements(answer->'exclusions') with ordinality as e (x, place)),
  'lastVisitOn', answer->'lastVisitOn', 'lastVisitAt', answer->'lastVisitAt', 'nextBookingAt', answer->'nextBookingAt', 'valueAtRisk', answer->'valueAtRisk')`;

/** What a list shows of an answer: the findings by rule, name, kind and class. */
const LISTED = `(select coalesce(jsonb_agg(jsonb_build_object('rule', f->'rule', 'name', f->'name', 'kind', f->'kind', 'class', f->'class') order by place), '[]')
   from jsonb_array_elements(answer->'findings') with ordinality as e (f, place))`;

const SOURCE_IDS = `(
  select coalesce(jsonb_agg(jsonb_build_object('connectionId', s.connection_id, 'id', s.source_id) order by s.id <> s.person_id, s.source_id), '[]')
    from patient s where s.practice_id = n.practice_id and s.person_id = n.person_id and s.gone_at is null)`;

const answer = (row: string): string =>
  `jsonb_build_object('person_state', coalesce(${row}.state, 'on_track'), 'findings', coalesce(${row}.listed, '[]'))`;

/**
 * `offset 0` keeps each look a look by index, and no plan is made that reads a table: a practice is new, its tables were never analyzed, and a
 * plan that was good for the first hundred cases would stay for the session that opens the hundred thousandth.
 */
const BY_INDEX = 'set enable_seqscan = off set jit = off';
const caseOf = (practiceId: string, personId: string): string =>
  `cross join lateral (select id, person_id from off_track_case where practice_id = ${practiceId} and person_id = ${personId} offset 0) c`;

/** What an evaluation looks up by person, or writes. */
const LOOKED_UP = [
  ...[
    'patient',
    'appointment',
    'plan',
    'recall',
    'package',
    'membership',
    'program',
    'invoice',
    'payment',
    'score',
    'consent',
  ],
  ...[
    'communication',
    'patient_preference',
    'changed_patient',
    'evaluation',
    'evaluation_rests_on',
    'person_gap',
    'finding',
  ],
  ...['shadow_finding', 'off_track_case', 'case_event', 'case_version'],
];
/** Nothing is ever looked up by these, and to sample them costs more than all other columns. */
const NEVER_LOOKED_UP = {
  evaluation: ['answer', 'said', 'listed', 'hash'],
  finding: ['evidence', 'parameters', 'reason', 'digest'],
  case_version: ['says'],
};

const FUNCTIONS = [
  `create function analyze_what_grew() returns void language plpgsql as $$
     declare grown regclass;
     begin
       for grown in
         select c.oid::regclass from pg_class c
          where c.relnamespace = 'public'::regnamespace and c.relname = any('{${LOOKED_UP.join()}}')
            and pg_relation_size(c.oid) / current_setting('block_size')::int > case when c.reltuples > 0 then 4 * c.relpages + 4 else 4 end
          order by c.oid
       loop
         begin
           execute format('lock table %s in share update exclusive mode nowait', grown);
           execute format('analyze %s', grown);
         exception when lock_not_available or insufficient_privilege then null; -- Somebody else is at it, or has to be.
         end;
       end loop;
     end $$`,
  `create or replace function person_says(uuid, uuid) returns jsonb language sql stable as $$
     select ${answer('e')} || source_ids_say($1, $2)
       from (select 1) one left join evaluation e on e.practice_id = $1 and e.person_id = $2 $$`,
  `create or replace function keep_case_version() returns trigger language plpgsql ${BY_INDEX} set enable_nestloop = off as $$
     begin
       if tg_op = 'INSERT' then
         insert into case_version (practice_id, case_id, person_id, at, says)
         select n.practice_id, n.id, n.person_id, clock_timestamp(),
                case_says(n) || ${answer('e')}
                || jsonb_build_object('source_ids', ${SOURCE_IDS},
                     'location_name', (select coalesce(l.name, l.source_id) from location l where l.practice_id = n.practice_id and l.id = n.location_id),
                     'practitioner_name', (select coalesce(t.name, t.source_id) from practitioner t where t.practice_id = n.practice_id and t.id = n.practitioner_id))
           from new_rows n
           left join lateral (select state, listed from evaluation where practice_id = n.practice_id and person_id = n.person_id offset 0) e on true;
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
  `create function keep_new_answer_versions() returns trigger language plpgsql ${BY_INDEX} as $$
     begin
       insert into case_version (practice_id, case_id, person_id, at, says)
       select n.practice_id, c.id, c.person_id, clock_timestamp(), ${answer('n')} from new_rows n ${caseOf('n.practice_id', 'n.person_id')};
       return null;
     end $$`,
  `create or replace function keep_answer_version() returns trigger language plpgsql ${BY_INDEX} as $$
     declare said jsonb;
     begin
       if tg_op = 'UPDATE' then said := ${answer('new')};
       else said := '{"person_state": "on_track", "findings": []}';
       end if;
       insert into case_version (practice_id, case_id, person_id, at, says)
       select c.practice_id, c.id, c.person_id, clock_timestamp(), said
         from off_track_case c where c.practice_id = old.practice_id and c.person_id = old.person_id;
       return null;
     end $$`,
  `create or replace function keep_source_ids_version() returns trigger language plpgsql ${BY_INDEX} as $$
     begin
       insert into case_version (practice_id, case_id, person_id, at, says)
       select c.practice_id, c.id, c.person_id, clock_timestamp(), source_ids_say(c.practice_id, c.person_id)
         from off_track_case c where c.practice_id = new.practice_id and c.person_id in (new.person_id, old.person_id);
       return null;
     end $$`,
  `create or replace function keep_new_source_ids_version() returns trigger language plpgsql ${BY_INDEX} as $$
     begin
       insert into case_version (practice_id, case_id, person_id, at, says)
       select n.practice_id, c.id, c.person_id, clock_timestamp(), source_ids_say(n.practice_id, n.person_id)
         from (select distinct practice_id, person_id from new_rows where person_id <> id) n ${caseOf('n.practice_id', 'n.person_id')};
       return null;
     end $$`,
];

/** For each row, and asked before a function is called: of a thousand answers or records that are written few change what a list shows. */
const TRIGGERS = [
  `create trigger keep_first_answer after insert on evaluation referencing new table as new_rows for each statement
     execute function keep_new_answer_versions()`,
  `create trigger keep_changed_answer after update on evaluation for each row
     when (old.state <> new.state or old.listed <> new.listed) execute function keep_answer_version()`,
  'create trigger keep_lost_answer after delete on evaluation for each row execute function keep_answer_version()',
  `create trigger keep_changed_source_ids after update on patient for each row
     when (new.person_id <> old.person_id or new.gone_at is distinct from old.gone_at or new.source_id <> old.source_id)
     execute function keep_source_ids_version()`,
];
const REPLACED = [
  ['keep_first_answer', 'evaluation'],
  ['keep_changed_answer', 'evaluation'],
  ['keep_lost_answer', 'evaluation'],
  ['keep_changed_source_ids', 'patient'],
];
const REWRITTEN = [
  'person_says(uuid, uuid)',
  ...['case', 'answer', 'source_ids', 'new_source_ids'].map((of) => `keep_${of}_version()`),
];

/**
 * What an evaluation writes, in the form that costs least to write. All that was said is read whole, by one page: it is kept as it came (what it costs
 * PostgreSQL to take JSON apart is ten times what it costs to keep it), beside the few parts that lists ask for. What a list shows of the
 * findings is a column of its own, so that whether it changed is told without taking two answers apart (X09).
 *
 * And `analyze_what_grew`: a practice that was read a minute ago is looked up in tables of which PostgreSQL knows nothing yet. Where no index
 * seems better than another it takes any, and each person costs a reading of the practice until it has looked for itself, which it does by the minute.
 */
export class EvaluationRows1766000010000 implements MigrationInterface {
  readonly name = 'EvaluationRows1766000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table evaluation add column listed jsonb not null default '[]', add column said text not null default '{}'`,
    );
    for (const [name, table] of REPLACED) await runner.query(`drop trigger ${name} on ${table}`);
    // Forced row-level security binds the owner too, who works for no practice.
    await runner.query('alter table evaluation no force row level security');
    await runner.query(`update evaluation set listed = ${LISTED}, said = answer::text, answer = ${BRIEF}`);
    await runner.query('alter table evaluation force row level security');
    for (const table of ['finding', 'shadow_finding'])
      await runner.query(`alter table ${table} add column digest bytea`);
    await runner.query('alter table finding alter column evidence type json, alter column parameters type json');
    for (const [table, columns] of Object.entries(NEVER_LOOKED_UP)) {
      for (const column of columns) await runner.query(`alter table ${table} alter column ${column} set statistics 0`);
    }
    // Who is asked next is read in this order: everybody of a practice may be marked at the same instant.
    await runner.query('drop index changed_patient_oldest');
    await runner.query('create index changed_patient_oldest on changed_patient (practice_id, since, person_id)');
    for (const create of FUNCTIONS) await runner.query(create);
    // Before PostgreSQL 17 nobody but an owner may analyze: there it is left to autovacuum.
    await runner.query(`do $$ begin
      if current_setting('server_version_num')::int >= 170000 then execute 'grant maintain on ${LOOKED_UP.join(', ')} to keepwell_app'; end if;
    end $$`);
    for (const create of TRIGGERS) await runner.query(create);
    await runner.query('drop function answer_says(text, jsonb)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger keep_opened_case on off_track_case');
    await runner.query('drop trigger keep_changed_case on off_track_case');
    for (const [name, table] of REPLACED) await runner.query(`drop trigger ${name} on ${table}`);
    await runner.query('drop trigger keep_new_source_ids on patient');
    await runner.query('drop index changed_patient_oldest');
    await runner.query('create index changed_patient_oldest on changed_patient (practice_id, since)');
    await runner.query('drop function keep_new_answer_versions()');
    await runner.query('drop function analyze_what_grew()');
    await runner.query(`do $$ begin
      if current_setting('server_version_num')::int >= 170000 then execute 'revoke maintain on ${LOOKED_UP.join(', ')} from keepwell_app'; end if;
    end $$`);
    for (const [table, columns] of Object.entries(NEVER_LOOKED_UP)) {
      for (const column of columns) await runner.query(`alter table ${table} alter column ${column} set statistics -1`);
    }
    for (const name of REWRITTEN) await runner.query(`drop function ${name}`);
    await runner.query('alter table evaluation no force row level security');
    await runner.query('update evaluation set answer = said::jsonb');
    await runner.query('alter table evaluation force row level security');
    await runner.query('alter table evaluation drop column listed, drop column said');
    await runner.query('alter table finding alter column evidence type jsonb, alter column parameters type jsonb');
    for (const table of ['finding', 'shadow_finding']) await runner.query(`alter table ${table} drop column digest`);
    for (const create of PAST_LIST_FUNCTIONS) {
      await runner.query(create.replace('create function', 'create or replace function'));
    }
    for (const [name, table, on, calls] of PAST_LIST_TRIGGERS) {
      const isThere = !['off_track_case', 'evaluation', 'patient'].includes(table);
      if (!isThere)
        await runner.query(`create trigger ${name} after ${on} for each statement execute function ${calls}()`);
    }
  }
}

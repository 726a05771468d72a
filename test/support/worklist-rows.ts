import { newId, NOWHERE } from '@keepwell/database';
import type { TestDatabase } from './database.js';

/**
 * Rows of the off-track list, written as the evaluation leaves them, by the thousand: patients, their evaluations, their
 * cases and the counters. Every thirteenth open case has no place in the day. Every value follows from a person's number, so a test can say which rows it expects.
 */
export interface ListedPractice {
  practiceId: string;
  connectionId: string;
  locationIds: string[];
  practitionerIds: string[];
}

const RULES = ['R05', 'R06', 'R02'] as const;

/** `watch` persons at risk and `lapsed` persons long gone, all without a case, the first `tasks` of those at risk with a service task, come after the `cases` persons with one. Person `n` is called "Given<n> Family<n mod 97>". */
export async function fillWorklist(
  database: TestDatabase,
  practiceId: string,
  {
    cases,
    watch = 0,
    lapsed = 0,
    tasks = 0,
    now = Date.now(),
  }: { cases: number; watch?: number; lapsed?: number; tasks?: number; now?: number },
): Promise<ListedPractice> {
  const connectionId = newId();
  const locationIds = [newId(), newId()];
  const practitionerIds = [newId(), newId(), newId()];
  const run = (sql: string, values: unknown[]) => database.asSuperuser(sql, values);
  await run(
    `insert into connection (practice_id, id, connector, name, last_success_at, first_read_done_at) values ($1, $2, 'csv', 'Front desk export', $3, $3)`,
    [practiceId, connectionId, new Date(now - 60_000)],
  );
  const record = `practice_id, id, connection_id, stream, source_id, observed_at, sequence, content_hash`;
  for (const [table, ids] of [
    ['location', locationIds],
    ['practitioner', practitionerIds],
  ] as const) {
    await run(
      `insert into ${table} (${record}, name) select $1, id, $2, '${table}s.csv', '${table}-' || n, $4, n, '\\x00', initcap('${table}') || ' ' || n
         from unnest($3::uuid[]) with ordinality as t (id, n)`,
      [practiceId, connectionId, ids, new Date(now)],
    );
  }
  await run(
    `update location set timezone = 'Europe/London', open_days = '{1,2,3,4,5}', opens_at = '09:00', closed_on = '{}' where practice_id = $1`,
    [practiceId],
  );
  await run(`drop table if exists filling`, []);
  await run(
    `create unlogged table filling as
       select n, gen_random_uuid() as person_id, gen_random_uuid() as case_id, 'Given' || n as given_name, 'Family' || (n % 97) as family_name,
              $1::uuid as practice_id, n > $2::int as uncased, n > $2::int + $7::int as lapsed, ($3::timestamptz - make_interval(hours => n % 500)) as since,
              case when n > $2::int then 'open' when n % 20 = 0 then 'resolved' when n % 33 = 0 then 'closed' when n % 7 = 0 then 'in_outreach' when n % 17 = 0 then 'snoozed' else 'open' end as state,
              n % 5 = 0 as backlog, 1 + n % 4 as class, ($4::text[])[1 + n % 3] as rule, ($5::uuid[])[1 + n % 2] as location_id,
              ($6::uuid[])[1 + n % 3] as practitioner_id, case when n % 3 = 0 then null else (n * 37) % 5000 end as value_minor
         from generate_series(1, $2::int + $7::int + $8::int) n`,
    [practiceId, cases, new Date(now), RULES, locationIds, practitionerIds, watch, lapsed],
  );
  await run(
    `insert into patient (${record}, given_name, family_name, person_id, email, phone, birth_date, location_source_id, practitioner_source_id)
     select practice_id, person_id, $1, 'patients.csv', 'P-' || n, $2, n, '\\x00', given_name, family_name, person_id,
            lower(given_name) || '@example.org', '01632 96' || lpad((n % 10000)::text, 4, '0'), date '1980-01-01' + n % 9000,
            'location-' || (1 + n % 2), 'practitioner-' || (1 + n % 3) from filling`,
    [connectionId, new Date(now)],
  );
  await run(
    `insert into evaluation (practice_id, person_id, as_of, state, since, answer, said, listed, hash)
     select practice_id, person_id, $1, s.state, case when uncased then null else since end,
            o.own || jsonb_build_object('findings', jsonb_build_array(f.brief || jsonb_build_object('source', $3::uuid))),
            (o.own || jsonb_build_object('personId', person_id, 'asOf', $2::bigint, 'state', s.state, 'since', s.ms, 'nextChangeAt', null,
              'contactable', true, 'gaps', '[]'::jsonb, 'medianLines', '[]'::jsonb,
              'findings', jsonb_build_array(f.brief || jsonb_build_object('version', 1, 'episode', null, 'checked', jsonb_build_array('1 booking checked, 0 live'),
                 'clearsWhen', 'A visit is booked.', 'parameters', jsonb_build_object('window', '2 BD'),
                 'facts', jsonb_build_array(jsonb_build_object('kind', 'appointment', 'id', 'A-' || n, 'source', $3::uuid, 'effectiveAt', s.ms, 'recordedAt', s.ms, 'says', 'Visit missed.')))),
              'verdicts', jsonb_build_array(jsonb_build_object('rule', rule, 'name', 'RULE_' || rule, 'fires', true, 'because', 'fires', 'says', 'It fires.', 'nextChangeAt', null))))::text,
            jsonb_build_array(jsonb_build_object('rule', rule, 'name', 'RULE_' || rule, 'kind', 'O', 'class', 'S' || class)), '\\x00'
       from filling cross join lateral (select case when lapsed then 'lapsed' when uncased then 'watch' else 'off_track' end as state, (extract(epoch from since) * 1000)::bigint as ms) s
      cross join lateral (select jsonb_build_object('rule', rule, 'name', 'RULE_' || rule, 'kind', 'O', 'class', 'S' || class, 'since', s.ms,
              'reason', 'Nothing booked since the visit on 3 March.', 'service', 'physio', 'locationId', 'location-1', 'practitionerId', null) as brief) f
      cross join lateral (select jsonb_build_object('exclusions', '[]'::jsonb, 'lastVisitOn', '2026-03-03', 'nextBookingAt', null,
              'valueAtRisk', case when value_minor is null then null else jsonb_build_object('amountMinor', value_minor, 'currency', 'GBP') end) as own) o`,
    [new Date(now), now, connectionId],
  );
  await run(
    `update evaluation e set answer = jsonb_set(e.answer, '{findings}', (e.answer->'findings') || jsonb_set(jsonb_set(e.answer->'findings'->0, '{kind}', '"V"'), '{rule}', to_jsonb(t.rule)))
       from (select person_id, (array['R13', 'R31', 'P06'])[1 + n % 3] as rule from filling where n > $1::int and n <= $1::int + $2::int) t
      where e.person_id = t.person_id`,
    [cases, tasks],
  );
  await run(
    `insert into finding (practice_id, id, person_id, rule, rule_version, kind, class, since, reason, evidence, parameters, opened_at)
     select e.practice_id, gen_random_uuid(), e.person_id, f->>'rule', 1, 'V', f->>'class', $2, f->>'reason', '{}', '{}', $2
       from evaluation e cross join jsonb_array_elements(e.answer->'findings') f where e.practice_id = $1 and f->>'kind' = 'V'`,
    [practiceId, new Date(now)],
  );
  await run(
    `insert into off_track_case (practice_id, id, person_id, state, class, rules, reason, since, backlog, first_opened_at, location_id, practitioner_id,
                                 service, value_minor, currency, patient_name, last_visit_on, sort_priority, sort_name, sort_value, search_text, waiting)
     select practice_id, case_id, person_id, state, 'S' || class, array[rule], 'Nothing booked since the visit on 3 March.', since, backlog, since, location_id,
            practitioner_id, 'physio', value_minor, case when value_minor is null then null else 'GBP' end, given_name || ' ' || family_name, date '2026-03-03',
            class * 100000000000000 - (extract(epoch from since) * 1000)::bigint, lower(family_name || ' ' || given_name), coalesce(value_minor, 0),
            lower(given_name || ' ' || family_name || ' p-' || n), state = 'open' and not backlog and n % 13 = 0
       from filling where not uncased`,
    [],
  );
  await fillCounters(database, practiceId);
  await run('drop table filling', []);
  await run('analyze off_track_case', []);
  return { practiceId, connectionId, locationIds, practitionerIds };
}

async function fillCounters(database: TestDatabase, practiceId: string): Promise<void> {
  const counted = `select case when backlog and state = 'open' then 'backlog' when waiting then 'waiting' else state end as state, rules, location_id, practitioner_id
                     from off_track_case where practice_id = $1`;
  await database.asSuperuser(
    `insert into case_count (practice_id, state, rule, location_id, practitioner_id, n)
     select $1, state, '', $2::uuid, $2::uuid, count(*) from (${counted}) c group by state
     union all select $1, state, rule, $2, $2, count(*) from (${counted}) c, unnest(rules) rule group by state, rule
     union all select $1, state, '', location_id, $2, count(*) from (${counted}) c group by state, location_id
     union all select $1, state, '', $2, practitioner_id, count(*) from (${counted}) c group by state, practitioner_id
     union all select $1, state, '', $2, $2, count(*) from evaluation where practice_id = $1 and state in ('watch', 'lapsed') group by state`,
    [practiceId, NOWHERE],
  );
}

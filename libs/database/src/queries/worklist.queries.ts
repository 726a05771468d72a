import type { Transaction } from '../database.js';
import { householdSql } from './household-sql.js';
import { isoInstant, named } from './json-sql.js';
import {
  isPersonTab,
  ON_SHELF,
  shelvesOf,
  type CaseTab,
  type PersonTab,
  type WorklistState,
  type WorklistTab,
} from './worklist-shelves.js';
import { hasInterestSql } from './preferences.queries.js';
import { escapeLike } from './search-text.js';

export const WORKLIST_SORTS = ['priority', 'since', '-since', 'name', 'value'] as const;
export type WorklistSort = (typeof WORKLIST_SORTS)[number];

/** Where the page before ended. `key` is null where the order is by name: a name must not travel in an address. */
export interface WorklistPosition {
  key: string | null;
  id: string;
}

export interface WorklistQuestion {
  tab: WorklistTab;
  sort: WorklistSort;
  rule: string | null;
  locationId: string | null;
  practitionerId: string | null;
  state: WorklistState | null;
  /** Only patients of whom this interest is said, in small letters; absent: everybody. */
  interest?: string | null;
  /** Every word must be found in the names or source ids. */
  words: string[];
  after: WorklistPosition | null;
  limit: number;
}

/** What rules are called, for cases whose findings are gone: by rule id. */
export type RuleNames = Record<string, { name: string; kind: string; class: string }>;

export interface WorklistPage {
  /** JSON array, written by PostgreSQL. */
  items: string;
  next: WorklistPosition | null;
}

export interface Order {
  /** An expression over the columns of `c`. */
  key: string;
  type: 'bigint' | 'timestamptz' | 'text';
  direction: 'asc' | 'desc';
}

/** Who has a place today stands in it, the others by priority. Written as in the index, else it is not used. */
const PLACE_OR_PRIORITY = `(case when c.state = 'open' and not c.waiting and c.day_place is not null then c.day_place else c.sort_priority end)`;

export const CASE_ORDERS: Record<WorklistSort, Order> = {
  priority: { key: PLACE_OR_PRIORITY, type: 'bigint', direction: 'asc' },
  since: { key: 'c.since', type: 'timestamptz', direction: 'asc' },
  '-since': { key: 'c.since', type: 'timestamptz', direction: 'desc' },
  name: { key: 'c.sort_name', type: 'text', direction: 'asc' },
  value: { key: 'c.sort_value', type: 'bigint', direction: 'desc' },
};

/** Ours for what the first finding names as its source does, else for what the patient's record names: as a case has it. */
const ourId = (table: 'location' | 'practitioner'): string =>
  `coalesce((select r.id from ${table} r where r.connection_id::text = coalesce(e.answer->'findings'->0->>'source', p.connection_id::text)
                 and r.source_id = e.answer->'findings'->0->>'${table}Id'),
            (select r.id from ${table} r where r.connection_id = p.connection_id and r.source_id = p.${table}_source_id)) as ${table}_id`;

const OF_STATE = (state: string): string =>
  `evaluation e join patient p on p.id = e.person_id where e.state = '${state}'`;

/**
 * Of whom a rule of kind V has something for the clinic to do, and what: the other findings are left out. Whoever is off-track is among them as far as
 * their case is shown: who is held back or held for review stays unknown here as well (E11, K30).
 */
const WITH_TASKS = `(
  select e.person_id, e.state,
         jsonb_set(e.answer, '{findings}', (select jsonb_agg(f order by n) from jsonb_array_elements(e.answer->'findings') with ordinality as t (f, n) where f->>'kind' = 'V')) as answer
    from evaluation e
   where e.person_id in (select f.person_id from finding f where f.closed_at is null and f.kind = 'V')
     and exists (select from jsonb_array_elements(e.answer->'findings') f where f->>'kind' = 'V')
     and (e.state <> 'off_track' or exists (select from off_track_case c
           where c.person_id = e.person_id and c.held_back = false and c.state in ('open', 'in_outreach', 'snoozed', 'resolved')))) e
  join patient p on p.id = e.person_id where true`;

const PEOPLE_OF: Record<PersonTab, string> = {
  at_risk: OF_STATE('watch'),
  lapsed: OF_STATE('lapsed'),
  tasks: WITH_TASKS,
};

/** They are listed without a case, so the keys are made from their evaluation: class first, then the newest. */
export const withoutCase = (tab: PersonTab): string => `
  select e.person_id as id, e.person_id, e.answer, e.state as person_state,
         (select min(to_timestamp((f->>'since')::bigint / 1000.0)) from jsonb_array_elements(e.answer->'findings') f) as since,
         'open' as state, false as waiting, null::bigint as day_place,
         coalesce(substr(e.answer->'findings'->0->>'class', 2)::bigint, 9) * 100000000000000
           - coalesce((e.answer->'findings'->0->>'since')::bigint, 0) as sort_priority,
         coalesce((e.answer->'valueAtRisk'->>'amountMinor')::bigint, 0) as sort_value,
         lower(concat_ws(' ', p.family_name, p.given_name)) as sort_name,
         concat_ws(' ', p.given_name, p.family_name) as patient_name,
         lower(concat_ws(' ', p.given_name, p.family_name, p.source_id)) as search_text,
         array(select f->>'rule' from jsonb_array_elements(e.answer->'findings') f) as rules,
         ${ourId('location')}, ${ourId('practitioner')}
    from ${PEOPLE_OF[tab]}`;

const HELD_BY = `(select json_build_object('id', h.holder_user_id, 'name', coalesce(u.display_name, 'former user'), 'until', ${isoInstant('h.until')})
               from patient s join case_lease h on h.household = ${householdSql('s')} and h.until > clock_timestamp()
               left join app_user u on u.id = h.holder_user_id where s.id = p.person_id)`;

/** The columns of an answer that differ between a case and a person without one. `heldBy`: an expression. */
export const caseColumns = (heldBy: string): string => `
  'caseId', p.id, 'state', p.state, 'personState', coalesce(e.state, 'on_track'), 'class', p.class, 'reason', p.reason,
  'since', ${isoInstant('p.since')}, 'firstOpenedAt', ${isoInstant('p.first_opened_at')}, 'reopened', p.reopened_count,
  'backlog', p.backlog, 'service', p.service, 'lastVisitOn', p.last_visit_on, 'nextBookingAt', ${isoInstant('p.next_booking_at')},
  'valueAtRisk', case when p.value_minor is null then null else json_build_object('amountMinor', p.value_minor, 'currency', p.currency) end,
  'heldBy', ${heldBy},
  'wakeAt', ${isoInstant('p.wake_at')}, 'wakeBecause', p.wake_because, 'attempts', p.attempts, 'lastOutcome', p.last_outcome,
  'lastContactAt', ${isoInstant('p.last_contact_at')}, 'place', case when p.state = 'open' and not p.waiting then p.day_place end,
  'value', p.contact_value`;

const PERSON_COLUMNS = `
  'caseId', null, 'state', null, 'personState', p.person_state, 'class', p.answer->'findings'->0->'class',
  'reason', coalesce(p.answer->'findings'->0->>'reason', ''), 'since', ${isoInstant('p.since')}, 'firstOpenedAt', null, 'reopened', 0,
  'backlog', false, 'service', p.answer->'findings'->0->'service', 'lastVisitOn', p.answer->'lastVisitOn',
  'nextBookingAt', ${isoInstant("to_timestamp((p.answer->>'nextBookingAt')::bigint / 1000.0)")}, 'valueAtRisk', p.answer->'valueAtRisk',
  'heldBy', null, 'wakeAt', null, 'wakeBecause', null, 'attempts', 0, 'lastOutcome', null, 'lastContactAt', null,
  'place', null, 'value', null`;

/** The off-track list. One statement a page: PostgreSQL finds the rows by one index range a shelf and writes their JSON. */
export class WorklistQueries {
  async page(tx: Transaction, question: WorklistQuestion, ruleNames: RuleNames): Promise<WorklistPage> {
    const parameters: unknown[] = [];
    const bind = (value: unknown, type: string): string => `$${parameters.push(value)}::${type}`;
    const order = CASE_ORDERS[question.sort];
    const ordered = `order by ${order.key} ${order.direction}, c.id ${order.direction} limit ${bind(question.limit + 1, 'int')}`;
    const conditions = [...filtersOf(question, bind), ...positionOf(question, order, bind)];
    const { tab, state } = question;
    const rows = isPersonTab(tab)
      ? `select c.* from (${withoutCase(tab)}) c where ${['true', ...conditions].join(' and ')} ${ordered}`
      : fromShelves(tab, state, conditions, ordered, bind);
    const columns = isPersonTab(tab) ? PERSON_COLUMNS : caseColumns(HELD_BY);
    const [answer] = await tx.query<{ items: string; next_key: string | null; next_id: string | null }[]>(
      `with found as (select row_number() over (order by ${order.key} ${order.direction}, c.id ${order.direction}) as row_place, c.* from (${rows}) c),
            shown as (select * from found where row_place <= ${bind(question.limit, 'int')}),
            last as (select ${order.type === 'text' ? 'null' : `${order.key}::text`} as key, c.id from shown c
                      where row_place = ${bind(question.limit, 'int')} and exists (select from found where row_place > ${bind(question.limit, 'int')}))
       select (select key from last) as next_key, (select id from last) as next_id,
              coalesce((select json_agg(${rowJson(columns, bind(JSON.stringify(ruleNames), 'jsonb'), OF_NOW)} order by p.row_place)
                          from shown p
                          left join evaluation e on e.person_id = p.person_id
                          left join location l on l.id = p.location_id
                          left join practitioner t on t.id = p.practitioner_id), '[]')::text as items`,
      parameters,
    );
    if (answer === undefined) throw new Error('The page of the list came back without a row.');
    return { items: answer.items, next: answer.next_id === null ? null : { key: answer.next_key, id: answer.next_id } };
  }

  /** Whether the row at which a page ended is still there; where the order is by name its key is looked up. */
  async isPosition(tx: Transaction, tab: WorklistTab, id: string): Promise<boolean> {
    const found = await tx.query<unknown[]>(
      isPersonTab(tab) ? 'select from patient where id = $1' : 'select from off_track_case where id = $1',
      [id],
    );
    return found.length > 0;
  }

  /** From the counters that are kept with every change; only the tasks of the clinic are counted here and now. */
  async counts(tx: Transaction): Promise<CaseCountRow[]> {
    return tx.query<CaseCountRow[]>(
      `select n.state, n.rule, n.n,
              case when n.location_id = $1 then null else n.location_id end as "locationId", coalesce(l.name, l.source_id) as location,
              case when n.practitioner_id = $1 then null else n.practitioner_id end as "practitionerId", coalesce(t.name, t.source_id) as practitioner
         from case_count n
         left join location l on l.id = n.location_id
         left join practitioner t on t.id = n.practitioner_id
        where n.n > 0
        union all
       select 'tasks', '', count(*)::int, null, null, null, null from ${WITH_TASKS}
        order by n desc, rule, location, practitioner`,
      ['00000000-0000-0000-0000-000000000000'],
    );
  }

  /** By what a tab of people without a case can be narrowed. No counter is kept of it: they change state without a case. */
  async personCounts(tx: Transaction, tab: PersonTab): Promise<CaseCountRow[]> {
    return tx.query<CaseCountRow[]>(
      `with c as (${withoutCase(tab)})
       select $1::text as state, rule, count(distinct c.id)::int as n, null::uuid as "locationId", null as location, null::uuid as "practitionerId", null as practitioner
         from c, unnest(c.rules) rule group by rule
       union all
       select $1::text, '', count(*)::int, l.id, coalesce(l.name, l.source_id), null, null from c join location l on l.id = c.location_id group by l.id, l.name, l.source_id
       union all
       select $1::text, '', count(*)::int, null, null, t.id, coalesce(t.name, t.source_id) from c join practitioner t on t.id = c.practitioner_id group by t.id, t.name, t.source_id`,
      [tab],
    );
  }
}

export interface CaseCountRow {
  state: string;
  rule: string;
  n: number;
  locationId: string | null;
  location: string | null;
  practitionerId: string | null;
  practitioner: string | null;
}

export type Bind = (value: unknown, type: string) => string;

/** `from`: where the cases are. */
export function fromShelves(
  tab: CaseTab,
  state: WorklistState | null,
  conditions: string[],
  ordered: string,
  bind: Bind,
  from = 'off_track_case',
): string {
  const shelves = shelvesOf(tab, state);
  const states = bind(
    shelves.map((shelf) => shelf.state),
    'text[]',
  );
  const backlogs = bind(
    shelves.map((shelf) => shelf.backlog),
    'boolean[]',
  );
  const waiting = bind(
    shelves.map((shelf) => shelf.waiting),
    'boolean[]',
  );
  return `select c.* from unnest(${states}, ${backlogs}, ${waiting}) as shelf (state, backlog, waiting)
           cross join lateral (
             select c.* from ${from} c
              where ${[...ON_SHELF, ...conditions].join(' and ')} ${ordered}) c
           ${ordered}`;
}

export function filtersOf(
  question: Pick<WorklistQuestion, 'rule' | 'locationId' | 'practitionerId' | 'words' | 'interest'>,
  bind: Bind,
  /** An expression: the instant of a past list. */
  asOf: string | null = null,
): string[] {
  const conditions: string[] = [];
  if (question.rule !== null) conditions.push(`${bind(question.rule, 'text')} = any(c.rules)`);
  if (question.locationId !== null) conditions.push(`c.location_id = ${bind(question.locationId, 'uuid')}`);
  if (question.practitionerId !== null) conditions.push(`c.practitioner_id = ${bind(question.practitionerId, 'uuid')}`);
  const { interest = null } = question;
  if (interest !== null) conditions.push(hasInterestSql('c.person_id', bind(interest, 'text'), asOf));
  for (const word of question.words) conditions.push(`c.search_text like ${bind(`%${escapeLike(word)}%`, 'text')}`);
  return conditions;
}

export function positionOf(
  { after, tab }: Pick<WorklistQuestion, 'after' | 'tab'>,
  order: Order,
  bind: Bind,
  from = 'off_track_case',
): string[] {
  if (after === null) return [];
  const beyond = order.direction === 'asc' ? '>' : '<';
  const id = bind(after.id, 'uuid');
  if (order.type !== 'text') return [`(${order.key}, c.id) ${beyond} (${bind(after.key, order.type)}, ${id})`];
  const key = isPersonTab(tab)
    ? `(select lower(concat_ws(' ', family_name, given_name)) from patient where id = ${id})`
    : `(select ${order.key} from ${from} c where c.id = ${id})`;
  return [`(${order.key}, c.id) ${beyond} (${key}, ${id})`];
}

/** What stands in a row and is not in the case: expressions over the person `p.person_id`. */
export interface RowsOwn {
  sourceIds: string;
  freshnessAt: string;
}

const OF_NOW: RowsOwn = {
  sourceIds: `(select coalesce(json_agg(json_build_object('connectionId', s.connection_id, 'id', s.source_id) order by s.id <> p.person_id, s.source_id), '[]')
                    from patient s where s.person_id = p.person_id and s.gone_at is null)`,
  freshnessAt: `(select ${isoInstant('min(n.last_success_at)')} from connection n
                     where n.id in (select s.connection_id from patient s where s.person_id = p.person_id))`,
};

export function rowJson(columns: string, ruleNames: string, { sourceIds, freshnessAt }: RowsOwn): string {
  return `json_build_object(${columns},
    'personId', p.person_id, 'patientName', p.patient_name, 'location', ${named('l')}, 'practitioner', ${named('t')},
    'sourceIds', ${sourceIds},
    'rules', (select coalesce(json_agg(json_build_object('rule', r.rule,
                       'name', coalesce(f->>'name', ${ruleNames}->r.rule->>'name', r.rule),
                       'kind', coalesce(f->>'kind', ${ruleNames}->r.rule->>'kind', 'O'),
                       'class', coalesce(f->>'class', ${ruleNames}->r.rule->>'class', 'S4')) order by r.place), '[]')
                from unnest(p.rules) with ordinality as r (rule, place)
                left join lateral (select f from jsonb_array_elements(e.answer->'findings') f where f->>'rule' = r.rule limit 1) f on true),
    'freshnessAt', ${freshnessAt})`;
}

import type { ZoneId } from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { shelvesOf, type CaseTab } from './worklist-shelves.js';
import {
  CASE_ORDERS,
  caseColumns,
  filtersOf,
  fromShelves,
  positionOf,
  rowJson,
  type Bind,
  type RowsOwn,
  type RuleNames,
  type WorklistPage,
  type WorklistQuestion,
} from './worklist.queries.js';

export interface PastListQuestion extends Omit<WorklistQuestion, 'tab' | 'words'> {
  tab: CaseTab;
  asOf: Date;
}

/** As the row showed it then, from what was kept of it. How fresh the sources were is not kept with a row. */
const OF_THEN: RowsOwn = {
  sourceIds: `(select coalesce(json_agg(json_build_object('connectionId', s->>'connectionId', 'id', s->>'id') order by s_place), '[]')
                    from jsonb_array_elements(p.says->'source_ids') with ordinality as k (s, s_place))`,
  freshnessAt: 'null',
};

/** Whose lease it was is of the moment: it lasts minutes, and nobody works in a past list. */
const HELD_BY_NOBODY = 'null';

/** As a joined row of its table would say it. */
const placeThen = (kind: 'location' | 'practitioner'): string =>
  `select case when p.says->>'${kind}_name' is not null then p.${kind}_id end as id, p.says->>'${kind}_name' as name, null::text as source_id`;

/**
 * The list as it was shown (X09): the same tabs, filters, orders and pages, over the cases as their versions up to then make them. Who is hidden by
 * an experiment at present is hidden in the past as well (E11), and who was forgotten is not in it.
 */
export class PastListQueries {
  /** From when on what the list shows is kept, until now; and where the practice is. */
  async kept(tx: Transaction, practiceId: string): Promise<{ since: Date; now: Date; timezone: ZoneId }> {
    const [row] = await tx.query<{ since: Date; now: Date; timezone: ZoneId }[]>(
      'select list_kept_since as since, clock_timestamp() as now, timezone from practice where id = $1',
      [practiceId],
    );
    if (row === undefined) throw new Error(`There is no practice ${practiceId}`);
    return row;
  }

  async page(
    tx: Transaction,
    practiceId: string,
    question: PastListQuestion,
    ruleNames: RuleNames,
  ): Promise<WorklistPage> {
    const parameters: unknown[] = [practiceId, question.asOf];
    const bind: Bind = (value, type) => `$${parameters.push(value)}::${type}`;
    const order = CASE_ORDERS[question.sort];
    const inOrder = `order by ${order.key} ${order.direction}, c.id ${order.direction}`;
    const limit = bind(question.limit, 'int');
    const conditions = [
      ...filtersOf({ ...question, words: [] }, bind, '$2'),
      ...positionOf(question, order, bind, 'case_then'),
    ];
    const rows = fromShelves(
      question.tab,
      question.state,
      conditions,
      `${inOrder} limit ${limit} + 1`,
      bind,
      'case_then',
    );
    // Of the many cases that were closed long before, nothing more than their state is read.
    const states = bind([...new Set(shelvesOf(question.tab, question.state).map(({ state }) => state))], 'text[]');
    const [answer] = await tx.query<{ items: string; next_key: string | null; next_id: string | null }[]>(
      `with standing as (select distinct on (v.case_id) v.case_id, v.says->>'state' as state
                           from case_version v where v.practice_id = $1 and v.at <= $2 and v.says ? 'state'
                          order by v.case_id, v.id desc),
            said as (select v.case_id, jsonb_object_agg(k.key, k.value order by v.id) as says
                       from case_version v cross join lateral jsonb_each(v.says) k
                      where v.practice_id = $1 and v.at <= $2
                        and v.case_id in (select s.case_id from standing s where s.state = any(${states}))
                        and exists (select from off_track_case c where c.practice_id = $1 and c.id = v.case_id)
                      group by v.case_id),
            case_then as materialized (
              select c.*, said.says
                from said cross join lateral jsonb_populate_record(null::off_track_case, said.says || jsonb_build_object('id', said.case_id)) c),
            found as (select row_number() over (${inOrder}) as row_place, c.* from (${rows}) c),
            shown as (select * from found where row_place <= ${limit}),
            last as (select ${order.type === 'text' ? 'null' : `${order.key}::text`} as key, c.id from shown c
                      where row_place = ${limit} and exists (select from found where row_place > ${limit}))
       select (select key from last) as next_key, (select id from last) as next_id,
              coalesce((select json_agg(${rowJson(caseColumns(HELD_BY_NOBODY), bind(JSON.stringify(ruleNames), 'jsonb'), OF_THEN)} order by p.row_place)
                          from shown p
                          cross join lateral (select p.says->>'person_state' as state, p.says as answer) e
                          cross join lateral (${placeThen('location')}) l
                          cross join lateral (${placeThen('practitioner')}) t), '[]')::text as items`,
      parameters,
    );
    if (answer === undefined) throw new Error('The page of the past list came back without a row.');
    return { items: answer.items, next: answer.next_id === null ? null : { key: answer.next_key, id: answer.next_id } };
  }
}

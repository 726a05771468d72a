import type { Transaction } from '../database.js';
import { withoutCase } from './worklist.queries.js';
import { isPersonTab, shelvesOf, type WorklistTab } from './worklist-shelves.js';

export interface InterestRow {
  interest: string;
  /** How many patients have it. */
  people: number;
  /** How many rows of the asked tab are of such patients; null: no tab was asked. */
  listed: number | null;
}

/** As many as are offered. */
const MOST_INTERESTS = 200;

/** As SQL of a person's id: how many rows of a tab are theirs. What is held back hides itself (E11). */
function rowsOf(tab: WorklistTab, person: string): string {
  if (isPersonTab(tab)) return `(select count(*) from (${withoutCase(tab)}) c where c.person_id = ${person})`;
  const shelves = shelvesOf(tab, null).map(({ state, backlog, waiting }) => `('${state}', ${backlog}, ${waiting})`);
  return `(select count(*) from off_track_case c
            where c.person_id = ${person} and c.held_back = false and (c.state, c.backlog, c.waiting) in (${shelves.join(', ')}))`;
}

/** What interests patients, to narrow the list by (S1-06). */
export class InterestQueries {
  /** Every interest that is said of somebody: those of most rows of the tab first, then those of most patients. */
  async list(tx: Transaction, tab: WorklistTab | null = null): Promise<InterestRow[]> {
    return tx.query<InterestRow[]>(
      `with said as materialized (
         select distinct interest, coalesce(p.person_id, w.person_id) as person_id
           from patient_preference w cross join lateral unnest(w.interests) interest left join patient p on p.id = w.person_id
          where w.ended_at is null)
       select s.interest, count(*)::int as people, ${tab === null ? 'null::int' : `sum(${rowsOf(tab, 's.person_id')})::int`} as listed
         from said s group by 1 order by 3 desc nulls last, 2 desc, 1 limit ${MOST_INTERESTS}`,
    );
  }
}

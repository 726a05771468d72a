import type { Transaction } from '../database.js';

export interface RuleUse {
  rule: string;
  /** Median days since it began to hold, over those it lists. */
  medianDays: number | null;
  /** Median days by which it spoke earlier than "no visit for 90 days" would have (S2-06), over people ever seen. */
  medianLeadDays: number | null;
}

export interface RuleListed {
  rule: string;
  tab: 'today' | 'waiting' | 'in_outreach' | 'snoozed' | 'backlog' | 'at_risk' | 'lapsed';
  n: number;
}

/** How a practice uses its rules. */
export class ApiRuleQueries {
  async use(tx: Transaction, now: Date): Promise<RuleUse[]> {
    return tx.query<RuleUse[]>(
      `select f.rule,
              floor(percentile_cont(0.5) within group (order by extract(epoch from $1::timestamptz - f.since) / 86400))::int as "medianDays",
              round(percentile_cont(0.5) within group (order by
                90 + ((e.answer->>'lastVisitAt')::bigint / 1000 - extract(epoch from f.since)) / 86400))::int as "medianLeadDays"
         from finding f join evaluation e on e.person_id = f.person_id
        where f.closed_at is null
        group by f.rule`,
      [now],
    );
  }

  /** How many rows each tab of the list shows when it is narrowed to a rule: the tabs where somebody works or watches. */
  async listed(tx: Transaction): Promise<RuleListed[]> {
    return tx.query<RuleListed[]>(
      `select rule, tab, count(distinct id)::int as n
         from (select c.id, r.rule, case when c.state <> 'open' then c.state when c.backlog then 'backlog' when c.waiting then 'waiting' else 'today' end as tab
                 from off_track_case c cross join unnest(c.rules) as r (rule)
                where c.state in ('open', 'in_outreach', 'snoozed')
                union all
               select e.person_id, f->>'rule', case e.state when 'watch' then 'at_risk' else 'lapsed' end
                 from evaluation e join patient p on p.id = e.person_id cross join jsonb_array_elements(e.answer->'findings') f
                where e.state in ('watch', 'lapsed')) listed
        group by rule, tab`,
    );
  }
}

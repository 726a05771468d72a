import type { Transaction } from '../database.js';

export interface RuleSettingRow {
  rule: string;
  mode: 'on' | 'off';
  parameters: Record<string, string | number>;
}

export interface RuleUse {
  rule: string;
  listed: number;
  /** Median days since it began to hold, over those it lists. */
  medianDays: number | null;
  /** Median days by which it spoke earlier than "no visit for 90 days" would have (S2-06), over people ever seen. */
  medianLeadDays: number | null;
}

/** How a practice uses its rules. */
export class ApiRuleQueries {
  /** Those in force for the whole practice. */
  async settings(tx: Transaction): Promise<RuleSettingRow[]> {
    return tx.query<RuleSettingRow[]>(
      'select rule, mode, parameters from rule_setting where valid_to is null and location_id is null order by valid_from',
    );
  }

  async use(tx: Transaction, now: Date): Promise<RuleUse[]> {
    return tx.query<RuleUse[]>(
      `select f.rule, count(distinct f.person_id)::int as listed,
              floor(percentile_cont(0.5) within group (order by extract(epoch from $1::timestamptz - f.since) / 86400))::int as "medianDays",
              round(percentile_cont(0.5) within group (order by
                90 + ((e.answer->>'lastVisitAt')::bigint / 1000 - extract(epoch from f.since)) / 86400))::int as "medianLeadDays"
         from finding f join evaluation e on e.person_id = f.person_id
        where f.closed_at is null
        group by f.rule`,
      [now],
    );
  }
}

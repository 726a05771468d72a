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
      `select rule, count(distinct person_id)::int as listed,
              floor(percentile_cont(0.5) within group (order by extract(epoch from $1::timestamptz - since) / 86400))::int as "medianDays"
         from finding where closed_at is null
        group by rule`,
      [now],
    );
  }
}

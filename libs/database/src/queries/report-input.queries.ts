import {
  defaultSettings,
  withRuleSettings,
  type BaselineFacts,
  type EvaluationSettings,
  type WeeklyInput,
} from '@keepwell/domain';
import type { Transaction } from '../database.js';
import { ReportFactQueries, type Horizon } from './report-facts.queries.js';
import { ReportWorkQueries } from './report-work.queries.js';
import { RuleSettingQueries } from './rule-settings.queries.js';

const ATTRIBUTION_DAYS = 90;
/** In which the clocks go back. */
const LONGEST_WEEK_MS = 169 * 3_600_000;

/** What a report is made with beside facts. Stored in the report, so that it can be made again whatever is set since. */
export interface ReportTerms {
  timezone: string;
  currency: string | null;
  attributionDays: number | undefined;
  majorityAgeYears: number | undefined;
  /** ISO. */
  liveSince: string | null;
  baseline: BaselineFacts | null;
}

/** Everything the report of a week is counted from, as of a horizon. */
export class ReportInputQueries {
  private readonly facts = new ReportFactQueries();
  private readonly ruleSettings = new RuleSettingQueries();
  private readonly work = new ReportWorkQueries();

  async load(tx: Transaction, practiceId: string, horizon: Horizon, terms: ReportTerms): Promise<WeeklyInput> {
    const { timezone, currency, attributionDays = ATTRIBUTION_DAYS, liveSince, baseline } = terms;
    const known = await this.facts.knownRecords(tx, practiceId, horizon);
    // A baseline taken later than that was not there to compare with.
    const isTaken = baseline !== null && Date.parse(baseline.takenAt) <= horizon.knownBy;
    return {
      known: { ...known, practice: { ...known.practice, timezone } },
      own: await this.work.before(tx, practiceId, horizon.asOf),
      settings: await this.settings(tx, practiceId, horizon, terms),
      ruleChanges: await this.ruleSettings.changes(tx, practiceId, horizon.asOf - LONGEST_WEEK_MS, horizon.asOf),
      baseline: isTaken ? baseline : null,
      ...{ timezone, currency, attributionDays, knownBy: horizon.knownBy },
      liveSince: liveSince === null ? null : Date.parse(liveSince),
    };
  }

  /**
   * As the live list has them at that instant: a rule that the practice has not switched on says nothing in its report either. No source
   * is behind: one that is today was not then, or the report would have waited.
   */
  private async settings(
    tx: Transaction,
    practiceId: string,
    { asOf }: Horizon,
    { majorityAgeYears }: ReportTerms,
  ): Promise<EvaluationSettings> {
    const kept = await this.ruleSettings.kept(tx, practiceId, asOf);
    const settings = withRuleSettings(defaultSettings('live'), kept);
    return { ...settings, majorityAgeYears: majorityAgeYears ?? settings.majorityAgeYears };
  }
}

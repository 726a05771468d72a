import {
  isBelowFloor,
  JUDGED_DAYS,
  liftReason,
  pauseReason,
  PRECISION_FLOOR,
  precisionOf,
  RULES,
} from '@keepwell/domain';
import { audit } from '../audit.js';
import type { Transaction } from '../database.js';
import { CaseVerdictQueries } from './case-verdicts.queries.js';
import { JobQueries } from './jobs.queries.js';
import { RuleSettingQueries } from './rule-settings.queries.js';

export interface PausedRule {
  rule: string;
  says: string;
}

const DAY_MS = 86_400_000;

/** Rules that are surely wrong too often take themselves back to being tried, and say so (X13). */
export class RulePauses {
  private readonly verdicts = new CaseVerdictQueries();
  private readonly settings = new RuleSettingQueries();
  private readonly jobs = new JobQueries();

  /** Looks at these rules, or at all; answers those it paused. A rule that lists nobody any more is left as it is. */
  async pause(tx: Transaction, practiceId: string, rules: readonly string[] | null, now: Date): Promise<PausedRule[]> {
    const marks = await this.verdicts.ofRules(tx, new Date(now.getTime() - JUDGED_DAYS * DAY_MS));
    const paused: PausedRule[] = [];
    for (const { rule: id, ...judged } of marks) {
      const rule = RULES.find((each) => each.id === id);
      const precision = precisionOf(judged);
      if (rule === undefined || rules?.includes(id) === false || !isBelowFloor(precision)) continue;
      const says = pauseReason(id, precision, PRECISION_FLOOR);
      const change = { rule: id, startsOn: rule.startsOff !== true, reason: says, now: now.getTime() };
      const version = await this.settings.changeBySystem(tx, practiceId, change);
      if (version === null) continue;
      await audit(tx, {
        ...{ practiceId, actorUserId: null, event: 'rule.paused_itself', subjectKind: 'rule', subjectId: id },
        detail: { version, right: judged.right, wrong: judged.wrong, floor: PRECISION_FLOOR },
      });
      paused.push({ rule: id, says });
    }
    if (paused.length > 0) await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
    return paused;
  }

  /**
   * A mark was taken back: which of these rules, that paused themselves, would not have without it? They are put on again. Counted as it was when
   * they paused: no pause ends because its marks have grown old, nor because a later one was taken back. What a person has set since stays as it is.
   */
  async lift(tx: Transaction, practiceId: string, rules: readonly string[], now: Date): Promise<PausedRule[]> {
    const lifted: PausedRule[] = [];
    for (const rule of rules) {
      const since = await this.settings.pausedSince(tx, practiceId, rule);
      if (since === null) continue;
      const marks = await this.verdicts.ofRules(tx, new Date(since.getTime() - JUDGED_DAYS * DAY_MS), since);
      const precision = precisionOf(marks.find((each) => each.rule === rule) ?? { right: 0, wrong: 0 });
      if (isBelowFloor(precision)) continue;
      const says = liftReason(rule, precision, PRECISION_FLOOR);
      const version = await this.settings.liftPause(tx, practiceId, { rule, reason: says, now: now.getTime() });
      await audit(tx, {
        ...{ practiceId, actorUserId: null, event: 'rule.pause_lifted', subjectKind: 'rule', subjectId: rule },
        detail: { version, right: precision.right, wrong: precision.wrong, floor: PRECISION_FLOOR },
      });
      lifted.push({ rule, says });
    }
    if (lifted.length > 0) await this.jobs.owe(tx, practiceId, 'evaluate', practiceId);
    return lifted;
  }
}

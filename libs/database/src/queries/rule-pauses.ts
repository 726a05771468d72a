import { isBelowFloor, JUDGED_DAYS, pauseReason, PRECISION_FLOOR, precisionOf, RULES } from '@keepwell/domain';
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
}

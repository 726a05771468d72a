import { Injectable } from '@nestjs/common';
import { ApiRuleQueries, CaseVerdictQueries, RuleSettingQueries, ShadowFindingQueries } from '@keepwell/database';
import type {
  RuleListed,
  RuleMarks,
  RuleSettingInForce,
  RuleSettingPast,
  RuleUse,
  ShadowCounts,
} from '@keepwell/database';
import { JUDGED_DAYS, parametersInWords, precisionOf, PRECISION_FLOOR } from '@keepwell/domain';
import type { Marks, Rule } from '@keepwell/domain';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Problem } from '../http/problem.js';
import type { RuleDto, RuleHistoryDto, RuleListedDto, RulePastDto } from './dto/rule.dto.js';
import { RuleCatalogue } from './rule-catalogue.js';

const DAY_MS = 86_400_000;

/** What there is to say about every rule: how it is set, what it lists, what it would list. */
interface Known {
  settings: RuleSettingInForce[];
  use: RuleUse[];
  listed: RuleListed[];
  shadowed: ShadowCounts[];
  marks: RuleMarks[];
}

/** The rules of a practice as they are set, and as they were. */
@Injectable()
export class RulesService {
  constructor(
    private readonly work: PracticeWork,
    private readonly rules: ApiRuleQueries,
    private readonly settings: RuleSettingQueries,
    private readonly verdicts: CaseVerdictQueries,
    private readonly shadows: ShadowFindingQueries,
    private readonly catalogue: RuleCatalogue,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller): Promise<RuleDto[]> {
    const now = new Date(this.clock.now());
    const since = new Date(now.getTime() - JUDGED_DAYS * DAY_MS);
    const known = await this.work.run(caller, async (tx) => ({
      settings: await this.settings.inForce(tx),
      use: await this.rules.use(tx, now),
      listed: await this.rules.listed(tx),
      shadowed: await this.shadows.counts(tx, { rule: null, since, now }),
      marks: await this.verdicts.ofRules(tx, since),
    }));
    return this.catalogue.all.map((rule) => ruleAnswer(rule, known));
  }

  async history(caller: Caller, id: string): Promise<RuleHistoryDto> {
    const rule = this.catalogue.all.find((each) => each.id === id);
    if (rule === undefined)
      throw new Problem('not_found', `There is no rule ${/^\w{1,10}$/.test(id) ? id : 'by this id'}.`);
    const past = await this.work.run(caller, (tx) => this.settings.history(tx, rule.id));
    return { rule: rule.id, items: past.map(pastAnswer) };
  }
}

function ruleAnswer(rule: Rule, { settings, use, listed, shadowed, marks }: Known): RuleDto {
  const own = settings.filter((each) => each.rule === rule.id);
  const setting = own.find(({ locationId }) => locationId === null);
  const used = use.find((each) => each.rule === rule.id);
  const trial = shadowed.find((each) => each.rule === rule.id);
  const listedOn: RuleListedDto = {
    today: 0,
    waiting: 0,
    in_outreach: 0,
    snoozed: 0,
    backlog: 0,
    at_risk: 0,
    lapsed: 0,
  };
  for (const each of listed) if (each.rule === rule.id) listedOn[each.tab] = each.n;
  const parameters = { ...rule.defaults, ...setting?.parameters };
  return {
    rule: rule.id,
    name: rule.name,
    kind: rule.kind,
    class: rule.class,
    says: rule.says,
    version: rule.version,
    mode: modeOf(rule, setting),
    parameters,
    thresholds: parametersInWords(rule, parameters),
    locations: own.flatMap(({ locationId, locationName, mode, parameters: more }) =>
      locationId === null || mode === 'as_practice'
        ? []
        : [
            {
              location: { id: locationId, name: locationName ?? locationId },
              mode,
              thresholds: parametersInWords(rule, { ...parameters, ...more }),
            },
          ],
    ),
    precision: precisionAnswer(marks.find((each) => each.rule === rule.id)),
    floor: PRECISION_FLOOR,
    paused: pausedOf(own),
    trial: { now: trial?.people ?? 0, lastWeek: trial?.lastWeek ?? 0 },
    listed: Object.values(listedOn).reduce((sum: number, n: number) => sum + n, 0),
    listedOn,
    median: used?.medianDays ?? null,
    leadDays: used?.medianLeadDays ?? null,
  };
}

function precisionAnswer({ right, wrong }: Marks = { right: 0, wrong: 0 }): RuleDto['precision'] {
  return { ...precisionOf({ right, wrong }), days: JUDGED_DAYS };
}

export function modeOf(
  rule: Pick<Rule, 'startsOff'>,
  setting: Pick<RuleSettingInForce, 'mode'> | undefined,
): RuleDto['mode'] {
  if (setting === undefined || setting.mode === 'as_practice') return rule.startsOff === true ? 'off' : 'on';
  return setting.mode;
}

/** Wherever it paused itself: it does so everywhere at once. */
function pausedOf(own: readonly RuleSettingInForce[]): RuleDto['paused'] {
  const paused = own.find(({ bySystem, mode }) => bySystem && mode === 'shadow');
  return paused === undefined ? null : { since: paused.from, reason: paused.reason ?? '' };
}

function pastAnswer(past: RuleSettingPast): RulePastDto {
  const { id, locationId, locationName, mode, parameters, version, from, to, bySystem } = past;
  const { author, approvedBy, reason, draftId } = past;
  return {
    id,
    location: locationId === null ? null : { id: locationId, name: locationName ?? locationId },
    ...{ mode, parameters, version, from, to, bySystem, author, approvedBy, reason, draftId },
  };
}

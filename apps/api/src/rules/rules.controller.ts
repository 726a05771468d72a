import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiRuleQueries } from '@keepwell/database';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { PracticeWork } from '../auth/practice-work.js';
import { Clock } from '../http/clock.js';
import { Endpoint } from '../http/endpoint.js';
import { RuleDto, RuleListedDto } from './dto/rule.dto.js';
import { RuleCatalogue } from './rule-catalogue.js';

@ApiTags('rules')
@Controller('api/v1/rules')
export class RulesController {
  constructor(
    private readonly work: PracticeWork,
    private readonly rules: ApiRuleQueries,
    private readonly catalogue: RuleCatalogue,
    private readonly clock: Clock,
  ) {}

  /** Every rule in plain words, how this practice uses it, and how many it lists. */
  @Endpoint({ for: 'member', audit: { none: 'numbers without anybody behind them' } })
  @Get()
  async listRules(@SignedIn() caller: Caller): Promise<RuleDto[]> {
    const { settings, use, listed } = await this.work.run(caller, async (tx) => ({
      settings: await this.rules.settings(tx),
      use: await this.rules.use(tx, new Date(this.clock.now())),
      listed: await this.rules.listed(tx),
    }));
    return this.catalogue.all.map((rule) => {
      const setting = settings.find((each) => each.rule === rule.id);
      const used = use.find((each) => each.rule === rule.id);
      const listedOn: RuleListedDto = { today: 0, in_outreach: 0, snoozed: 0, backlog: 0, at_risk: 0, lapsed: 0 };
      for (const each of listed) if (each.rule === rule.id) listedOn[each.tab] = each.n;
      return {
        rule: rule.id,
        name: rule.name,
        kind: rule.kind,
        class: rule.class,
        says: rule.says,
        version: rule.version,
        mode: setting?.mode ?? (rule.startsOff === true ? 'off' : 'on'),
        parameters: { ...rule.defaults, ...setting?.parameters },
        listed: Object.values(listedOn).reduce((sum: number, n: number) => sum + n, 0),
        listedOn,
        median: used?.medianDays ?? null,
        leadDays: used?.medianLeadDays ?? null,
      };
    });
  }
}

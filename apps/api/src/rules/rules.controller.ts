import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint } from '../http/endpoint.js';
import { RuleDto, RuleHistoryDto } from './dto/rule.dto.js';
import { RulesService } from './rules.service.js';

@ApiTags('rules')
@Controller('api/v1/rules')
export class RulesController {
  constructor(private readonly rules: RulesService) {}

  /** Every rule in plain words, how this practice and its locations use it, how many it lists, and how many one on trial would. */
  @Endpoint({ for: 'member', audit: { none: 'numbers without anybody behind them' } })
  @Get()
  listRules(@SignedIn() caller: Caller): Promise<RuleDto[]> {
    return this.rules.list(caller);
  }

  /** What a rule was set to, from when to when, by whom and why; newest first. */
  @Endpoint({ for: 'member', audit: { none: 'how the practice set a rule, nobody behind it' } })
  @Get(':rule/history')
  getRuleHistory(@SignedIn() caller: Caller, @Param('rule') rule: string): Promise<RuleHistoryDto> {
    return this.rules.history(caller, rule);
  }
}

import { Body, Controller, Delete, Get, Header, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { CLINICAL, Endpoint, WORKING } from '../http/endpoint.js';
import {
  ShadowCountsDto,
  ShadowFindingsDto,
  ShadowFindingsQueryDto,
  ShadowVerdictDto,
} from './dto/shadow-findings.dto.js';
import { ShadowFindingsService } from './shadow-findings.service.js';

@ApiTags('rules')
@Controller('api/v1/rules')
export class ShadowFindingsController {
  constructor(private readonly shadows: ShadowFindingsService) {}

  /** Whom a rule on trial would list, and why; newest first, with how it has been judged so far. */
  @Endpoint({ for: CLINICAL, audit: { event: 'rules.shadow_findings_viewed' } })
  @Get(':rule/shadow-findings')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiOkResponse({ type: ShadowFindingsDto })
  listShadowFindings(
    @SignedIn() caller: Caller,
    @Param('rule') rule: string,
    @Query() wanted: ShadowFindingsQueryDto,
  ): Promise<string> {
    return this.shadows.list(caller, rule, wanted);
  }

  /** Says whether the rule would rightly list them; said again, the last word counts. No case changes by it. */
  @Endpoint({ for: WORKING, audit: { event: 'rules.shadow_finding_judged' } })
  @Post('shadow-findings/:findingId/verdict')
  @HttpCode(200)
  judgeShadowFinding(
    @SignedIn() caller: Caller,
    @Param('findingId', ParseUUIDPipe) id: string,
    @Body() wanted: ShadowVerdictDto,
  ): Promise<ShadowCountsDto> {
    return this.shadows.judge(caller, id, wanted);
  }

  /** Takes back what was said of it. */
  @Endpoint({ for: WORKING, audit: { event: 'rules.shadow_finding_verdict_withdrawn' } })
  @Delete('shadow-findings/:findingId/verdict')
  withdrawShadowVerdict(
    @SignedIn() caller: Caller,
    @Param('findingId', ParseUUIDPipe) id: string,
  ): Promise<ShadowCountsDto> {
    return this.shadows.takeBack(caller, id);
  }
}

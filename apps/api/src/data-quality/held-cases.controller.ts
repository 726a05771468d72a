import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, MANAGEMENT } from '../http/endpoint.js';
import { AnswerHeldDto, HeldAnsweredDto, HeldCasesDto } from './dto/held-cases.dto.js';
import { HeldCasesService } from './held-cases.service.js';

@ApiTags('data quality')
@Controller('api/v1/held-cases')
export class HeldCasesController {
  constructor(private readonly held: HeldCasesService) {}

  /** New cases that came in such number that nobody is shown them before somebody has looked: how many, by which rules, who. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'case.held_listed' } })
  @Get()
  getHeldCases(@SignedIn() caller: Caller): Promise<HeldCasesDto> {
    return this.held.summary(caller);
  }

  /** They are true: puts them on the list, as opened now. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'case.held_published' } })
  @Post('publish')
  @HttpCode(200)
  publishHeldCases(@SignedIn() caller: Caller, @Body() { upTo }: AnswerHeldDto): Promise<HeldAnsweredDto> {
    return this.held.publish(caller, upTo);
  }

  /** They are not: closes them as wrong data. Whoever goes off track later is found as ever. */
  @Endpoint({ for: MANAGEMENT, audit: { event: 'case.held_discarded' } })
  @Post('discard')
  @HttpCode(200)
  discardHeldCases(@SignedIn() caller: Caller, @Body() { upTo }: AnswerHeldDto): Promise<HeldAnsweredDto> {
    return this.held.discard(caller, upTo);
  }
}

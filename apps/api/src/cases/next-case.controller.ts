import { Body, Controller, Get, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, WORKING } from '../http/endpoint.js';
import { NextCaseDto } from './dto/acts.dto.js';
import { CaseInHandDto, MyDayDto } from './dto/case-in-hand.dto.js';
import { HandService } from './hand.service.js';

@ApiTags('cases')
@Controller('api/v1/worklist')
export class NextCaseController {
  constructor(private readonly hand: HandService) {}

  /** What the caller has done today, counted by conversations and never by attempts (S0-27). */
  @Endpoint({ for: WORKING, audit: { none: 'one number about the caller' } })
  @Get('my-day')
  getMyDay(@SignedIn() caller: Caller): Promise<MyDayDto> {
    return this.hand.myDay(caller);
  }

  /** Takes the next case in hand that nobody has, in the list's order. */
  @Endpoint({ for: WORKING, audit: { event: 'case.claimed_next' } })
  @Post('next')
  @ApiOkResponse({ type: CaseInHandDto })
  @ApiNoContentResponse({ description: 'Nobody is left' })
  async nextCase(
    @SignedIn() caller: Caller,
    @Body() wanted: NextCaseDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseInHandDto | undefined> {
    const inHand = await this.hand.next(caller, wanted);
    void reply.status(inHand === null ? HttpStatus.NO_CONTENT : HttpStatus.OK);
    return inHand ?? undefined;
  }
}

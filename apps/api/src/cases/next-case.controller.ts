import { Body, Controller, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { SignedIn } from '../auth/caller.js';
import type { Caller } from '../auth/caller.js';
import { Endpoint, WORKING } from '../http/endpoint.js';
import { NextCaseDto } from './dto/acts.dto.js';
import { CaseInHandDto } from './dto/case-in-hand.dto.js';
import { HandService } from './hand.service.js';

@ApiTags('cases')
@Controller('api/v1/worklist')
export class NextCaseController {
  constructor(private readonly hand: HandService) {}

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
